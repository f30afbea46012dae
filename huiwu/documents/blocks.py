"""What stands on a sheet, before anybody draws it: frozen values that PDF and Word share.

Every text is a person's own words and is never interpreted. The one exception is a pair of `**` in running text,
which sets what stands between them in bold; an unpaired `**` stays as typed. A line feed breaks the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Language = Literal["zh-hans", "en"]
Typography = Literal["house", "gbt9704"]
ColumnKind = Literal["text", "number", "money", "date"]
Emphasis = Literal["changed", "total"]
Align = Literal["left", "center", "right"]
Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 4. The typography numbers it (一、（一）1.（1） or 1, 1.1, …): give the bare words."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `indent` sets the first line two characters in where the language does so."""

    text: str
    align: Literal["justify", "left", "center", "right"] = "justify"
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Label and value pairs, such as the head of a form."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the table's width. `money` cells are integer cents, `date` cells are dates."""

    title: str
    width: float = 1.0
    align: Align | None = None
    kind: ColumnKind = "text"

    @property
    def side(self) -> Align:
        """The alignment asked for, or figures to the right and words to the left."""
        return self.align or ("right" if self.kind in ("number", "money") else "left")


@dataclass(frozen=True, slots=True)
class Table:
    """`emphasis` maps a row's index to why it stands out: changed since the last version, or a total."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    header_repeat: bool = True
    emphasis: Mapping[int, Emphasis] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One step, both days included. A gate is drawn as a diamond on its last day."""

    label: str
    owner: str
    start_on: date
    end_on: date
    critical: bool = False
    done: bool = False
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """Steps on a calendar from `from_on` to `to_on`, both included; what lies outside is cut at the edge."""

    rows: tuple[GanttRow, ...]
    from_on: date
    to_on: date
    rest_days: frozenset[date] = frozenset()
    today_on: date | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class RaciRow:
    """`marks` stand under the matrix's columns, each of R, A, C, I, several (`A/R`) or empty."""

    task: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaciMatrix:
    columns: tuple[str, ...]
    rows: tuple[RaciRow, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a sign-off. `signed_at` is aware and printed in the zone it carries; without it a line is left."""

    role: str
    organisation: str = ""
    name: str = ""
    signed_at: datetime | None = None
    version_hash: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    text: str
    kind: Literal["note", "warning"] = "note"


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG or JPEG bytes."""

    data: bytes
    caption: str = ""
    width_mm: float = 120.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture drawn by us as SVG: charts, plans. `svg` is our own markup with every word in it escaped."""

    svg: str
    caption: str = ""
    width_mm: float = 160.0


@dataclass(frozen=True, slots=True)
class Qr:
    text: str
    caption: str = ""
    width_mm: float = 30.0


Block = (
    Heading
    | Paragraph
    | Bullets
    | Numbered
    | KeyValues
    | Table
    | Gantt
    | RaciMatrix
    | SignatureBlock
    | Callout
    | PageBreak
    | Picture
    | Drawing
    | Qr
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `status_word` (草稿, 作废 …) stands boxed in every page's head.

    `red_head` is the red mark of an official document or of minutes (GB/T 9704 only); `issuer` signs at the end
    there, and stands in the foot of the house typography. Letters to many in one Word file are not `paged`: no page numbers.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    subtitle: str = ""
    doc_no: str = ""
    version: str = ""
    dated_on: date | None = None
    meeting_name: str = ""
    language: Language = "zh-hans"
    typography: Typography = "house"
    orientation: Literal["portrait", "landscape"] = "portrait"
    paper: Literal["a3", "a4", "a5"] = "a4"
    status_word: str = ""
    issuer: str = ""
    footer_note: str = ""
    red_head: str = ""
    toc: bool = False
    toc_depth: int = 2
    numbered: bool = True
    paged: bool = True


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table and the name of its tab in a workbook."""

    name: str
    table: Table
