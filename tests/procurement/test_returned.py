"""The workbook that comes back: real files, filled in as people fill them in."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiwu.procurement.models import Quotation
from huiwu.procurement.returned import read_returned, traces_of
from huiwu.procurement.workbook import HEADINGS, code_of, workbook
from tests.procurement.conftest import Shop


def filled(shop: Shop, rows: list[list[Any]], terms: dict[str, Any] | None = None, change: Any = None) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("报价")
        for y, row in enumerate([list(HEADINGS), *rows]):
            for x, value in enumerate(row):
                if value not in (None, ""):
                    page.write(y, x, value)
        if change:
            change(page)
        if terms is not None:
            sheet = book.add_worksheet("商务条款")
            for y, pair in enumerate([("条款", "填写"), *terms.items()]):
                sheet.write_row(y, 0, pair)
    return made.getvalue()


def row(line: Any, price: Any, **more: Any) -> list[Any]:
    texts = [code_of(line), line.section, line.item, line.spec, line.unit, float(line.quantity), price, "", "", ""]
    for name, value in more.items():
        texts[("code", "section", "item", "spec", "unit", "quantity", "price", "tax", "total", "note").index(name)] = (
            value
        )
    return texts


def read(shop: Shop, content: bytes) -> Any:
    return read_returned(content, "回传.xlsx", shop.lines())


TERMS = {
    "价格含税": "是",
    "价格含运输": "否",
    "价格含安装撤场": "含",
    "税率": "６％",
    "报价有效期至": "2027年3月1日",
    "交期": "三天",
    "联系电话": 13800138000,
}


def test_our_own_workbook_comes_back_with_prices(shop: Shop) -> None:
    lines = shop.lines()
    sent = read_returned(workbook(shop.rfq, lines), "询价.xlsx", lines)
    assert (sent.prices, sent.problems, len(sent.unquoted)) == ({}, [], 3)
    found = read(
        shop, filled(shop, [row(lines[0], "￥４００．５０"), row(lines[1], 300, tax="13%"), row(lines[2], 5)], TERMS)
    )
    assert found.can_be_taken
    assert [(p.unit_cents, p.tax_bp) for p in found.prices.values()] == [(40050, None), (30000, 1300), (500, None)]
    assert found.values["with_transport"] is False
    assert (found.values["tax_bp"], found.values["contact_phone"]) == (600, "13800138000")
    assert found.total_cents == 96 * 40050 + 60 * 30000 + 630 * 500


def test_what_was_changed_in_the_file_is_said_cell_by_cell(shop: Shop) -> None:
    one, two, three = shop.lines()
    rows = [
        row(one, 400, quantity=50),
        row(two, 300, unit="米"),
        row(three, "面议", code=""),
        ["", "", "夜间加班", "", "项", 1, 2000],
    ]
    found = read(shop, filled(shop, rows, TERMS))
    told = [(p.severity, p.place, p.sentence) for p in found.problems]
    assert told == [
        ("flagged", "报价!F2", "数量与询价的 96 不同，比价按询价数量"),
        ("refused", "报价!E3", "单位改了，询价是“平方米”，单价不能比较"),
        ("refused", "报价!G4", "不是数字"),
        ("flagged", "报价!A4", "编号缺失或被改，按项目名称对应到 " + code_of(three)),
        ("flagged", "报价!C5", "不在询价范围，作为供应商另加的项"),
    ]
    assert not found.can_be_taken
    assert [r.number for r in found.refused] == [3, 4]
    assert [(e.item, e.unit_cents) for e in found.extras] == [("夜间加班", 200000)]


def test_quantity_and_price_filled_the_wrong_way_round_are_noticed(shop: Shop) -> None:
    one, two, three = shop.lines()
    rows = [row(one, 96, quantity=400), row(two, 60, quantity=300), row(three, 630, quantity=5)]
    found = read(shop, filled(shop, rows, TERMS))
    assert "“数量”与“单价”两列像是填反了：单价一列正是询价的数量" in [note.sentence for note in found.notes]
    assert not found.can_be_taken


def test_a_price_merged_over_two_rows_is_refused_for_both(shop: Shop) -> None:
    one, two, three = shop.lines()
    content = filled(
        shop, [row(one, ""), row(two, ""), row(three, 5)], TERMS, lambda page: page.merge_range(1, 6, 2, 6, 9000)
    )
    found = read(shop, content)
    assert [p.place for p in found.problems if p.severity == "refused"] == ["报价!G2", "报价!G3"]
    assert [price.unit_cents for price in found.prices.values()] == [500]


def test_formulas_wrong_tax_and_a_total_that_does_not_add_up(shop: Shop) -> None:
    one, two, three = shop.lines()

    def formulas(page: Any) -> None:
        page.write_formula(1, 6, "=200*2", value=400)
        page.write_formula(2, 6, "=150*2", value="")
        page.write_row(4, 2, ["合计", "", "", "", "", "", 99999])

    rows = [row(one, ""), row(two, ""), row(three, 5, tax="７％")]
    found = read(shop, filled(shop, rows, TERMS | {"税率": "六个点"}, formulas))
    assert [(p.severity, p.place) for p in found.problems] == [
        ("refused", "报价!G3"), ("flagged", "报价!H4"), ("refused", "商务条款!B5"),
    ]  # fmt: skip
    assert any("合计 99,999.00 元，与各行相加" in note.sentence for note in found.notes)
    assert found.prices[one.pk].unit_cents == 40000


def test_a_line_twice_a_foreign_code_and_a_zero_price(shop: Shop) -> None:
    one, two, _three = shop.lines()
    rows = [row(one, 400), row(one, 390), row(two, 0), ["009-ffff", "", "别的东西", "", "套", 1, 10]]
    told = [(p.severity, p.sentence) for p in read(shop, filled(shop, rows, TERMS)).problems]
    assert told == [
        ("refused", "这一行报了两次"),
        ("flagged", "单价是 0：按免费计入，请向对方确认不是未报"),
        ("refused", "编号不是这份询价单的"),
    ]


def test_a_file_without_terms_leaves_the_basis_open(shop: Shop) -> None:
    found = read(shop, filled(shop, [row(line, 10) for line in shop.lines()]))
    assert found.can_be_taken
    assert "with_tax" not in found.values
    assert "没有“商务条款”表" in found.notes[0].sentence


def test_author_and_editor_of_a_file_are_its_traces() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.set_properties({"author": "王工"})
        book.add_worksheet()
    assert traces_of(io.BytesIO(made.getvalue()))["author"] == "王工"
    assert traces_of(io.BytesIO(b"%PDF-broken")) == {}
    assert traces_of(io.BytesIO(b"PKbroken")) == {}


def test_nothing_is_written_until_a_person_confirms(shop: Shop, client: Client) -> None:
    client.force_login(shop.cast.lead)
    quotation = shop.quotations[0]
    page = reverse("procurement:quotation_returned", args=[shop.meeting.slug, quotation.pk])
    good = filled(shop, [row(line, 10) for line in shop.lines()], TERMS)
    shown = client.post(page, {"file": SimpleUploadedFile("回传.xlsx", good)})
    assert "可以录入" in shown.content.decode()
    quotation.refresh_from_db()
    assert quotation.state == "invited"
    file = shown.context["file"]
    confirm = reverse("procurement:quotation_returned_confirm", args=[shop.meeting.slug, quotation.pk, file.pk])
    assert client.post(confirm).status_code == 302
    quotation = Quotation.objects.get(pk=quotation.pk)
    assert (quotation.state, quotation.source, quotation.file_id) == ("entered", "excel", file.pk)
    assert quotation.valid_until is not None


def test_a_bad_file_is_refused_and_its_rows_come_back_with_reasons(shop: Shop, client: Client) -> None:
    client.force_login(shop.cast.lead)
    page = reverse("procurement:quotation_returned", args=[shop.meeting.slug, shop.quotations[0].pk])
    bad = filled(shop, [row(shop.lines()[0], "=cmd|' /C calc'!A0"), row(shop.lines()[1], 3)], TERMS)
    shown = client.post(page, {"file": SimpleUploadedFile("坏.xlsx", bad)})
    assert "有问题，什么都没有保存" in shown.content.decode()
    args = [shop.meeting.slug, shop.quotations[0].pk, shown.context["file"].pk]
    assert client.post(reverse("procurement:quotation_returned_confirm", args=args)).status_code == 409
    fixed = client.get(reverse("procurement:quotation_corrections", args=args))
    assert next(iter(fixed.streaming_content))[:4] == b"PK\x03\x04"
    nothing = client.post(page, {"file": SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n" + bytes(99))})
    assert nothing.status_code == 415


@pytest.mark.parametrize("quantity", ["0.125", "1200", "3.5"])
def test_quantities_survive_the_way_there_and_back(shop: Shop, quantity: str) -> None:
    line = shop.lines()[0]
    line.quantity = Decimal(quantity)
    found = read_returned(filled(shop, [row(line, 10)], TERMS), "a.xlsx", [line])
    assert found.problems == []
