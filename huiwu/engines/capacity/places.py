"""Where chairs and tables stand: rows and blocks for a stage, rings for meeting tables.

The numbers of a row come from whole-number division of millimetres (6600 / 550 is 12); what a column stands on is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiwu.engines.capacity.room import Arrangement, Column, RoomMeasures
from huiwu.engines.capacity.standards import Numbers

ROWS = ("theatre", "classroom")
TABLES = ("banquet", "cabaret")
RINGS = ("u_shape", "hollow_square", "boardroom")


@dataclass(frozen=True, slots=True)
class Place:
    """One unit: a chair, a desk or a table with its chairs, as the rectangle it stands on."""

    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int
    seats: int

    def meets(self, column: Column) -> bool:
        return (
            self.x_mm < column.x_mm + column.width_mm
            and column.x_mm < self.x_mm + self.width_mm
            and self.y_mm < column.y_mm + column.depth_mm
            and column.y_mm < self.y_mm + self.depth_mm
        )


@dataclass(frozen=True, slots=True)
class Laid:
    """A layout in a room. `units` stand in `rows` × `across` less what columns take; each seats `unit_seats`.

    `blocks` lie between aisles, `block_mm` wide; `cross_aisles` run across. Rings have one row and no blocks.
    """

    layout: str
    rows: int
    across: int
    unit_seats: int
    blocks: int
    block_mm: int
    pitch_mm: int
    cross_aisles: int
    lost: int
    places: tuple[Place, ...] = ()

    @property
    def units(self) -> int:
        return self.rows * self.across - self.lost if self.layout not in RINGS else self.across - self.lost

    @property
    def count(self) -> int:
        return self.units * self.unit_seats

    @property
    def seats_beside(self) -> int:
        """Seats of one row between two aisles."""
        return self.across // self.blocks * self.unit_seats if self.blocks else 0


def laid_out(room: RoomMeasures, layout: str, how: Arrangement, numbers: Numbers) -> Laid | None:
    """The layout laid into the room's rectangle; None where length or width is unknown, or nothing is laid (cocktail)."""
    if room.length_mm is None or room.width_mm is None:
        return None
    if layout in ROWS:
        return _rows(room, layout, how, numbers)
    if layout in TABLES:
        return _tables(room, layout, how, numbers)
    return _ring(room, layout, how, numbers) if layout in RINGS else None


def _rows(room: RoomMeasures, layout: str, how: Arrangement, numbers: Numbers) -> Laid:
    unit_mm, unit_seats, pitch, depth = _row_measures(layout, how, numbers)
    blocks, block_mm = _blocks(room.width_mm or 0, unit_mm, unit_seats, how, numbers)
    per_block = max(0, block_mm // unit_mm)
    rows, crosses = _rows_and_cross_aisles(max(0, (room.length_mm or 0) - how.lost_length_mm), pitch, numbers)
    found = tuple(
        Place(x, y, unit_mm, depth, unit_seats)
        for y in _row_starts(rows, pitch, how, numbers)
        for x in _unit_starts(blocks, block_mm, per_block, unit_mm, how)
    )
    kept = _beside_columns(found, room.columns)
    return Laid(
        layout, rows, blocks * per_block, unit_seats, blocks, block_mm, pitch, crosses, len(found) - len(kept), kept
    )


def _row_measures(layout: str, how: Arrangement, numbers: Numbers) -> tuple[int, int, int, int]:
    """Width of a unit, its seats, the pitch of rows, the depth drawn."""
    if layout == "theatre":
        return numbers["seat_width_mm"], 1, how.row_pitch_mm, how.row_pitch_mm * 55 // 100
    depth = numbers["desk_depth_mm"] + 500  # the desk and the chairs behind it
    return numbers["desk_width_mm"], numbers["desk_seats"], how.desk_pitch_mm, depth


def _blocks(width: int, unit_mm: int, unit_seats: int, how: Arrangement, numbers: Numbers) -> tuple[int, int]:
    """The fewest blocks in which nobody sits too far from an aisle, and how wide each is."""

    def block_mm(blocks: int) -> int:
        return max(0, width - 2 * how.side_aisle_mm - (blocks - 1) * how.centre_aisle_mm) // blocks

    if how.blocks:
        return how.blocks, block_mm(how.blocks)
    blocks = 1
    while block_mm(blocks) // unit_mm * unit_seats > numbers["seats_beside_most"]:
        blocks += 1
    return blocks, block_mm(blocks)


def _rows_and_cross_aisles(length: int, pitch: int, numbers: Numbers) -> tuple[int, int]:
    """Rows that fit when an aisle runs across after every so many of them."""
    most, aisle = numbers["rows_between_cross_aisles"], numbers["cross_aisle_mm"]
    rows = length // pitch
    while rows and rows * pitch + (rows - 1) // most * aisle > length:
        rows -= 1
    return rows, (rows - 1) // most if rows else 0


def _row_starts(rows: int, pitch: int, how: Arrangement, numbers: Numbers) -> Iterator[int]:
    most, aisle = numbers["rows_between_cross_aisles"], numbers["cross_aisle_mm"]
    first = how.stage_depth_mm + how.first_row_gap_mm
    for row in range(rows):
        yield first + row * pitch + row // most * aisle


def _unit_starts(blocks: int, block_mm: int, per_block: int, unit_mm: int, how: Arrangement) -> Iterator[int]:
    slack = (block_mm - per_block * unit_mm) // 2
    for block in range(blocks):
        left = how.side_aisle_mm + block * (block_mm + how.centre_aisle_mm) + slack
        for unit in range(per_block):
            yield left + unit * unit_mm


def _tables(room: RoomMeasures, layout: str, how: Arrangement, numbers: Numbers) -> Laid:
    size = numbers["round_table_mm"]
    pitch = size + numbers["round_table_gap_mm"]
    length, width = max(0, (room.length_mm or 0) - how.lost_length_mm), room.width_mm or 0
    rows, across = length // pitch, width // pitch
    seats = numbers["banquet_seats" if layout == "banquet" else "cabaret_seats"]
    top = how.stage_depth_mm + how.first_row_gap_mm + (length - rows * pitch) // 2
    left = (width - across * pitch) // 2
    gap = numbers["round_table_gap_mm"] // 2
    found = tuple(
        Place(left + col * pitch + gap, top + row * pitch + gap, size, size, seats)
        for row in range(rows)
        for col in range(across)
    )
    kept = _beside_columns(found, room.columns)
    return Laid(layout, rows, across, seats, 0, 0, pitch, 0, len(found) - len(kept), kept)


def _ring(room: RoomMeasures, layout: str, how: Arrangement, numbers: Numbers) -> Laid:
    """Seats along the outer edge of a U, a hollow square or one table; the chairs stand outside."""
    seat, margin = numbers["meeting_seat_mm"], numbers["meeting_margin_mm"]
    length = max(0, (room.length_mm or 0) - how.lost_length_mm - 2 * margin)
    width = max(0, (room.width_mm or 0) - 2 * margin)
    top = how.stage_depth_mm + how.first_row_gap_mm + margin
    sides, ends = length // seat, width // seat
    if layout == "boardroom":
        width = min(width, 2 * seat)
        ends = min(ends, 1)
    found = tuple(_ring_places(layout, margin, top, length, width, sides, ends, seat, room.width_mm or 0))
    kept = _beside_columns(found, room.columns)
    return Laid(layout, 1, len(found), 1, 0, 0, seat, 0, len(found) - len(kept), kept)


def _ring_places(
    layout: str, margin: int, top: int, length: int, width: int, sides: int, ends: int, seat: int, room_mm: int
) -> Iterator[Place]:
    if not sides or not ends:
        return
    left = (room_mm - width) // 2
    y, x = top + (length - sides * seat) // 2, left + (width - ends * seat) // 2
    for nth in range(sides):
        yield Place(left - 500, y + nth * seat, 500, seat, 1)
        yield Place(left + width, y + nth * seat, 500, seat, 1)
    for nth in range(ends):
        yield Place(x + nth * seat, top + length, seat, 500, 1)
        if layout != "u_shape":
            yield Place(x + nth * seat, top - 500, seat, 500, 1)


def _beside_columns(places: tuple[Place, ...], columns: tuple[Column, ...]) -> tuple[Place, ...]:
    if not columns:
        return places
    return tuple(place for place in places if not any(place.meets(column) for column in columns))
