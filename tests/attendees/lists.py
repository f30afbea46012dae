"""Workbooks as clients send them, for the tests of lists."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEAD = ("姓名", "单位", "职务", "手机")


def workbook(*rows: Sequence[Any], head: Sequence[str] = HEAD, above: int = 0, sheet: str = "名单") -> io.BytesIO:
    """One sheet: `above` lines of title, the headings, the rows."""
    return workbooks({sheet: [*[["启明科技大会参会名单"]] * above, head, *rows]})


def workbooks(sheets: dict[str, list[Sequence[Any]]]) -> io.BytesIO:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for y, row in enumerate(rows):
                page.write_row(y, 0, row)
    made.seek(0)
    return made
