"""Find the table in a file and read it row by row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from huiwu.foundation.sheets.columns import Column, Match, match, normal
from huiwu.foundation.sheets.errors import HeadingsNotFound
from huiwu.foundation.sheets.grid import Grid, pasted, workbook, written
from huiwu.foundation.sheets.limits import Limits, inspect
from huiwu.foundation.sheets.scan import place_of, worksheets
from huiwu.foundation.sheets.swapped import swapped_columns
from huiwu.foundation.sheets.table import Note, Problem, Row, Table
from huiwu.foundation.sheets.values import is_blank, shown, tidy

HEADING_WITHIN = 40  # rows from the top in which the heading is looked for
TOTALS = (
    "合计",
    "小计",
    "总计",
    "共计",
    "总价",
    "总额",
    "累计",
    "总金额",
    "合计金额",
    "大写",
    "total",
    "subtotal",
    "sum",
)
WORDS = ("text", "choice", "day", "yes_no")
REMARKS = ("注", "备注", "说明", "填写说明", "note", "notes")
USUAL = Limits()
Source = str | Path | bytes | IO[bytes]


def read_table(
    source: Source, columns: Sequence[Column], *, name: str = "", sheet: str = "", limits: Limits = USUAL
) -> Table:
    """The table with these columns, wherever in the file it is; `sheet` asks for one worksheet.

    Raises SheetTooLarge, SheetKindRefused, SheetLocked, SheetSuspicious, SheetBroken, HeadingsNotFound. Nothing else: what
    is wrong in a cell stands with its row.
    """
    name = name or (Path(source).name if isinstance(source, (str, Path)) else _("表格"))
    with _opened(source) as file:
        is_book = inspect(file, name, limits) == "xlsx"
        grids = workbook(file, name, limits) if is_book else written(file.read(), name, limits)
    if sheet:
        grids = [grid for grid in grids if grid.name == sheet] or grids
    return _table(grids, columns, name)


def from_text(text: str, columns: Sequence[Column], *, limits: Limits = USUAL) -> Table:
    """The same of text pasted out of a spreadsheet. Raises HeadingsNotFound, SheetSuspicious, SheetBroken."""
    name = _("粘贴的文字")
    return _table(pasted(text, name, limits), columns, name)


def sheet_names(file: IO[bytes]) -> list[str]:
    """The worksheets of a workbook that `read_table` would look at, as written in it; empty for text or a broken file."""
    try:
        with zipfile.ZipFile(file) as archive:
            return list(worksheets(archive))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return []


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    """The source as a binary file; one that was given open stays open."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, (str, Path)):
        with open(source, "rb") as file:
            yield file
    else:
        yield source


@dataclass(frozen=True, slots=True)
class _Heading:
    grid: Grid
    row: int
    match: Match
    texts: tuple[str, ...]


def _table(grids: Sequence[Grid], columns: Sequence[Column], name: str) -> Table:
    heading = _heading(grids, columns, name)
    found, grid = heading.match.found, heading.grid
    wanted = [column for column in columns if column.key in found]
    reader = _Reader(grid, heading, wanted)
    notes = [*_notes_on_headings(heading, columns), *_notes_on_sheet(heading, wanted)]
    table = Table(name, grid.name, heading.row + 1, found, heading.match.ignored, notes, reader.rows)
    sample = list(islice(reader.raw(), 200))
    notes.extend(swapped_columns(wanted, found, sample))
    return table


def _heading(grids: Sequence[Grid], columns: Sequence[Column], name: str) -> _Heading:
    best: _Heading | None = None
    for grid in grids:
        for number, row in enumerate(islice(_filled(grid), HEADING_WITHIN)):
            texts = tuple(tidy(shown(cell)) for cell in row)
            candidate = _Heading(grid, number, match(texts, columns), texts)
            if best is None or len(candidate.match.found) > len(best.match.found):
                best = candidate
    found = best.match.found if best else {}
    missing = [str(column.label) for column in columns if column.is_required and column.key not in found]
    if best is None or not found or missing:
        raise HeadingsNotFound(name=name, best=_nearest(best), missing="、".join(missing) or _("全部列名"))
    return best


def _nearest(best: _Heading | None) -> str:
    if best is None or not best.match.found:
        return ""
    return _("最像表头的是“{sheet}”第 {row} 行。").format(sheet=best.grid.name, row=best.row + 1)


def _filled(grid: Grid) -> Iterator[list[Any]]:
    """Rows with the text of merged cells in each cell they cover (a heading over two rows or columns)."""
    spans = [span for span in grid.merged if span[0] < HEADING_WITHIN]
    anchors: dict[tuple[int, int], Any] = {}
    for number, row in enumerate(grid.rows()):
        for top, left, bottom, right in spans:
            if top <= number <= bottom:
                if number == top and left < len(row):
                    anchors[top, left] = row[left]
                for x in range(left, min(right + 1, len(row))):
                    if is_blank(row[x]):
                        row[x] = anchors.get((top, left), "")
        yield row


def _notes_on_headings(heading: _Heading, columns: Sequence[Column]) -> Iterator[Note]:
    if heading.match.doubled:
        names = "、".join(heading.match.doubled)
        yield Note("flagged", _("“{names}”与已读的列是同一项，只读了左边一列").format(names=names))
    if heading.match.ignored:
        yield Note("flagged", _("没有读取的列：{names}").format(names="、".join(heading.match.ignored)))
    absent = [str(c.label) for c in columns if c.must_be_filled and c.key not in heading.match.found]
    if absent:
        yield Note("flagged", _("表里没有这些列：{names}").format(names="、".join(absent)))


def _notes_on_sheet(heading: _Heading, wanted: Sequence[Column]) -> Iterator[Note]:
    grid = heading.grid
    if grid.is_hidden:
        yield Note("flagged", _("读取的工作表“{sheet}”是隐藏的").format(sheet=grid.name))
    needed = {heading.match.found[column.key] for column in wanted if not column.is_computed}
    count = sum(1 for row, x in grid.scan.uncomputed if row > heading.row and x in needed)
    if count:
        yield Note(
            "flagged", _("有 {count} 个公式没有算出的结果，请在表格软件里打开、保存后再上传").format(count=count)
        )


class _Reader:
    """Reads the rows below a heading, as often as asked."""

    def __init__(self, grid: Grid, heading: _Heading, columns: Sequence[Column]) -> None:
        self.grid, self.heading, self.columns = grid, heading, columns
        self.spans = sorted(span for span in grid.merged if span[2] > heading.row)

    def raw(self) -> Iterator[list[Any]]:
        """Cells below the heading, blank rows and repeated headings left out."""
        for _number, row in self._below():
            yield row

    def rows(self) -> Iterator[Row]:
        covered = _Covered(self.spans)
        for number, cells in self._below():
            yield self._row(number, cells, covered)

    def _below(self) -> Iterator[tuple[int, list[Any]]]:
        places = self.heading.match.found.values()
        again = {x: normal(self.heading.texts[x]) for x in places}
        for number, row in enumerate(self.grid.rows()):
            if number <= self.heading.row or all(is_blank(cell) for cell in row):
                continue
            if all(x < len(row) and normal(shown(row[x])) == text for x, text in again.items()):
                continue
            yield number, row

    def _row(self, number: int, cells: list[Any], covered: _Covered) -> Row:
        row = Row(self.grid.name, number + 1, {}, {}, is_hidden=number in self.grid.scan.hidden)
        spans = covered.at(number, cells)
        row.kind = _kind_of(cells)
        for column in self.columns:
            x = self.heading.match.found[column.key]
            cell = cells[x] if x < len(cells) else ""
            merged = spans.get(x)
            if merged is not None and (merged.is_top or is_blank(cell)):
                cell = self._from_merged(row, column, merged, x)
            row.texts[column.key] = shown(cell)
            row.values[column.key] = (
                self._value(row, column, cell, x) if row.kind == "data" else column.parse(cell).value
            )
        if row.is_hidden and row.kind == "data" and not row.is_refused:
            first = self.columns[0]
            place = place_of(row.sheet, number, 0)
            row.problems.append(Problem("flagged", first.key, str(first.label), place, "", _("这一行在表里是隐藏的")))
        return row

    def _value(self, row: Row, column: Column, cell: Any, x: int) -> Any:
        at = (row.number - 1, x)
        if at in self.grid.scan.errors:
            return self._refuse(row, column, x, self.grid.scan.errors[at], _("公式出错"))
        if at in self.grid.scan.uncomputed:
            if column.is_computed:
                return None
            return self._refuse(row, column, x, "=", _("公式没有算出的结果，没有读取"))
        if is_blank(cell):
            if column.must_be_filled and not any(p.key == column.key for p in row.problems):
                self._refuse(row, column, x, "", _("没有填写"))
            return None
        parsed = column.parse(cell)
        if parsed.refused:
            return self._refuse(row, column, x, shown(cell), parsed.refused)
        if isinstance(parsed.value, str) and len(parsed.value) > column.longest:
            return self._refuse(row, column, x, shown(cell)[:40], _("超过 {count} 个字").format(count=column.longest))
        if parsed.flagged:
            self._flag(row, column, x, shown(cell), parsed.flagged)
        return parsed.value

    def _from_merged(self, row: Row, column: Column, merged: _Merged, x: int) -> Any:
        """Words hold for all the rows a merged cell covers; a figure cannot be known for each, and is refused."""
        if is_blank(merged.cell) or (merged.is_top and column.kind in WORDS):
            return merged.cell
        if column.kind in WORDS:
            self._flag(
                row, column, x, shown(merged.cell), _("合并单元格，按 {place} 的内容读取").format(place=merged.place)
            )
            return merged.cell
        why = _("与 {place} 合并成一格，不知道这一行是多少，请拆开填写").format(place=merged.place)
        self._refuse(row, column, x, shown(merged.cell), why)
        return ""

    def _refuse(self, row: Row, column: Column, x: int, was: str, why: str) -> None:
        place = place_of(row.sheet, row.number - 1, x)
        row.problems.append(Problem("refused", column.key, str(column.label), place, was, why))

    def _flag(self, row: Row, column: Column, x: int, was: str, why: str) -> None:
        place = place_of(row.sheet, row.number - 1, x)
        row.problems.append(Problem("flagged", column.key, str(column.label), place, was, why))


@dataclass(frozen=True, slots=True)
class _Merged:
    cell: Any
    place: str
    is_top: bool


class _Covered:
    """Which merged cells reach into a row, moving down once: spans are sorted by their top."""

    def __init__(self, spans: Sequence[tuple[int, int, int, int]]) -> None:
        self.waiting = list(reversed(spans))
        self.open: list[tuple[tuple[int, int, int, int], Any]] = []

    def at(self, number: int, cells: list[Any]) -> dict[int, _Merged]:
        """Column → the cell merged over several rows that reaches here, or that begins here (`is_top`)."""
        while self.waiting and self.waiting[-1][0] <= number:
            span = self.waiting.pop()
            held = cells[span[1]] if span[0] == number and span[1] < len(cells) else ""
            self.open.append((span, held))
        if not self.open:
            return {}
        self.open = [(span, held) for span, held in self.open if span[2] >= number]
        found: dict[int, _Merged] = {}
        for (top, left, bottom, right), held in self.open:
            place = place_of("", top, left).lstrip("!")
            if number > top:
                found |= {x: _Merged(held, place, False) for x in range(left, right + 1)}
            elif bottom > top:
                found[left] = _Merged(held, place, True)
        return found


def _kind_of(cells: Sequence[Any]) -> Any:
    filled = [cell for cell in cells if not is_blank(cell)]
    lead = next((normal(cell) for cell in filled if isinstance(cell, str)), "")
    if lead.startswith(TOTALS) and len(lead) <= 12 and len(filled) <= max(4, len(cells) // 2):
        return "total"
    is_alone = len(filled) == 1 and isinstance(filled[0], str)
    if is_alone and (lead.startswith(REMARKS) and ("：" in filled[0] or ":" in filled[0] or len(lead) > 6)):
        return "remark"
    return "data"
