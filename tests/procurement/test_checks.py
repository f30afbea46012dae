"""OM-037, OM-038, OM-041 on faulty data, and their silence on a careful purchase."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.evidence import KINDS
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.foundation.registry.statements import REFERENCES
from huiwu.procurement import services
from huiwu.procurement.models import Quotation
from huiwu.suppliers.services import engage_supplier
from tests.procurement.conftest import Shop, new_supplier

AT = datetime(2027, 2, 10, 3, tzinfo=UTC)


def details(shop: Shop, code: str) -> list[str]:
    scope = Scope(shop.meeting, AT, AT.date())
    assert RULES[code].applies(scope)
    return [hit.detail for hit in RULES[code].find(scope)]


def careful(shop: Shop) -> Any:
    shop.enter_all()
    made = shop.select()
    return services.approve_selection(actor=shop.cast.actor("owner"), meeting=shop.meeting, selection_id=made.pk)


def test_a_careful_purchase_is_found_clean_and_proves_its_step(shop: Shop) -> None:
    assert not KINDS["procurement.comparison"].state(shop.meeting).present
    careful(shop)
    assert {code: details(shop, code) for code in ("OM-037", "OM-038", "OM-041")} == {
        "OM-037": [],
        "OM-038": [],
        "OM-041": [],
    }
    assert KINDS["procurement.requests"].state(shop.meeting).present
    assert KINDS["procurement.comparison"].state(shop.meeting).present


def test_om_037_too_few_quotations_without_a_reason(shop: Shop) -> None:
    shop.enter(0, 40000, 30000, 500)
    assert details(shop, "OM-037") == [
        "《RQ-01 主舞台搭建》有效报价 1 家（申彩舞美），少于 3 家，也没有写明单一来源理由。"
    ]
    shop.select(declines={}, single_source_reason="其余两家档期已满")
    assert details(shop, "OM-037") == []


def test_om_037_a_supplier_taken_without_any_request(shop: Shop) -> None:
    careful(shop)
    led = new_supplier(shop.cast, "光屏科技", categories=["led"])
    engage_supplier(actor=shop.lead, meeting=shop.meeting, supplier=led, category="led", state="selected")
    assert details(shop, "OM-037") == ["LED 屏已选定“光屏科技”，没有询价单，报价 0 家，也没有单一来源理由。"]
    assert not KINDS["procurement.requests"].state(shop.meeting).present


def test_om_038_chosen_on_another_basis(shop: Shop) -> None:
    made = careful(shop)
    Quotation.objects.filter(pk=made.quotation_id).update(with_transport=False)
    assert details(shop, "OM-038") == [
        "《RQ-01 主舞台搭建》询价口径是含税、含运输、含安装撤场，“申彩舞美”报的是含税、不含运输、含安装撤场"
        "（运输的口径与询价不同，还没有金额），却已参与排名并选定了“申彩舞美”。"
    ]


def test_om_041_suspiciously_low_without_a_word(shop: Shop) -> None:
    shop.enter_all()
    shop.enter(2, 10000, 6000, 100)
    found = details(shop, "OM-041")
    assert len(found) == 1
    assert found[0].startswith("《RQ-01 主舞台搭建》“东远会展”归一后 13,830.00 元，均价 ")
    services.explain_low(actor=shop.lead, meeting=shop.meeting, quotation_id=shop.quotations[2].pk, text="使用自有库存")
    assert details(shop, "OM-041") == []


def test_a_changed_head_count_lists_the_request_and_a_selected_one_needs_a_change_order(shop: Shop) -> None:
    change = [Change("brief.headcount", "人数", 600, 800)]
    assert [(i.kind, i.state, i.why) for i in impacts(shop.meeting, change) if i.kind == "rfq"] == [
        ("rfq", "review", "按 600 人询价")
    ]
    careful(shop)
    assert [i.needs_change_order for i in impacts(shop.meeting, change) if i.kind == "rfq"] == [True]


def test_a_selection_refers_to_its_quotation_and_its_validity(shop: Shop) -> None:
    careful(shop)
    rows = [row for find in REFERENCES for row in find(shop.meeting) if row.target == "申彩舞美的报价"]
    assert [(row.state, str(row.expires_on), str(row.needed_on)) for row in rows] == [
        ("ok", "2027-03-01", "2027-01-20")
    ]
