"""What a room takes and needs, worked out."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.meetings.choices import Layout
from huiwu.venues.bridge import LAYOUTS, Measured, Numbers, measured
from huiwu.venues.models import Room
from huiwu.venues.queries.standards import numbers_of


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """A line of the room's table."""

    layout: Layout
    found: Measured
    stated: int | None


def capacity_of(
    room: Room, layout: str, arrangement: dict[str, int] | None = None, numbers: Numbers | None = None
) -> Measured:
    """The worked figures of a room in a layout: `.capacity.recommended`, `.maximum` (people; None is unknown), `.steps`.

    `arrangement` may name zones in millimetres (`stage_depth_mm`, `rear_depth_mm` …); `numbers` are the figures in force
    at the organisation unless given.
    """
    return measured(room, layout, numbers or numbers_of(room.venue.org_id), arrangement)


def capacities_of(room: Room, numbers: Numbers) -> list[CapacityRow]:
    """All layouts of a room."""
    return [
        CapacityRow(Layout(code), measured(room, code, numbers), room.stated_capacities.get(code)) for code in LAYOUTS
    ]
