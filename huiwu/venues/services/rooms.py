"""Verbs on rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.meetings.choices import Layout
from huiwu.venues.choices import LIVE, Wall
from huiwu.venues.errors import RoomInUse, RoomNameTaken
from huiwu.venues.events import RoomAdded, RoomChanged, RoomReinstated, RoomRetired
from huiwu.venues.models import Room
from huiwu.venues.queries.library import room_for, venue_for
from huiwu.venues.schema import ROOM_FACTS, problems_with_facts
from huiwu.venues.services.checking import refuse, saved_over, verified

OWN = ("id", "created_at", "updated_at", "venue", "booking_turn", "saved_by", "revision", "is_retired", "order")
COLUMNS = tuple(field.name for field in Room._meta.concrete_fields if field.name not in OWN)
"""Columns that `add_room` and `change_room` take."""
LONGEST_MM = 300_000
MARKS = {
    "columns": frozenset({"x_mm", "y_mm", "width_mm", "depth_mm"}),
    "exits": frozenset({"wall", "offset_mm", "width_mm"}),
    "rigging": frozenset({"x_mm", "y_mm", "load_kg"}),
}
MOST_MARKS = 200


@transaction.atomic
def add_room(*, actor: Actor, venue_id: UUID, **values: Any) -> Room:
    """A new room of the venue; `values`: COLUMNS. Raises InvalidInput, RoomNameTaken."""
    venue = venue_for(actor, venue_id, "venues.edit")
    row = Room(venue=venue, saved_by=actor.user, order=venue.rooms.count(), **_cleaned(values))
    _must_be_sound(row)
    verified(row)
    row.save(force_insert=True)
    record(RoomAdded(org_id=venue.org_id, venue_id=venue.pk, room_id=row.pk), actor=actor, org_id=venue.org_id)
    return row


@transaction.atomic
def change_room(*, actor: Actor, room_id: UUID, revision: int, values: Mapping[str, Any]) -> Room:
    """Save COLUMNS over the given revision. Raises InvalidInput, RoomNameTaken, StaleEdit with the present row."""
    row = room_for(actor, room_id, "venues.edit")
    wanted = _cleaned({key: values[key] for key in COLUMNS if key in values})
    draft = Room(**{**{name: getattr(row, name) for name in COLUMNS}, **wanted}, venue=row.venue, pk=row.pk)
    _must_be_sound(draft)
    if saved_over(row, actor, revision, wanted):
        fact = RoomChanged(org_id=row.venue.org_id, venue_id=row.venue_id, room_id=row.pk)
        record(fact, actor=actor, org_id=row.venue.org_id)
    return row


@transaction.atomic
def copy_room(*, actor: Actor, room_id: UUID, name: str) -> Room:
    """Another room with the same measures and equipment, in the same venue. Raises InvalidInput, RoomNameTaken."""
    row = room_for(actor, room_id, "venues.edit")
    values = {column: getattr(row, column) for column in COLUMNS} | {"name": name}
    return add_room(actor=actor, venue_id=row.venue_id, **values)


@transaction.atomic
def retire_room(*, actor: Actor, room_id: UUID) -> Room:
    """It is offered no more. Raises RoomInUse while live bookings stand on it. Twice is harmless."""
    row = room_for(actor, room_id, "venues.retire")
    if used := row.bookings.filter(state__in=LIVE).count():
        raise RoomInUse(name=row.name, count=used)
    if Room.objects.filter(pk=row.pk, is_retired=False).update(is_retired=True, updated_at=clock.now()):
        fact = RoomRetired(org_id=row.venue.org_id, venue_id=row.venue_id, room_id=row.pk)
        record(fact, actor=actor, org_id=row.venue.org_id)
    row.is_retired = True
    return row


@transaction.atomic
def reinstate_room(*, actor: Actor, room_id: UUID) -> Room:
    """Undo `retire_room`. Twice is harmless."""
    row = room_for(actor, room_id, "venues.retire")
    if Room.objects.filter(pk=row.pk, is_retired=True).update(is_retired=False, updated_at=clock.now()):
        fact = RoomReinstated(org_id=row.venue.org_id, venue_id=row.venue_id, room_id=row.pk)
        record(fact, actor=actor, org_id=row.venue.org_id)
    row.is_retired = False
    return row


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}


def _must_be_sound(row: Room) -> None:
    if problems_with_facts(ROOM_FACTS, row.facts):
        raise refuse(facts=_("有的项目填写的内容不合要求。"))
    for name in ("length_mm", "width_mm", "clear_height_mm", "stage_width_mm", "stage_depth_mm", "stage_height_mm"):
        if (getattr(row, name) or 0) > LONGEST_MM:
            raise refuse(**{name: _("超过 300 米，请核对。")})
    for name, keys in MARKS.items():
        _verify_marks(name, keys, getattr(row, name))
    for name in ("stated_capacities", "contract_capacities"):
        given = getattr(row, name)
        if set(given) - set(Layout.values) or not all(_is_count(value) for value in given.values()):
            raise refuse(**{name: _("容量填台型与人数。")})
    _verify_whole(row)
    same = Room.objects.filter(venue=row.venue, name=row.name).exclude(pk=row.pk)
    if row.name and same.exists():
        raise RoomNameTaken(venue=row.venue.name, name=row.name)


def _verify_marks(name: str, keys: frozenset[str], rows: Any) -> None:
    """Columns, exits and rigging points: whole numbers under the known names, walls by their words."""
    sound = isinstance(rows, list) and len(rows) <= MOST_MARKS
    for row in rows if sound else ():
        numbers = {key: value for key, value in row.items() if key != "wall"}
        fits = set(row) == keys and all(_is_count(value) for value in numbers.values())
        sound = sound and fits and row.get("wall", Wall.FRONT) in Wall.values
    if not sound:
        raise refuse(**{name: _("位置与尺寸填毫米整数。")})


def _verify_whole(row: Room) -> None:
    """A part belongs to a whole of the same venue that is no part itself, and is not a whole of its own parts."""
    whole = row.part_of
    if whole is None:
        return
    if whole.pk == row.pk or whole.venue_id != row.venue_id or whole.part_of_id is not None:
        raise refuse(part_of=_("所属的大厅须是同一场地里的另一个完整会场。"))
    if Room.objects.filter(part_of=row).exists():
        raise refuse(part_of=_("它自己还有分隔出来的会场，不能再归入别的大厅。"))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000
