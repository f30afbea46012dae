"""Where words stand on labels and envelopes, in millimetres from the upper left corner.

Envelopes by GB/T 1416-2003: the six boxes of the postcode at the upper left, the addressee in the middle, the sender below.
Label sheets are A4 grids that stationers sell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeVar

Row = TypeVar("Row")
A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class LabelGrid:
    """`columns` × `rows` labels on A4; margins to the first label, gaps between them."""

    code: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def corner(self, nth: int) -> tuple[float, float]:
        """Upper left corner of the nth label of a page, rows first."""
        row, column = divmod(nth, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)


LABELS = {
    grid.code: grid
    for grid in (
        LabelGrid("3x8", 3, 8, 70.0, 37.0, 0.0, 0.5),
        LabelGrid("2x8", 2, 8, 99.1, 33.9, 4.65, 12.9, 2.5),
        LabelGrid("2x7", 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
        LabelGrid("1x4", 1, 4, 190.0, 65.0, 10.0, 14.5, 0.0, 2.0),
    )
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """Lying on its long side; `code` is the name of GB/T 1416-2003."""

    code: str
    width: float
    height: float


ENVELOPES = {
    e.code: e for e in (Envelope("DL", 220.0, 110.0), Envelope("ZL", 230.0, 120.0), Envelope("C5", 229.0, 162.0))
}

POSTCODE_BOX = 8.0
POSTCODE_STEP = 10.0
POSTCODE_LEFT = 12.0
POSTCODE_TOP = 12.0

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a box; `size` in points. It shrinks to fit its box, never runs over it."""

    x: float
    y: float
    width: float
    height: float
    text: str
    size: float
    align: Align = "left"
    bold: bool = False
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty box, drawn in a hairline."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    items: tuple[Words | Frame, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """Whom the post goes to. Without `address` the letter is handed over: only organisation and name are printed."""

    name: str
    courtesy: str
    org_name: str = ""
    address: str = ""
    postcode: str = ""
    number: str = ""

    @property
    def line(self) -> str:
        """王明 主任（收）: the post reads the name first."""
        return f"{self.name} {self.courtesy}（收）" if self.courtesy else f"{self.name}（收）"


def label_pages(addresses: Iterable[Address], grid: LabelGrid, *, skip: int = 0) -> Iterator[Page]:
    """Labels in the order given; `skip` leaves the first ones of a begun sheet."""
    waiting: list[Address | None] = [None] * (skip % grid.per_page)
    waiting.extend(addresses)
    for page in _batches(waiting, grid.per_page):
        items = [item for nth, who in enumerate(page) if who for item in _label(who, grid, *grid.corner(nth))]
        yield Page(*A4, tuple(items))


def _label(who: Address, grid: LabelGrid, x: float, y: float) -> Iterator[Words]:
    pad = min(4.0, grid.height / 9)
    inner, third = grid.width - 2 * pad, (grid.height - 2 * pad) / 4
    size = 11.0 if grid.height < 45 else 15.0
    if who.postcode or who.number:
        yield Words(x + pad, y + pad, inner / 2, third, who.postcode, size - 1)
        yield Words(x + pad + inner / 2, y + pad, inner / 2, third, who.number, size - 3, "right")
    if who.address or who.org_name:
        where = "\n".join(filter(None, (who.address, who.org_name)))
        yield Words(x + pad, y + pad + third, inner, third * 1.8, where, size - 1)
    yield Words(x + pad, y + pad + third * 2.9, inner, third * 1.1, who.line, size + 2, bold=True)


def envelope_pages(
    addresses: Iterable[Address], envelope: Envelope, *, sender: str, sender_postcode: str = ""
) -> Iterator[Page]:
    """One page to each envelope, to be fed lying with its flap behind."""
    for who in addresses:
        yield Page(envelope.width, envelope.height, tuple(_envelope(who, envelope, sender, sender_postcode)))


def _envelope(who: Address, paper: Envelope, sender: str, sender_postcode: str) -> Iterator[Words | Frame]:
    digits = who.postcode if len(who.postcode) == 6 else ""
    for nth in range(6):
        x = POSTCODE_LEFT + nth * POSTCODE_STEP
        yield Frame(x, POSTCODE_TOP, POSTCODE_BOX, POSTCODE_BOX)
        if digits:
            yield Words(x, POSTCODE_TOP, POSTCODE_BOX, POSTCODE_BOX, digits[nth], 14.0, "center", middle=True)
    left, width = paper.width * 0.14, paper.width * 0.72
    middle = paper.height * 0.32
    if who.address:
        yield Words(left, middle, width, 12.0, who.address, 15.0)
    if who.org_name:
        yield Words(left, middle + 13.0, width, 12.0, who.org_name, 15.0)
    yield Words(left, middle + 27.0, width, 13.0, who.line, 20.0, "center", bold=True)
    foot = paper.height - 20.0
    yield Words(paper.width * 0.4, foot, paper.width * 0.54, 7.0, sender, 10.5, "right")
    lower = "  ".join(filter(None, (who.number, sender_postcode)))
    if lower:
        yield Words(paper.width * 0.4, foot + 7.0, paper.width * 0.54, 6.0, lower, 9.0, "right")


def _batches(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, most)):
        yield batch
