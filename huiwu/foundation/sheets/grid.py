"""Sheets of cells, from a workbook, a CSV file or pasted text, in one shape."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import python_calamine
from django.utils.translation import gettext as _

from huiwu.foundation.sheets.errors import SheetBroken, SheetKindRefused, SheetSuspicious
from huiwu.foundation.sheets.limits import Limits
from huiwu.foundation.sheets.scan import Scan, scanned

Span = tuple[int, int, int, int]


@dataclass(slots=True)
class Grid:
    """`rows()` gives lists of cells, the first being row 1 and column A. `merged` are (top, left, bottom, right)."""

    name: str
    rows: Callable[[], Iterator[list[Any]]]
    is_hidden: bool = False
    merged: list[Span] = field(default_factory=list)
    scan: Scan = field(default_factory=Scan)


def workbook(file: IO[bytes], name: str, limits: Limits) -> list[Grid]:
    """The worksheets, visible ones first. Raises SheetBroken, SheetSuspicious."""
    scans = scanned(file, name, limits)
    file.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        found = [_grid(book, meta, scans) for meta in book.sheets_metadata if meta.name in scans]
    except python_calamine.CalamineError:
        raise SheetBroken(name=name) from None
    return sorted(found, key=lambda grid: grid.is_hidden)


def _grid(book: Any, meta: Any, scans: dict[str, Scan]) -> Grid:
    sheet = book.get_sheet_by_name(meta.name)
    left = sheet.start[1] if sheet.start else 0

    def rows() -> Iterator[list[Any]]:
        pad = [""] * left
        for row in sheet.iter_rows():
            yield pad + row

    merged = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
    is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Grid(meta.name, rows, is_hidden, merged, scans[meta.name])


def written(content: bytes, name: str, limits: Limits) -> list[Grid]:
    """CSV or tab-separated text in UTF-8, UTF-16 with a mark, or GB 18030."""
    return pasted(_decoded(content, name), name, limits)


def pasted(text: str, name: str, limits: Limits) -> list[Grid]:
    delimiter = _delimiter(text)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > limits.rows or len(row) > limits.columns:
                why = _("超过 {rows} 行或 {columns} 列").format(rows=limits.rows, columns=limits.columns)
                raise SheetSuspicious(name=name, why=why)
    except csv.Error:
        raise SheetBroken(name=name) from None
    return [Grid(_("文本"), lambda: iter(rows))]


def _decoded(content: bytes, name: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codes: tuple[str, ...] = ("utf-16",)
    else:
        codes = ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise SheetKindRefused(name=name)


def _delimiter(text: str) -> str:
    """The mark that splits the first lines most evenly; a comma when none does."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    return max((",", "\t", ";"), key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2 :] or [0])
