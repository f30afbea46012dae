"""Each block as Word draws it. The Gantt chart is a table of marked cells, so that people can go on editing it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from huiwu.documents import blocks as b
from huiwu.documents.render import text as t
from huiwu.documents.render.content import cells_of, picture_suffix
from huiwu.documents.render.content import qr as qr_code
from huiwu.documents.render.pdf import png_of
from huiwu.documents.render.word_style import Look
from huiwu.documents.render.word_xml import (
    add_runs,
    keep_row_whole,
    narrow_margins,
    repeat_head,
    rule,
    shade,
    shade_element,
    table_borders,
)
from huiwu.documents.render.words import WORDS

TAB_CLEAR, TAB_RIGHT = WD_TAB_ALIGNMENT.CLEAR, WD_TAB_ALIGNMENT.RIGHT
_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip
_PERIODS = 18  # columns of time that still fit beside label and owner on a portrait page
_ROOMY = 14  # up to so many, a column holds month and day on one line
_BAR = {"□": "E9E4DB", "■": "CFC7B8", "▨": "F4F1EC", "◆": "E9E4DB"}
"""Behind each mark, so that a row of marks reads as a bar; the mark itself still tells what it is."""


def paragraph(file: WordFile, block: b.Paragraph, look: Look) -> None:
    line = file.add_paragraph()
    line.alignment = _SIDES[block.align]
    if block.indent and block.align == "justify" and (look.language == "zh-hans" or look.official):
        line.paragraph_format.first_line_indent = Pt(32 if look.official else 21)
    add_runs(line, t.runs(block.text))


def bullets(file: WordFile, block: b.Bullets, look: Look) -> None:
    for item in block.items:
        add_runs(file.add_paragraph(style="List Bullet"), t.runs(item))


def numbered(file: WordFile, block: b.Numbered, look: Look) -> None:
    """Figures as text: a numbering definition would run on from one list to the next."""
    for number, item in enumerate(block.items, 1):
        line = file.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(36), Pt(-18)
        add_runs(line, [(False, f"{number}. "), *t.runs(item)])


def callout(file: WordFile, block: b.Callout, look: Look) -> None:
    line = file.add_paragraph()
    line.paragraph_format.left_indent = Pt(10)
    rule(line, look.accent if block.kind == "warning" else "6F6861", 24, "left")
    add_runs(line, [(True, WORDS[look.language][block.kind] + "\u2003"), *t.runs(block.text)])


def page_break(file: WordFile, block: b.PageBreak, look: Look) -> None:
    file.add_page_break()


def picture(file: WordFile, block: b.Picture, look: Look) -> None:
    picture_suffix(block)
    _figure(file, block.data, min(block.width_mm, look.text_width_mm), block.caption)


def qr(file: WordFile, block: b.Qr, look: Look) -> None:
    png = io.BytesIO()
    qr_code(block).save(png, kind="png", scale=8, border=0)
    _figure(file, png.getvalue(), block.width_mm, block.caption)


def drawing(file: WordFile, block: b.Drawing, look: Look) -> None:
    width = min(block.width_mm, look.text_width_mm)
    _figure(file, png_of(block.svg, width), width, block.caption)


def _figure(file: WordFile, data: bytes, width_mm: float, caption: str) -> None:
    line = file.add_paragraph(style="Table Text")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run().add_picture(io.BytesIO(data), width=Mm(width_mm))
    if caption:
        words = file.add_paragraph(t.clean(caption), style="Caption")
        words.alignment = WD_ALIGN_PARAGRAPH.CENTER


def key_values(file: WordFile, block: b.KeyValues, look: Look) -> None:
    grid = _grid(file, look, len(block.pairs), (1, 4.2))
    for row, (key, value) in zip(grid.rows, block.pairs, strict=True):
        _write(row.cells[0], [(False, t.clean(key))])
        _write(row.cells[1], t.runs(value))
    _after(file)


def table(file: WordFile, block: b.Table, look: Look) -> None:
    _caption(file, block.caption)
    sides = [column.side for column in block.columns]
    rows = [cells_of(block, row) for row in block.rows]
    grid = _filled(file, look, [t.clean(c.title) for c in block.columns], rows, [c.width for c in block.columns], sides)
    for number, kind in block.emphasis.items():
        for cell in grid.rows[number + 1].cells if number < len(rows) else ():
            _stress(cell, kind)
    if block.header_repeat:
        repeat_head(grid.rows[0])
    _after(file)


def _stress(cell: Any, kind: str) -> None:
    if kind == "changed":
        shade(cell, "ECE7DF")
    for run in cell.paragraphs[0].runs:
        run.bold = kind == "total"
        run.underline = kind == "changed"


def raci(file: WordFile, block: b.RaciMatrix, look: Look) -> None:
    words = WORDS[look.language]
    _caption(file, block.caption)
    width = len(block.columns)
    rows = [[t.clean(r.task), *(t.clean(m) for m in (*r.marks, *[""] * width)[:width])] for r in block.rows]
    heads = [words["task"], *(t.clean(c) for c in block.columns)]
    grid = _filled(file, look, heads, rows, [2.6, *[1.0] * width], ["left", *["center"] * width])
    repeat_head(grid.rows[0])
    _legend(file, [words[key] for key in ("accountable", "responsible", "consulted", "informed")])


def gantt(file: WordFile, block: b.Gantt, look: Look) -> None:
    """■ on the critical path, □ otherwise, ▨ done, ◆ gate: one cell for each week or longer period."""
    words = WORDS[look.language]
    _caption(file, block.caption)
    _legend(file, [f"□ {words['planned']}", f"■ {words['critical']}", f"▨ {words['done']}", f"◆ {words['gate']}"])
    starts, step = _periods(block)
    heads = [words["task"], words["owner"], words["end"], *_period_heads(starts)]
    rows = []
    for row in block.rows:
        marks = [_mark(row, first, first + timedelta(days=step - 1)) for first in starts]
        rows.append([t.clean(row.label), t.clean(row.owner), f"{row.end_on.month}/{row.end_on.day}", *marks])
    width = len(starts)
    sides = ["left", "left", "right", *["center"] * width]
    grid = _filled(file, look, heads, rows, [4.4, 1.6, 1.2, *[max(0.4, 11 / width)] * width], sides, size=7)
    narrow_margins(grid)
    for number, cells in enumerate(rows, 1):
        for element, mark in zip(grid.rows[number]._tr.tc_lst[3:], cells[3:], strict=True):
            if mark:
                shade_element(element, _BAR[mark])
    repeat_head(grid.rows[0])
    _after(file)


def _period_heads(starts: Sequence[date]) -> list[str]:
    """Month and day; in narrow columns one above the other."""
    between = "/" if len(starts) <= _ROOMY else "/\n"
    return [f"{day.month}{between}{day.day}" for day in starts]


def _periods(block: b.Gantt) -> tuple[list[date], int]:
    """First days of the columns of time, and the days in each: single days in a short chart, else whole weeks."""
    days = max((block.to_on - block.from_on).days + 1, 1)
    step = 1 if days <= _ROOMY else 7 * max(1, math.ceil(days / 7 / _PERIODS))
    return [block.from_on + timedelta(days=n) for n in range(0, days, step)], step


def _mark(row: b.GanttRow, first: date, last: date) -> str:
    if row.gate and first <= row.end_on <= last:
        return "◆"
    if row.end_on < first or row.start_on > last:
        return ""
    return "▨" if row.done else "■" if row.critical else "□"


def signatures(file: WordFile, block: b.SignatureBlock, look: Look) -> None:
    words = WORDS[look.language]
    grid = file.add_table((len(block.parties) + 1) // 2, 2)
    for number, party in enumerate(block.parties):
        cell = grid.cell(number // 2, number % 2)
        lines = [(False, t.clean(party.role)), (True, t.clean(party.organisation))]
        if party.signed_at:
            lines += [
                (False, f"{words['signed']}  {t.clean(party.name)}"),
                (False, f"{words['signed_at']} {t.moment_text(party.signed_at)}"),
                (False, f"{words['hash']} {t.clean(party.version_hash)}" if party.version_hash else ""),
            ]
        else:
            lines += [
                (False, t.clean(party.name)),
                (False, words["signature"] + "：" + "＿" * 10),
                (False, words["date"] + "：" + "＿" * 10),
            ]
        _write_lines(cell, [line for line in lines if line[1]])
    for row in grid.rows:
        keep_row_whole(row)


def _write_lines(cell: Any, lines: Sequence[tuple[bool, str]]) -> None:
    for number, line in enumerate(lines):
        place = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        place.style = "Table Text"
        place.paragraph_format.space_after = Pt(5)
        add_runs(place, [line])


def _filled(
    file: WordFile, look: Look, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float],
    sides: Sequence[str], size: float | None = None,
) -> Any:  # fmt: skip
    grid = _grid(file, look, len(rows) + 1, widths)
    for number, words in enumerate((heads, *rows)):
        # `row.cells` walks the whole grid each time; the elements do not.
        for element, text, side in zip(grid.rows[number]._tr.tc_lst, words, sides, strict=True):
            place = element.p_lst[0]
            _fill(place, text, side, bold=number == 0, size=size)
    return grid


def _fill(element: Any, words: str, side: str, *, bold: bool, size: float | None) -> None:
    place: Any = Paragraph(element, None)
    element.get_or_add_pPr().style = "TableText"
    if side != "left":
        place.alignment = _SIDES[side]
    if words:
        run = place.add_run(words)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)


def _grid(file: WordFile, look: Look, rows: int, shares: Sequence[float]) -> Any:
    grid = file.add_table(rows, len(shares))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    upright = 4 if look.official else 0
    table_borders(grid, colour=look.rule, inner=4 if look.official else 3, outer=8, upright=upright)
    widths = [Mm(look.text_width_mm * share / sum(shares)) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        keep_row_whole(row)
        for element, width in zip(row._tr.tc_lst, widths, strict=True):
            element.width = width
    return grid


def _write(cell: Any, runs: Sequence[tuple[bool, str]]) -> None:
    place = cell.paragraphs[0]
    place.style = "Table Text"
    add_runs(place, runs)


def _caption(file: WordFile, caption: str) -> None:
    if caption:
        file.add_paragraph(t.clean(caption), style="Caption")


def _legend(file: WordFile, words: Sequence[str]) -> None:
    file.add_paragraph("\u3000".join(words), style="Table Text").paragraph_format.keep_with_next = True


def _after(file: WordFile) -> None:
    """Two tables that touch would melt into one."""
    file.add_paragraph(style="Table Text")
