"""A room as the engine sees it, and how it is to be set."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.engines.capacity.standards import Numbers


@dataclass(frozen=True, slots=True)
class Column:
    """x from the left wall, y from the stage wall, to the near left corner."""

    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int


@dataclass(frozen=True, slots=True)
class Exit:
    """On the `front`, `back`, `left` or `right` wall; `offset_mm` from the left or from the front."""

    wall: str
    offset_mm: int
    width_mm: int


@dataclass(frozen=True, slots=True)
class RoomMeasures:
    """`None` is unknown. The length runs from the stage wall to the back. `contract` limits people per layout."""

    length_mm: int | None
    width_mm: int | None
    area_dm2: int | None = None
    clear_height_mm: int | None = None
    is_irregular: bool = False
    columns: tuple[Column, ...] = ()
    exits: tuple[Exit, ...] = ()
    contract_limit: int | None = None

    @property
    def floor_dm2(self) -> int | None:
        if self.area_dm2 is not None:
            return self.area_dm2
        if self.length_mm is None or self.width_mm is None:
            return None
        return self.length_mm * self.width_mm // 10_000

    @property
    def is_obstructed(self) -> bool:
        return self.is_irregular or bool(self.columns)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How deep the zones are and what else stands in the room. `blocks` 0: as many as the rows need."""

    stage_depth_mm: int
    first_row_gap_mm: int
    rear_depth_mm: int
    side_aisle_mm: int
    centre_aisle_mm: int
    row_pitch_mm: int
    desk_pitch_mm: int
    blocks: int = 0
    control_dm2: int = 0
    booths_dm2: int = 0
    cameras_dm2: int = 0
    buffet_dm2: int = 0

    @property
    def other_dm2(self) -> int:
        """控台、同传间、机位、取餐区."""
        return self.control_dm2 + self.booths_dm2 + self.cameras_dm2 + self.buffet_dm2

    @property
    def lost_length_mm(self) -> int:
        return self.stage_depth_mm + self.first_row_gap_mm + self.rear_depth_mm


ZONED = ("theatre", "classroom", "banquet", "cabaret")
"""Layouts that face a stage; the others use the whole room."""


def usual_arrangement(numbers: Numbers, layout: str, *, stage_depth_mm: int | None = None) -> Arrangement:
    """The standards' zones; meeting tables and standing receptions have neither stage nor first row unless told."""
    zoned = layout in ZONED
    stage = stage_depth_mm if stage_depth_mm is not None else numbers["stage_depth_mm"]
    return Arrangement(
        stage_depth_mm=stage if zoned else 0,
        first_row_gap_mm=numbers["first_row_gap_mm"] if zoned else 0,
        rear_depth_mm=numbers["rear_depth_mm"] if zoned else 0,
        side_aisle_mm=numbers["side_aisle_mm"],
        centre_aisle_mm=numbers["centre_aisle_mm"],
        row_pitch_mm=numbers["row_pitch_mm"],
        desk_pitch_mm=numbers["desk_pitch_mm"],
    )
