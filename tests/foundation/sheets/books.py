"""Real workbooks for the tests, written as people write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from huiwu.foundation.sheets import Column

COLUMNS = (
    Column("item", "项目", aliases=("名称", "品名"), is_required=True, must_be_filled=True, is_words=True),
    Column("unit", "单位", is_words=True),
    Column("quantity", "数量", "quantity"),
    Column("unit_cents", "单价", "cents", aliases=("价格", "含税单价"), is_required=True, must_be_filled=True),
    Column("tax_bp", "税率", "rate"),
)
HEADINGS = ("项目", "单位", "数量", "单价", "税率")


def book(
    rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], None] | None = None, *, sheet: str = "报价"
) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(sheet)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if value not in (None, ""):
                    page.write(y, x, value)
        if change:
            change(workbook, page)
    return made.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
