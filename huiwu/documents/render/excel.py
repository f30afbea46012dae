"""Workbooks: words stay words, so neither a phone number nor a formula ever becomes anything else."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from huiwu.documents.blocks import Cell, Column, NamedTable, Table
from huiwu.documents.render.text import clean
from huiwu.foundation.sheets import guarded

_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_FORMATS: dict[str, str] = {"text": "@", "number": "General", "money": "#,##0.00", "date": "yyyy-mm-dd"}
_CELL_LIMIT = 32767  # characters a cell can hold; the file is called damaged beyond it
EMPTY = Table((), ())


def xlsx(tables: Sequence[NamedTable], *, made_at: datetime | None = None) -> bytes:
    """A workbook with one tab for each table: bold frozen head, widths, filter; rows are written as they come.

    Text that a spreadsheet could take for a formula (`= + - @` or a control character in front) gets an
    apostrophe before it, which also protects whoever saves the file as CSV. `made_at` fixes the creation time.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                    "strings_to_numbers": False, "remove_timezone": True}) as book:  # fmt: skip
        book.set_properties({"created": (made_at or datetime(1980, 1, 1, tzinfo=UTC)).replace(tzinfo=None)})
        names: set[str] = set()
        for named in tables or [NamedTable("Sheet1", EMPTY)]:
            _write(book, _tab_name(named.name, names), named.table)
    return made.getvalue()


def _write(book: Any, name: str, table: Table) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F0EDE8", "text_wrap": True, "num_format": "@"})
    formats = [_format(book, column) for column in table.columns]
    for x, column in enumerate(table.columns):
        page.set_column(x, x, _width(table, x), formats[x])
        page.write_string(0, x, guarded(clean(column.title))[:_CELL_LIMIT], head)
    page.freeze_panes(1, 0)
    if table.columns:
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    page.repeat_rows(0)
    for y, row in enumerate(table.rows, 1):
        for x, (value, column) in enumerate(zip(row, table.columns, strict=False)):
            _cell(page, y, x, value, column, formats[x])


def _cell(page: Any, y: int, x: int, value: Cell, column: Column, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(y, x, guarded(clean(value))[:_CELL_LIMIT], form)
    elif isinstance(value, date):
        page.write_datetime(y, x, value, form)
    elif column.kind == "money":
        page.write_number(y, x, float(Decimal(str(value)) / 100), form)
    elif column.kind == "text" or len(str(abs(int(value)))) > 15:
        page.write_string(y, x, str(value), form)
    else:
        page.write_number(y, x, float(value), form)


def _format(book: Any, column: Column) -> Any:
    return book.add_format({"num_format": _FORMATS[column.kind], "align": column.side, "valign": "top"})


def _width(table: Table, x: int) -> float:
    """Wide enough for the head and the first rows; Chinese characters count double."""
    texts = [
        table.columns[x].title,
        *(str(row[x]) for row in table.rows[:200] if x < len(row) and row[x] is not None),
    ]
    widest = max(
        sum(2 if ord(c) > 0x2E7F else 1 for c in line) for text in texts for line in (text.split("\n") or [""])
    )
    return min(max(widest + 2, 8), 60)


def _tab_name(name: str, taken: set[str]) -> str:
    """A tab name the format allows: 31 characters, none of []:*?/\\, different from the others."""
    bare = _FORBIDDEN_IN_NAME.sub("·", clean(name)).replace("\n", " ").strip().strip("'")[:31] or "Sheet"
    found, number = bare, 1
    while found.casefold() in taken or found.casefold() == "history":
        number += 1
        found = f"{bare[: 30 - len(str(number))]}-{number}"
    taken.add(found.casefold())
    return found
