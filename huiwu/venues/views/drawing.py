"""A room drawn to scale, as plain numbers for the template. One unit is a centimetre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huiwu.venues.bridge import Measured, view_of

CM = 10


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PlanDrawing:
    """The room from above, the stage at the top. `seats` is one path; `tables` are circles (x, y, radius)."""

    width: int
    length: int
    stage: Box | None
    seats: str
    tables: list[tuple[int, int, int]]
    columns: list[Box]
    exits: list[Box]
    rigging: list[tuple[int, int]]
    grid: list[int]
    label_size: int


def plan_of(found: Measured) -> PlanDrawing | None:
    """None while length or width is unknown."""
    room, laid = found.room, found.capacity.laid
    if room.length_mm is None or room.width_mm is None:
        return None
    round_tables = found.layout in ("banquet", "cabaret")
    places = laid.places if laid else ()
    width, length = room.width_mm // CM, room.length_mm // CM
    return PlanDrawing(
        width=width,
        length=length,
        stage=_stage(found, width),
        seats="" if round_tables else "".join(_rectangle(p) for p in places),
        tables=[_circle(p) for p in places] if round_tables else [],
        columns=[Box(c["x_mm"] // CM, c["y_mm"] // CM, c["width_mm"] // CM, c["depth_mm"] // CM) for c in room.columns],
        exits=[_exit(row, width, length) for row in room.exits],
        rigging=[(row["x_mm"] // CM, row["y_mm"] // CM) for row in room.rigging],
        grid=list(range(500, max(width, length), 500)),
        label_size=max(24, max(width, length) // 36),
    )


def _rectangle(place: Any) -> str:
    """A place with a little air round it, so that neighbours can be told apart."""
    x, y = place.x_mm // CM + 3, place.y_mm // CM + 3
    width, depth = max(4, place.width_mm // CM - 6), max(4, place.depth_mm // CM - 6)
    return f"M{x} {y}h{width}v{depth}h-{width}z"


def _circle(place: Any) -> tuple[int, int, int]:
    radius = place.width_mm // 2 // CM
    return place.x_mm // CM + radius, place.y_mm // CM + radius, radius


def _stage(found: Measured, width: int) -> Box | None:
    depth = found.arrangement.stage_depth_mm // CM
    if not depth:
        return None
    wide = min(width, (found.room.stage_width_mm or found.room.width_mm or 0) // CM)
    return Box((width - wide) // 2, 0, wide, depth)


def _exit(row: dict[str, Any], width: int, length: int) -> Box:
    """A bar on its wall."""
    offset, size, thick = row["offset_mm"] // CM, row["width_mm"] // CM, 24
    if row["wall"] in ("front", "back"):
        return Box(offset, -thick // 2 if row["wall"] == "front" else length - thick // 2, size, thick)
    return Box(-thick // 2 if row["wall"] == "left" else width - thick // 2, offset, thick, size)


@dataclass(frozen=True, slots=True)
class SightDrawing:
    """The room from the side: floor, stage, screen and the line to the farthest eye. Heights are drawn upwards."""

    length: int
    height: int
    ceiling: int | None
    screen_top: int
    screen_bottom: int
    needed: int
    eye_x: int
    eye_y: int
    first_x: int
    stage_depth: int
    stage_height: int
    label_size: int


EYE_MM = 1200


def sight_of(found: Measured) -> SightDrawing | None:
    view = view_of(found)
    laid = found.capacity.laid
    if view is None or laid is None or found.room.length_mm is None:
        return None
    screen = view.screen
    top = (screen.clear_height_mm - found.numbers["screen_top_gap_mm"]) // CM
    height = max(screen.clear_height_mm, found.room.clear_height_mm or 0) // CM + 60
    ceiling = found.room.clear_height_mm // CM if found.room.clear_height_mm is not None else None
    stage = found.room.stage_height_mm if found.room.stage_height_mm is not None else view.stage[0]
    return SightDrawing(
        length=found.room.length_mm // CM,
        height=height,
        ceiling=height - ceiling if ceiling is not None else None,
        screen_top=height - top,
        screen_bottom=height - found.numbers["screen_bottom_mm"] // CM,
        needed=height - screen.clear_height_mm // CM,
        eye_x=view.farthest_mm // CM,
        eye_y=height - EYE_MM // CM,
        first_x=min(place.y_mm for place in laid.places) // CM,
        stage_depth=found.arrangement.stage_depth_mm // CM,
        stage_height=stage // CM,
        label_size=max(24, found.room.length_mm // CM // 36),
    )
