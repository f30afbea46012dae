"""Columns whose values cannot be what the heading says, because two were filled the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiwu.foundation.sheets.columns import Column
from huiwu.foundation.sheets.table import Note
from huiwu.foundation.sheets.values import is_blank, number_in

MOSTLY = 0.6
FEWEST = 2


def swapped_columns(
    columns: Sequence[Column], places: Mapping[str, int], rows: Sequence[Sequence[Any]]
) -> Iterator[Note]:
    """A note for each pair whose values fit the other heading and not their own, else for each column that does not fit."""
    cells = {column.key: [row[x] for row in rows if (x := places[column.key]) < len(row) and not is_blank(row[x])]
             for column in columns}  # fmt: skip
    misfits = [c for c in columns if len(cells[c.key]) >= FEWEST and _fit(c, cells[c.key]) < 1 - MOSTLY]
    told: set[str] = set()
    for n, one in enumerate(misfits):
        for other in misfits[n + 1 :]:
            if _fit(one, cells[other.key]) >= MOSTLY and _fit(other, cells[one.key]) >= MOSTLY:
                told |= {one.key, other.key}
                text = _("“{one}”与“{other}”两列像是填反了：请对照表头检查")
                yield Note("refused", text.format(one=one.label, other=other.label))
    for column in misfits:
        if column.key not in told:
            example = str(cells[column.key][0])[:20]
            text = _("“{label}”这一列大多不像{label}，例如“{example}”")
            yield Note("refused", text.format(label=column.label, example=example))


def _fit(column: Column, cells: Sequence[Any]) -> float:
    """The share of the cells that could stand under this heading."""
    if not cells:
        return 0.0
    good = sum(
        1 for cell in cells if not column.parse(cell).refused and not (column.is_words and number_in(cell) is not None)
    )
    return good / len(cells)
