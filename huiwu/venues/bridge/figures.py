"""A room's row as the engine reckons it: capacities, the view, what people need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from huiwu.engines.capacity.capacity import LAYOUTS, Capacity, capacity
from huiwu.engines.capacity.exits import doors_needed, width_needed
from huiwu.engines.capacity.hours import Billed, billed, turnover_minutes
from huiwu.engines.capacity.needs import (
    access_points,
    bandwidth_mbps,
    companion_seats,
    power_usable,
    wheelchair_spaces,
)
from huiwu.engines.capacity.room import Arrangement, Column, Exit, RoomMeasures, usual_arrangement
from huiwu.engines.capacity.sight import (
    Screen,
    clear_height_for,
    relays_needed,
    screen_for,
    sight_notes,
    stage_height,
    tallest_screen,
)
from huiwu.engines.capacity.standards import Numbers, Standard, standards
from huiwu.engines.capacity.working import Note
from huiwu.venues.models import FunctionDemand, Room

__all__ = ["LAYOUTS", "Capacity", "Numbers", "Standard", "standards"]
ZONES = ("stage_depth_mm", "first_row_gap_mm", "rear_depth_mm", "side_aisle_mm", "centre_aisle_mm", "row_pitch_mm")


@dataclass(frozen=True, slots=True)
class Measured:
    """A room in one layout, as reckoned with these figures."""

    room: Room
    layout: str
    numbers: Numbers
    arrangement: Arrangement
    capacity: Capacity


def measures_of(room: Room, layout: str = "") -> RoomMeasures:
    """The row's measures; the contract's limit is that of the layout."""
    limit = room.contract_capacities.get(layout)
    return RoomMeasures(
        length_mm=room.length_mm,
        width_mm=room.width_mm,
        area_dm2=room.area_dm2,
        clear_height_mm=room.clear_height_mm,
        is_irregular=room.shape == "irregular",
        columns=tuple(Column(**row) for row in room.columns),
        exits=tuple(Exit(**row) for row in room.exits),
        contract_limit=limit if isinstance(limit, int) else None,
    )


def arrangement_of(room: Room, layout: str, numbers: Numbers, zones: dict[str, int] | None = None) -> Arrangement:
    """The room's own stage and the standards' zones; `zones` (keys of ZONES, or `blocks`) as somebody tries them."""
    usual = usual_arrangement(numbers, layout, stage_depth_mm=room.stage_depth_mm)
    return replace(usual, **(zones or {}))


def measured(room: Room, layout: str, numbers: Numbers, zones: dict[str, int] | None = None) -> Measured:
    """Recommended and maximum number of people in that layout, with the working."""
    how = arrangement_of(room, layout, numbers, zones)
    return Measured(room, layout, numbers, how, capacity(measures_of(room, layout), layout, how, numbers))


@dataclass(frozen=True, slots=True)
class View:
    """What the farthest place needs to see, and what the room's height allows."""

    farthest_mm: int
    screen: Screen
    stage: tuple[int, int]
    tallest_mm: int | None
    relays: int | None
    notes: tuple[Note, ...]


def view_of(found: Measured, viewing: str = "slides") -> View | None:
    """Screen and stage for a room in a layout; None where it is not laid in rows or tables before a stage."""
    laid, room, numbers = found.capacity.laid, found.room, found.numbers
    if laid is None or not laid.places or not found.arrangement.lost_length_mm:
        return None
    farthest = max(place.y_mm + place.depth_mm for place in laid.places)
    first = min(place.y_mm for place in laid.places)
    row_mm = max(p.x_mm + p.width_mm for p in laid.places) - min(p.x_mm for p in laid.places)
    screen = screen_for(farthest, numbers, viewing)
    tallest = tallest_screen(room.clear_height_mm, numbers) if room.clear_height_mm is not None else None
    hung = min(screen.height_mm, tallest) if tallest is not None else screen.height_mm
    notes = sight_notes(screen, first_row_mm=first, row_mm=row_mm, room_height_mm=room.clear_height_mm)
    relays = relays_needed(farthest, hung, numbers, viewing)
    return View(farthest, screen, stage_height(farthest, numbers), tallest, relays, tuple(notes))


@dataclass(frozen=True, slots=True)
class Height:
    """The clear height something needs: `what` is screen or structure."""

    what: str
    height_mm: int
    needed_mm: int


def screen_of_demand(demand: FunctionDemand, found: Measured | None, numbers: Numbers) -> list[Height]:
    """What of a function's screen and set needs how much height: as stated, else the screen that its farthest place needs.

    Relay screens shorten the way, each by its share.
    """
    heights = []
    stage = demand.stage_height_mm or 0
    screen = demand.screen_height_mm
    if screen is None and demand.viewing and found is not None and (view := view_of(found, demand.viewing)):
        screen = screen_for(-(-view.farthest_mm // (demand.relay_screens + 1)), numbers, demand.viewing).height_mm
    if screen is not None:
        heights.append(Height("screen", screen, clear_height_for(screen, numbers, stage_mm=stage)))
    if demand.structure_height_mm is not None:
        heights.append(Height("structure", demand.structure_height_mm, demand.structure_height_mm))
    return heights


@dataclass(frozen=True, slots=True)
class Demands:
    """What so many people need."""

    wheelchair_spaces: int
    bandwidth_mbps: int


def demands_of(people: int, numbers: Numbers, demand: FunctionDemand | None = None) -> Demands:
    streams: dict[str, Any] = {}
    if demand is not None:
        streams = {"streams_1080p": demand.streams_1080p, "streams_4k": demand.streams_4k}
    return Demands(wheelchair_spaces(people, numbers), bandwidth_mbps(people, numbers, **streams))


def companions_for(spaces: int, numbers: Numbers) -> int:
    return companion_seats(spaces, numbers)


def access_points_for(people: int, numbers: Numbers) -> int:
    return access_points(people, numbers)


def usable_watts(kilowatts: int, numbers: Numbers) -> int:
    return power_usable(kilowatts * 1000, numbers)


def turnover_between(before: str, after: str, numbers: Numbers) -> int:
    return turnover_minutes(before, after, numbers)


def doors_for(people: int, numbers: Numbers) -> tuple[int, int]:
    """How many exits, and how wide together (mm)."""
    return doors_needed(people, numbers), width_needed(people, numbers)


def billing_of(minutes: int, numbers: Numbers) -> Billed:
    return billed(minutes, numbers)
