"""Rows to the shapes of the floor-plan engine and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from huiwu.engines.floorplan import Box, Conflict, Kept, Placed, judge
from huiwu.floor_plans.choices import CARRYING, CLEAR_MM, ROUND, MarkKind
from huiwu.floor_plans.models import FloorPlan
from huiwu.venues.choices import Wall
from huiwu.venues.models import Room

__all__ = ["Box", "Mark", "conflicts_of", "item_box", "marks_of"]
DOOR_DEPTH_MM = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """Something fixed, from the room's own data or drawn on its plan. `is_own` ones are edited with the plan."""

    key: str
    kind: str
    label: str
    box: Box
    clear_mm: int
    is_own: bool = False


def marks_of(room: Room, plan: FloorPlan | None) -> list[Mark]:
    """Exits and columns of the room, then what was drawn. The room must be measured."""
    exits = [_exit(room, number, row) for number, row in enumerate(room.exits, 1)]
    pillars = [
        Mark(f"column-{number}", MarkKind.PILLAR, "", _box(row), 0) for number, row in enumerate(room.columns, 1)
    ]
    drawn = [
        Mark(row["id"], row["kind"], row["label"], _box(row), row["clear_mm"], is_own=True)
        for row in (plan.marks if plan else [])
    ]
    return [*exits, *pillars, *drawn]


def conflicts_of(room: Room, marks: Sequence[Mark], items: Iterable[dict[str, Any]]) -> tuple[Conflict, ...]:
    """What the set-up covers, by the ids of items and the keys of marks."""
    placed = [Placed(row["id"], item_box(row), row["kind"] in CARRYING) for row in items]
    kept = [Kept(mark.key, mark.box, mark.clear_mm) for mark in marks]
    return judge(width_mm=room.width_mm or 0, length_mm=room.length_mm or 0, placed=placed, kept=kept)


def item_box(row: dict[str, Any]) -> Box:
    return Box(row["x_mm"], row["y_mm"], row["width_mm"], row["depth_mm"], is_round=row["kind"] in ROUND)


def _box(row: dict[str, Any]) -> Box:
    return Box(row["x_mm"], row["y_mm"], row["width_mm"], row["depth_mm"])


def _exit(room: Room, number: int, row: dict[str, Any]) -> Mark:
    """A door in its wall, with the floor that stays free before it."""
    along, wide = row["offset_mm"], row["width_mm"]
    width, length = room.width_mm or 0, room.length_mm or 0
    box = {
        Wall.FRONT: Box(along, -DOOR_DEPTH_MM, wide, DOOR_DEPTH_MM),
        Wall.BACK: Box(along, length, wide, DOOR_DEPTH_MM),
        Wall.LEFT: Box(-DOOR_DEPTH_MM, along, DOOR_DEPTH_MM, wide),
        Wall.RIGHT: Box(width, along, DOOR_DEPTH_MM, wide),
    }[Wall(row["wall"])]
    return Mark(f"exit-{number}", MarkKind.EXIT, str(number), box, CLEAR_MM[MarkKind.EXIT])
