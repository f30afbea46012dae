"""Drawing a room's plan and what is set up in it. Every save is over a revision, so that nobody overwrites another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.floor_plans.errors import NoRoomBooked, RoomUnmeasured
from huiwu.floor_plans.events import FloorPlanSaved, SetupPlanSaved
from huiwu.floor_plans.models import FloorPlan, SetupPlan
from huiwu.floor_plans.queries import rooms_of_functions
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.models import Function, Meeting
from huiwu.venues.models import Room


@dataclass(frozen=True, slots=True)
class Background:
    """The venue's own drawing, to scale."""

    stored: StoredFile
    width_px: int
    height_px: int
    micrometres_per_pixel: int
    x_mm: int = 0
    y_mm: int = 0


@transaction.atomic
def open_floor_plan(*, actor: Actor, room: Room) -> FloorPlan:
    """The room's plan, begun if there is none. Raises RoomUnmeasured."""
    require(actor, "venues.edit", room.venue.org_id)
    _require_measures(room)
    return FloorPlan.objects.get_or_create(room=room)[0]


@transaction.atomic
def save_floor_plan(
    *,
    actor: Actor,
    room: Room,
    revision: int,
    marks: Sequence[dict[str, Any]],
    background: Background | None = None,
) -> FloorPlan:
    """Keep the marks, and the venue's drawing if one is given, over the given revision. Raises StaleEdit."""
    require(actor, "venues.edit", room.venue.org_id)
    _require_measures(room)
    columns: dict[str, Any] = {"marks": _with_ids(marks)}
    if background is not None:
        columns |= {
            "background": background.stored,
            "background_width_px": background.width_px,
            "background_height_px": background.height_px,
            "micrometres_per_pixel": background.micrometres_per_pixel,
            "background_x_mm": background.x_mm,
            "background_y_mm": background.y_mm,
        }
    _write(FloorPlan, {"room": room}, actor, revision, columns)
    record(FloorPlanSaved(room_id=room.pk), actor=actor, org_id=room.venue.org_id)
    return FloorPlan.objects.get(room=room)


@transaction.atomic
def open_setup_plan(*, actor: Actor, meeting: Meeting, function: Function) -> SetupPlan:
    """The function's plan, begun empty in its booked room if there is none. Raises NoRoomBooked, RoomUnmeasured."""
    require(actor, "floor_plans.edit", meeting)
    found = SetupPlan.objects.filter(function=function).first()
    if found is not None:
        return found
    room = rooms_of_functions(meeting, [function]).get(function.pk)
    if room is None:
        raise NoRoomBooked(function=function.name)
    _require_measures(room)
    values = {"meeting": meeting, "room": room, "saved_by": actor.user}
    return SetupPlan.objects.get_or_create(function=function, defaults=values)[0]


@transaction.atomic
def save_setup_plan(
    *, actor: Actor, meeting: Meeting, plan_id: UUID, revision: int, items: Sequence[dict[str, Any]]
) -> SetupPlan:
    """Keep what is set up over the given revision. Raises StaleEdit with the plan as it stands now."""
    require(actor, "floor_plans.edit", meeting)
    plan = SetupPlan.objects.get(pk=plan_id, meeting=meeting)
    _write(SetupPlan, {"pk": plan.pk}, actor, revision, {"items": _with_ids(items)})
    fact = SetupPlanSaved(meeting_id=meeting.pk, function_id=plan.function_id, setup_plan_id=plan.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def move_setup_plan(*, actor: Actor, meeting: Meeting, plan_id: UUID) -> SetupPlan:
    """Take over the room that the function's space is bound to now; what is set up keeps its place."""
    require(actor, "floor_plans.edit", meeting)
    plan = SetupPlan.objects.select_related("function").get(pk=plan_id, meeting=meeting)
    room = rooms_of_functions(meeting, [plan.function]).get(plan.function_id)
    if room is None:
        raise NoRoomBooked(function=plan.function.name)
    _require_measures(room)
    _write(SetupPlan, {"pk": plan.pk}, actor, plan.revision, {"room": room})
    fact = SetupPlanSaved(meeting_id=meeting.pk, function_id=plan.function_id, setup_plan_id=plan.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    plan.refresh_from_db()
    return plan


def _write(model: Any, where: dict[str, Any], actor: Actor, revision: int, columns: dict[str, Any]) -> None:
    won = model.objects.filter(**where, revision=revision).update(
        **columns, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()
    )
    if not won:
        now = model.objects.select_related("saved_by").get(**where)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))


def _with_ids(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ids given by the page are kept when they are ids, so that the drawing and its faults speak of the same shape."""
    taken: set[str] = set()
    kept = []
    for row in rows:
        key = row.get("id", "")
        if not _is_id(key) or key in taken:
            key = str(uuid4())
        taken.add(key)
        kept.append({**row, "id": key})
    return kept


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _require_measures(room: Room) -> None:
    if not room.length_mm or not room.width_mm:
        raise RoomUnmeasured(room=room.name)
