"""The refused rows as a workbook to mend and send in again: what stood in them, and why each was refused."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from huiwu.foundation.sheets.columns import Column
from huiwu.foundation.sheets.guarding import guarded
from huiwu.foundation.sheets.table import Row

CELL_LIMIT = 32_767


def corrections(rows: Iterable[Row], columns: Sequence[Column]) -> bytes:
    """A workbook of these rows: their own headings, then the place and the reasons. Cells in doubt are marked.

    Everything is written as text, so that no long number loses its end; reasons also mark the cell they are about.
    """
    made = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(_("待更正"))
        text = book.add_format({"num_format": "@", "valign": "top"})
        wrong = book.add_format({"num_format": "@", "valign": "top", "bg_color": "#FBE3DC", "bottom": 1})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F0EDE8", "text_wrap": True})
        wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        page.set_column(0, len(columns) - 1, 16, text)
        page.set_column(len(columns), len(columns), 12, text)
        page.set_column(len(columns) + 1, len(columns) + 1, 60, wrapped)
        page.freeze_panes(1, 0)
        for x, title in enumerate([*(str(c.label) for c in columns), _("原来的行"), _("原因（上传前请删除此列）")]):
            page.write_string(0, x, title, head)
        for y, row in enumerate(rows, 1):
            _write(page, y, row, columns, text, wrong, wrapped)
    return made.getvalue()


def _write(page: Any, y: int, row: Row, columns: Sequence[Column], text: Any, wrong: Any, wrapped: Any) -> None:
    in_doubt = {problem.key for problem in row.problems if problem.severity == "refused"}
    for x, column in enumerate(columns):
        form = wrong if column.key in in_doubt else text
        page.write_string(y, x, guarded(row.texts.get(column.key, ""))[:CELL_LIMIT], form)
    page.write_string(y, len(columns), f"{row.sheet}!{row.number}", text)
    reasons = "\n".join(
        f"{problem.label}：{problem.sentence}" for problem in row.problems if problem.severity == "refused"
    )
    page.write_string(y, len(columns) + 1, guarded(reasons)[:CELL_LIMIT], wrapped)
