"""What reading gives back: rows with their place, problems of cells, notes about the whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["refused", "flagged"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell: `place` as a spreadsheet names it (`报价!C7`), what stood there, and what is wrong or was assumed.

    `refused`: the value could not be taken, so the row is not. `flagged`: it was taken, as the sentence says.
    """

    severity: Severity
    key: str
    label: str
    place: str
    was: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Note:
    """About the table as a whole: swapped columns, hidden rows, a column that was not read."""

    severity: Severity
    sentence: str


@dataclass(slots=True)
class Row:
    """`values` by column key (None where empty or refused), `texts` what stood in the cells, `number` from 1."""

    sheet: str
    number: int
    values: dict[str, Any]
    texts: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    kind: Literal["data", "total", "remark"] = "data"
    is_hidden: bool = False

    @property
    def is_refused(self) -> bool:
        return any(problem.severity == "refused" for problem in self.problems)


@dataclass(slots=True)
class Table:
    """A table that was found. `columns` maps a key to its column (from 0); `ignored` are headings nobody asked for."""

    name: str
    sheet: str
    heading_row: int
    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    notes: list[Note]
    source: Callable[[], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        """Rows of data; totals and remarks below the table are left out. Each call reads anew."""
        return (row for row in self.source() if row.kind == "data")

    def all_rows(self) -> Iterator[Row]:
        """With totals and remarks."""
        return self.source()
