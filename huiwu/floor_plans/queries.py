"""Plans as one page needs them, with what stands on floor that must stay free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiwu.floor_plans.bridge import Mark, conflicts_of, marks_of
from huiwu.floor_plans.choices import ItemKind, MarkKind
from huiwu.floor_plans.models import FloorPlan, SetupPlan
from huiwu.meetings.models import Function, Meeting
from huiwu.venues.models import Booking, Room


@dataclass(frozen=True, slots=True)
class Fault:
    """One conflict in words. `keys` are the shapes to be marked on the drawing."""

    kind: str
    keys: tuple[str, ...]
    item: str
    other: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A function in the list of set-up plans."""

    function: Function
    room: Room | None
    plan: SetupPlan | None
    fault_count: int


def rooms_of_functions(meeting: Meeting, functions: Iterable[Function]) -> dict[Any, Room]:
    """The booked room of each function's space; a confirmed booking before a held one before an option."""
    order = {"confirmed": 0, "held": 1, "option": 2}
    bookings = Booking.objects.filter(meeting=meeting, state__in=order, space__isnull=False).select_related(
        "room__venue", "room__floor_plan"
    )
    found: dict[Any, Room] = {}
    for booking in sorted(bookings, key=lambda row: (order[row.state], row.asked_at)):
        found.setdefault(booking.space_id, booking.room)
    return {row.pk: found[row.space_id] for row in functions if row.space_id in found}


def plan_of_room(room: Room) -> FloorPlan | None:
    plan: FloorPlan | None = getattr(room, "floor_plan", None)
    return plan


def listed(meeting: Meeting) -> list[Row]:
    """Every function that takes place, with its room and plan: three queries however many there are."""
    functions = list(
        meeting.functions.filter(is_cancelled=False).select_related("space").order_by("start_at", "number")
    )
    rooms = rooms_of_functions(meeting, functions)
    plans = {row.function_id: row for row in setup_plans(meeting)}
    return [
        Row(row, rooms.get(row.pk), plans.get(row.pk), len(faults_of(plans[row.pk])) if row.pk in plans else 0)
        for row in functions
    ]


def setup_plans(meeting: Meeting) -> list[SetupPlan]:
    return list(
        meeting.setup_plans.filter(function__is_cancelled=False).select_related(
            "function", "room__venue", "room__floor_plan"
        )
    )


def faults_of(plan: SetupPlan, items: Sequence[dict[str, Any]] | None = None) -> list[Fault]:
    """The faults of a kept plan, or of `items` that are not kept yet."""
    shown = plan.items if items is None else items
    marks = marks_of(plan.room, plan_of_room(plan.room))
    by_mark = {mark.key: mark_name(mark) for mark in marks}
    by_item = {row["id"]: item_name(row, number) for number, row in enumerate(shown, 1)}
    found = []
    for conflict in conflicts_of(plan.room, marks, shown):
        item, other = by_item[conflict.key], by_mark.get(conflict.other) or by_item.get(conflict.other, "")
        keys = (conflict.key, conflict.other) if conflict.other else (conflict.key,)
        found.append(Fault(conflict.kind, keys, item, other, _sentence(conflict.kind, item, other)))
    return found


def item_name(row: dict[str, Any], number: int) -> str:
    return f"{ItemKind(row['kind']).label} {row['label'] or number}"


def mark_name(mark: Mark) -> str:
    return f"{MarkKind(mark.kind).label} {mark.label}".strip()


def _sentence(kind: str, item: str, other: str) -> str:
    if kind == "outside":
        return _("{item}超出了会场。").format(item=item)
    if kind == "blocks":
        return _("{item}占用了{other}须保持畅通的地面。").format(item=item, other=other)
    return _("{item}与{other}重叠。").format(item=item, other=other)
