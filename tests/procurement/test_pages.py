"""Every page, as the people who use it open it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlparse

import pytest
from django.test import Client
from django.urls import reverse

from huiwu.kernel import clock
from huiwu.procurement import services
from huiwu.procurement.models import Quotation, Rfq, Selection
from tests.procurement.conftest import NOW, Shop, open_shop


@pytest.fixture
def pinned() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def lead(shop: Shop, client: Client) -> Client:
    client.force_login(shop.cast.lead)
    return client


def at(name: str, shop: Shop, *args: Any) -> str:
    return reverse(f"procurement:{name}", args=[shop.meeting.slug, *args])


def test_a_request_is_drafted_out_of_a_template_and_its_lines_edited(shop: Shop, lead: Client) -> None:
    page = lead.get(at("rfq_new", shop), {"category": "led"})
    assert page.status_code == 200
    posted = {
        "category": "led", "title": "LED 屏租赁", "due_on": "2027-02-01", "with_tax": "on", "source": "built_in", "headcount": "600",
    }  # fmt: skip
    made = lead.post(at("rfq_new", shop), posted)
    rfq = Rfq.objects.get(title="LED 屏租赁")
    assert made.url == at("rfq_lines", shop, rfq.pk)
    assert (rfq.with_tax, rfq.with_transport, rfq.lines.count()) == (True, False, 8)
    assert lead.get(made.url).status_code == 200
    lines = {
        "revision": rfq.revision,
        "count": 2,
        "item-0": "主屏",
        "quantity-0": "４８",
        "unit-0": "平方米",
        "item-1": "",
    }
    assert lead.post(made.url, lines).status_code == 302
    assert [(line.item, line.quantity) for line in rfq.lines.all()] == [("主屏", 48)]
    wrong = lead.post(made.url, {**lines, "revision": rfq.revision + 1, "quantity-0": "很多"})
    assert wrong.status_code == 422
    assert "数量不是数字" in wrong.content.decode()


def test_lines_are_pasted_out_of_a_spreadsheet_and_looked_at_first(shop: Shop, lead: Client) -> None:
    rfq = services.open_rfq(
        actor=shop.lead, meeting=shop.meeting, values={"category": "av", "title": "音响", "due_on": NOW.date()}
    )
    pasted = "项目\t规格\t单位\t数量\n音箱\t线阵\t套\t1\n话筒\t\t支\t六\n合计\t\t\t7"
    page = lead.post(at("rfq_lines", shop, rfq.pk), {"revision": 1, "count": 0, "take": "1", "pasted": pasted})
    text = page.content.decode()
    assert 'value="音箱"' in text
    assert "数量：不是数字" in text
    assert rfq.lines.count() == 0


@pytest.mark.parametrize("form", ["pdf", "word", "excel"])
def test_the_request_is_a_file_in_three_forms(shop: Shop, lead: Client, form: str) -> None:
    answer = lead.get(at("rfq_file", shop, shop.rfq.pk, form))
    assert answer.status_code == 200
    assert next(iter(answer.streaming_content))[:4] in (b"%PDF", b"PK\x03\x04")


def test_every_page_of_a_whole_purchase_opens(shop: Shop, lead: Client) -> None:
    shop.enter_all()
    services.record_promise(
        actor=shop.lead, meeting=shop.meeting, quotation_id=shop.quotations[0].pk, kind="free_item", text="备用话筒"
    )
    pages = [
        at("rfqs", shop),
        at("rfq", shop, shop.rfq.pk),
        at("comparison", shop, shop.rfq.pk),
        reverse("procurement:policy"),
    ]
    pages += [at("quotation", shop, q.pk) for q in shop.quotations]
    pages += [at("quotation_enter", shop, shop.quotations[0].pk), at("quotation_returned", shop, shop.quotations[0].pk)]
    pages += [at("submission", shop, shop.quotations[0].pk, 1), at("select", shop, shop.rfq.pk, shop.quotations[0].pk)]
    assert {page: lead.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    for form in ("pdf", "word", "excel"):
        assert lead.get(at("comparison_file", shop, shop.rfq.pk, form)).status_code == 200


def test_a_bidder_is_chosen_approved_and_the_others_told(shop: Shop, lead: Client, client: Client) -> None:
    shop.enter_all()
    page = at("select", shop, shop.rfq.pk, shop.quotations[0].pk)
    posted = {"revision": shop.fresh().revision, "reason": "价格最低，方案完整"}
    short = lead.post(page, posted)
    assert short.status_code == 422
    assert "请写明未中选的理由" in short.content.decode()
    posted |= {f"decline-{q.pk}": "价格较高" for q in shop.quotations[1:]}
    done = lead.post(page, posted)
    selection = Selection.objects.get()
    assert done.url == at("selection", shop, selection.pk)
    assert selection.state == "waiting"
    assert lead.post(at("selection_approve", shop, selection.pk)).status_code == 403
    owner = Client()
    owner.force_login(shop.cast.owner)
    assert owner.post(at("selection_approve", shop, selection.pk), {"note": "同意"}).status_code == 302
    assert lead.get(done.url).status_code == 200
    decline = selection.declines.first()
    told = lead.post(at("decline_notify", shop, decline.pk), {"recipient": ""})
    address = re.search(r'value="(http[^"]+/quote/)"', told.content.decode())
    assert address
    outcome = Client().get(urlparse(address[1]).path)
    assert "价格较高" in outcome.content.decode()
    assert next(iter(lead.get(at("selection_evidence", shop, selection.pk)).streaming_content))[:4] == b"%PDF"
    assert lead.get(at("decline_letter", shop, decline.pk, "pdf")).status_code == 200


def quote_path(shop: Shop, n: int) -> str:
    made = services.invite_supplier(
        actor=shop.lead, meeting=shop.meeting, rfq_id=shop.rfq.pk, supplier=shop.suppliers[n]
    )
    return urlparse(made.address).path


def test_a_supplier_quotes_on_the_phone_keeps_a_draft_submits_and_improves(shop: Shop) -> None:
    path, visitor = quote_path(shop, 0), Client()
    assert "舞台结构" in visitor.get(path).content.decode()
    first, second, third = shop.lines()
    typed = {
        "with_tax": "yes",
        "with_transport": "yes",
        "with_setup": "no",
        "tax_bp": "6%",
        f"price-{first.pk}": "四百",
    }
    assert visitor.post(path, {**typed, "keep": "1"}).status_code == 302
    assert 'value="四百"' in visitor.get(path).content.decode()
    wrong = visitor.post(path, typed)
    assert wrong.status_code == 422
    assert "“四百”不是数字" in wrong.content.decode()
    right = typed | {
        f"price-{first.pk}": "￥４００．５０",
        f"price-{second.pk}": "300",
        "x-item-0": "夜间加班",
        "x-price-0": "2000",
    }
    assert visitor.post(path, right).status_code == 302
    quotation = Quotation.objects.get(pk=shop.quotations[0].pk)
    assert (quotation.state, quotation.with_setup, quotation.tax_bp, quotation.submission) == ("entered", False, 600, 1)
    assert [line.unit_cents for line in quotation.lines.all()] == [40050, 30000, None, 200000]
    assert visitor.post(path, right).status_code == 302
    assert visitor.post(path, right | {f"price-{second.pk}": "290"}).status_code == 302
    quotation.refresh_from_db()
    assert (quotation.submission, quotation.revisions.count()) == (2, 2)
    assert third.item in visitor.get(path).content.decode()


def test_a_supplier_sees_nothing_of_the_others_and_a_foreign_link_opens_nothing(shop: Shop) -> None:
    shop.enter_all()
    page = Client().get(quote_path(shop, 0)).content.decode()
    assert not [row.name for row in shop.suppliers[1:] if row.name in page]
    assert Client().get("/l/wrong/quote/").status_code in (404, 410)


def test_after_the_due_day_and_after_the_selection_the_form_is_closed(shop: Shop) -> None:
    path, first = quote_path(shop, 0), shop.lines()[0]
    from datetime import timedelta

    with clock.at(NOW + timedelta(days=9)):
        assert "报价已截止" in Client().get(path).content.decode()
        late = Client().post(path, {f"price-{first.pk}": "400"})
        assert late.status_code == 409
        assert "没有提交" in late.content.decode()


def test_a_supplier_declines(shop: Shop) -> None:
    path = quote_path(shop, 1)
    assert Client().post(path + "decline/", {"reason": "档期已满"}).status_code == 302
    quotation = Quotation.objects.get(pk=shop.quotations[1].pk)
    assert (quotation.state, quotation.withdrawn_reason) == ("declined", "档期已满")


@pytest.mark.usefixtures("pinned")
def test_the_list_asks_as_often_for_three_requests_as_for_one(
    cast: Any, client: Client, django_assert_num_queries: Any
) -> None:
    shop = open_shop(cast)
    client.force_login(cast.lead)
    client.get(at("rfqs", shop))
    with django_assert_num_queries(13):
        client.get(at("rfqs", shop))
    for title in ("二", "三"):
        services.open_rfq(
            actor=shop.lead, meeting=cast.meeting, values={"category": "av", "title": title, "due_on": NOW.date()}
        )
    with django_assert_num_queries(13):
        client.get(at("rfqs", shop))


def test_the_rules_of_buying_must_make_a_hundred(shop: Shop, client: Client) -> None:
    client.force_login(shop.cast.owner)
    page = reverse("procurement:policy")
    posted = {
        "revision": 0, "fewest_quotes": 3, "low_percent": 60, "price_weight": 70, "approval_limit_cents": "80,000",
        "approver_role": "finance", "client_limit_cents": "200000", "label-0": "方案", "weight-0": 20,
    }  # fmt: skip
    wrong = client.post(page, posted)
    assert wrong.status_code == 422
    assert "合计 100" in wrong.content.decode()
    assert client.post(page, posted | {"weight-0": 30}).status_code == 302
    policy = shop.cast.org.procurement_policy
    assert (policy.price_weight, policy.approval_limit_cents, policy.approver_role) == (70, 8_000_000, "finance")
    assert client.post(page, posted | {"weight-0": 30}).status_code == 409
