"""The workbook a supplier fills in: locked headings, a code on every line, and what to do on the first sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from huiwu.foundation.sheets import guarded
from huiwu.procurement.models import Rfq, RfqLine
from huiwu.procurement.queries.basis import basis_text

HEADINGS = ("编号", "分项", "项目", "规格与要求", "单位", "数量", "单价（元）", "税率", "小计（元）", "备注")
"""Chinese whatever the language of the page: the file comes back from another company and is read by these words."""
ASKS = (
    ("价格含税", "是 / 否"),
    ("价格含运输", "是 / 否"),
    ("价格含安装撤场", "是 / 否"),
    ("税率", "例如 6%"),
    ("报价有效期至", "例如 2026-12-31"),
    ("交期", ""),
    ("付款方式", ""),
    ("质保", ""),
    ("违约责任", ""),
    ("不包含的内容", ""),
    ("近三个同类案例", ""),
    ("联系人", ""),
    ("联系电话", ""),
)
SPARE_ROWS = 10


def code_of(line: RfqLine) -> str:
    """The line's code in the file: its number and four letters that only this request's line has."""
    return f"{line.order:03d}-{str(line.pk)[:4]}"


def workbook(rfq: Rfq, lines: Sequence[RfqLine]) -> bytes:
    """The request as .xlsx; prices, rates and remarks are the only cells that can be written."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"{rfq.number} {rfq.title}", "author": "", "comments": rfq.number})
        forms = _formats(book)
        _guide(book.add_worksheet("填写说明"), forms, rfq)
        page = book.add_worksheet("报价")
        _prices(page, forms, lines)
        _terms(book.add_worksheet("商务条款"), forms)
        page.activate()
    return made.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "border_color": "#C9C3BA", "valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**edge, "bold": True, "bg_color": "#F0EDE8"}),
        "text": book.add_format({**edge, "num_format": "@"}),
        "number": book.add_format({**edge, "num_format": "General"}),
        "money": book.add_format({**edge, "num_format": "#,##0.00"}),
        "ask": book.add_format({**edge, "num_format": "#,##0.00", "locked": False, "bg_color": "#FFF9E8"}),
        "rate": book.add_format({**edge, "num_format": "0.##%", "locked": False, "bg_color": "#FFF9E8"}),
        "free": book.add_format({**edge, "num_format": "@", "locked": False, "bg_color": "#FFF9E8"}),
        "any": book.add_format({**edge, "locked": False, "bg_color": "#FFF9E8"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _guide(page: Any, forms: dict[str, Any], rfq: Rfq) -> None:
    meeting = rfq.meeting
    rows = [
        (_("询价单"), f"{rfq.number} {rfq.title}"),
        (_("会议"), f"{meeting.name}（{meeting.start_on:%Y-%m-%d}—{meeting.end_on:%Y-%m-%d}，{meeting.city}）"),
        (_("报价截止"), f"{rfq.due_on:%Y-%m-%d}"),
        (_("价格口径"), basis_text(rfq.with_tax, rfq.with_transport, rfq.with_setup)),
        (_("交货与地点"), " ".join(filter(None, [f"{rfq.deliver_on:%Y-%m-%d}" if rfq.deliver_on else "", rfq.place]))),
        (_("要求"), rfq.terms),
        (_("怎样填"), _("在“报价”表里填黄色的格：单价、税率、备注；没有的项把单价留空，不要填 0。")),
        ("", _("表头、编号、项目、数量请不要改；要另加的项写在表的最后几行，编号留空。")),
        ("", _("在“商务条款”表里写明价格含不含税、运输、安装撤场，以及有效期、交期、付款。")),
        ("", _("填好后保存为 .xlsx 发回即可，不需要打印盖章页也可以先发。")),
    ]
    page.set_column(0, 0, 14, forms["plain"])
    page.set_column(1, 1, 80, forms["plain"])
    page.write_string(0, 0, guarded(meeting.org.name), forms["title"])
    for y, (label, text) in enumerate(rows, 2):
        page.write_string(y, 0, label, forms["plain"])
        page.write_string(y, 1, guarded(text), forms["plain"])
    page.protect()


def _prices(page: Any, forms: dict[str, Any], lines: Sequence[RfqLine]) -> None:
    for x, (title, width) in enumerate(zip(HEADINGS, (10, 12, 24, 34, 8, 10, 12, 8, 14, 24), strict=True)):
        page.set_column(x, x, width)
        page.write_string(0, x, title, forms["head"])
    for y, line in enumerate(lines, 1):
        texts = (code_of(line), line.section, line.item, line.spec, line.unit)
        for x, text in enumerate(texts):
            page.write_string(y, x, guarded(text), forms["text"])
        page.write_number(y, 5, float(line.quantity), forms["number"])
        page.write_blank(y, 6, None, forms["ask"])
        page.write_blank(y, 7, None, forms["rate"])
        page.write_formula(y, 8, f'=IF(G{y + 1}="","",ROUND(F{y + 1}*G{y + 1},2))', forms["money"], "")
        page.write_blank(y, 9, None, forms["free"])
    last = len(lines) + SPARE_ROWS
    for y in range(len(lines) + 1, last + 1):
        for x in range(len(HEADINGS)):
            page.write_blank(y, x, None, forms["ask" if x == 6 else "rate" if x == 7 else "any"])
    at_least_nothing = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": _("单价是 0 以上的数字")}
    page.data_validation(1, 6, last, 6, at_least_nothing)
    page.freeze_panes(1, 3)
    page.protect(options={"format_columns": True, "format_rows": True})


def _terms(page: Any, forms: dict[str, Any]) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 20)
    for x, title in enumerate(("条款", "填写", "提示")):
        page.write_string(0, x, title, forms["head"])
    for y, (label, hint) in enumerate(ASKS, 1):
        page.write_string(y, 0, label, forms["text"])
        page.write_blank(y, 1, None, forms["any"])
        page.write_string(y, 2, hint, forms["text"])
    for y in (1, 2, 3):
        page.data_validation(y, 1, y, 1, {"validate": "list", "source": ["是", "否"]})
    page.protect()
