"""Verbs on bookings: 询位 → 预留 → 确认 → 释放 or 过期."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.services.holding import OPEN, held
from huiwu.venues.choices import EXCLUSIVE, LIVE, BookingState
from huiwu.venues.errors import BookingEnded, OptionLapsed, RoomRetired, RoomTaken
from huiwu.venues.events import (
    BookingChanged,
    BookingConfirmed,
    BookingFact,
    BookingHeld,
    BookingLapsed,
    BookingMade,
    BookingReleased,
)
from huiwu.venues.models import Booking, Room
from huiwu.venues.queries.bookings import overlapping
from huiwu.venues.services.checking import refuse, saved_over, verified

COLUMNS = (
    "load_in_at",
    "from_at",
    "to_at",
    "strike_by_at",
    "option_until",
    "space_id",
    "reference",
    "note",
)
"""Columns that `book_room` and `change_booking` take; instants are aware."""


@transaction.atomic
def book_room(
    *,
    actor: Actor,
    meeting: Meeting,
    room_id: UUID,
    from_at: datetime,
    to_at: datetime,
    state: str = BookingState.OPTION,
    **values: Any,
) -> Booking:
    """A room for the meeting: an option stands in line, a hold or a confirmed booking is refused where another keeps it.

    `values`: further COLUMNS. Raises InvalidInput, NotFound, RoomRetired, RoomTaken.
    """
    current = held(actor, meeting, "venues.book", *OPEN)
    room = _turn(current, room_id)
    row = Booking(
        meeting=current,
        room=room,
        from_at=from_at,
        to_at=to_at,
        state=state,
        asked_at=clock.now(),
        saved_by=actor.user,
        **{key: value for key, value in values.items() if key in COLUMNS},
    )
    if state not in LIVE:
        raise refuse(state=_("请选择"))
    _must_be_sound(current, row)
    _must_be_free(actor, row, state)
    verified(row)
    row.save(force_insert=True)
    fact = BookingMade(meeting_id=current.pk, booking_id=row.pk, room_id=room.pk, state=state)
    record(fact, actor=actor, org_id=current.org_id)
    return row


@transaction.atomic
def change_booking(
    *, actor: Actor, meeting: Meeting, booking_id: UUID, revision: int, values: Mapping[str, Any]
) -> Booking:
    """Move a live booking, bind it to a space, prolong its option. Raises InvalidInput, BookingEnded, RoomTaken, StaleEdit."""
    current, row = _held_booking(actor, meeting, booking_id)
    wanted = {key: values[key] for key in COLUMNS if key in values}
    draft = Booking(meeting=current, room=row.room, state=row.state, pk=row.pk, asked_at=row.asked_at)
    for key in COLUMNS:
        setattr(draft, key, wanted.get(key, getattr(row, key)))
    _must_be_sound(current, draft)
    _must_be_free(actor, draft, row.state)
    if saved_over(row, actor, revision, wanted):
        fact = BookingChanged(meeting_id=current.pk, booking_id=row.pk, room_id=row.room_id)
        record(fact, actor=actor, org_id=current.org_id)
    return row


@transaction.atomic
def hold_booking(*, actor: Actor, meeting: Meeting, booking_id: UUID) -> Booking:
    """The venue keeps the room for us until the option date. Twice is harmless. Raises RoomTaken, BookingEnded."""
    current, row = _held_booking(actor, meeting, booking_id)
    if row.state != BookingState.OPTION:
        return row
    if row.option_until is None:
        raise refuse(option_until=_("预留须写明保留到哪一天。"))
    return _advanced(actor, current, row, BookingState.HELD, BookingHeld)


@transaction.atomic
def confirm_booking(*, actor: Actor, meeting: Meeting, booking_id: UUID) -> Booking:
    """The room is ours: no other meeting can have it. Twice is harmless. Raises RoomTaken, OptionLapsed, BookingEnded."""
    current, row = _held_booking(actor, meeting, booking_id)
    if row.state == BookingState.CONFIRMED:
        return row
    return _advanced(actor, current, row, BookingState.CONFIRMED, BookingConfirmed)


@transaction.atomic
def release_booking(*, actor: Actor, meeting: Meeting, booking_id: UUID, reason: str = "") -> Booking:
    """Give the room back; whoever stands next in line moves up. Twice is harmless."""
    current = held(actor, meeting, "venues.book")
    row = _row(current, booking_id)
    if row.state == BookingState.RELEASED:
        return row
    if row.state not in LIVE:
        raise BookingEnded(state=row.get_state_display())
    if len(reason.strip()) > 300:
        raise refuse(reason=_("原因不超过 300 字。"))
    _write(row, actor, state=BookingState.RELEASED, ended_reason=reason.strip())
    fact = BookingReleased(meeting_id=current.pk, booking_id=row.pk, room_id=row.room_id)
    record(fact, actor=actor, org_id=current.org_id)
    return row


@unasked("the calendar ends an option, nobody does")
@transaction.atomic
def lapse_overdue_bookings() -> int:
    """Options and holds whose last day has passed, in their meeting's zone, are no longer kept; returns how many."""
    waiting = (BookingState.OPTION, BookingState.HELD)
    rows = Booking.objects.filter(state__in=waiting, option_until__isnull=False).select_related("meeting")
    lapsed = 0
    for row in rows:
        if row.option_until is None or row.option_until >= clock.today(row.meeting.time_zone):
            continue
        same = Booking.objects.filter(pk=row.pk, state=row.state, option_until=row.option_until)
        if not same.update(state=BookingState.LAPSED, revision=F("revision") + 1, updated_at=clock.now()):
            continue  # confirmed or prolonged in between
        fact = BookingLapsed(meeting_id=row.meeting_id, booking_id=row.pk, room_id=row.room_id)
        record(fact, actor=SYSTEM, org_id=row.meeting.org_id)
        lapsed += 1
    return lapsed


def _advanced(actor: Actor, meeting: Meeting, row: Booking, state: str, fact: type[BookingFact]) -> Booking:
    if row.option_until and row.option_until < clock.today(meeting.time_zone):
        raise OptionLapsed(day=row.option_until)
    _must_be_free(actor, row, state)
    _write(row, actor, state=state)
    record(fact(meeting_id=meeting.pk, booking_id=row.pk, room_id=row.room_id), actor=actor, org_id=meeting.org_id)
    return row


def _write(row: Booking, actor: Actor, **values: Any) -> None:
    """Over the state and revision that were read. Whoever was faster has won: raises BookingEnded."""
    same = Booking.objects.filter(pk=row.pk, state=row.state, revision=row.revision)
    if not same.update(**values, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now()):
        raise BookingEnded(state=Booking.objects.get(pk=row.pk).get_state_display())
    row.refresh_from_db()


def _turn(meeting: Meeting, room_id: UUID) -> Room:
    """The room, once everyone who booked it (or its whole, or its parts) before has finished: they wait here in line.

    Without the turn two bookers would both look, both find the room free, and both take it.
    """
    room = Room.objects.select_related("venue").filter(pk=room_id, venue__org_id=meeting.org_id).first()
    if room is None:
        raise NotFound
    Room.objects.filter(pk=room.part_of_id or room.pk).update(booking_turn=F("booking_turn") + 1)
    return room


def _held_booking(actor: Actor, meeting: Meeting, booking_id: UUID) -> tuple[Meeting, Booking]:
    current = held(actor, meeting, "venues.book", *OPEN)
    row = _row(current, booking_id)
    _turn(current, row.room_id)
    row = _row(current, booking_id)
    if not row.is_live:
        raise BookingEnded(state=row.get_state_display())
    return current, row


def _row(meeting: Meeting, booking_id: UUID) -> Booking:
    row = Booking.objects.select_related("room__venue", "saved_by").filter(pk=booking_id, meeting=meeting).first()
    if row is None:
        raise NotFound
    row.meeting = meeting
    return row


def _must_be_sound(meeting: Meeting, row: Booking) -> None:
    if row.room.is_retired or row.room.venue.is_retired:
        raise RoomRetired(room=row.room.name)
    if row.to_at <= row.from_at:
        raise refuse(to_at=_("结束须晚于开始。"))
    if row.load_in_at and row.load_in_at > row.from_at:
        raise refuse(load_in_at=_("进场须早于开始。"))
    if row.strike_by_at and row.strike_by_at < row.to_at:
        raise refuse(strike_by_at=_("撤场须晚于结束。"))
    if (row.ends_at - row.starts_at).days > 60:
        raise refuse(to_at=_("一个预订不超过 60 天。"))
    if row.state == BookingState.HELD and row.option_until is None:
        raise refuse(option_until=_("预留须写明保留到哪一天。"))
    waits = row.state in (BookingState.OPTION, BookingState.HELD)
    if waits and row.option_until and row.option_until < clock.today(meeting.time_zone):
        raise refuse(option_until=_("保留期限已经过去。"))
    if row.space_id and not meeting.spaces.filter(pk=row.space_id).exists():
        raise refuse(space=_("这个场地不属于本会议。"))


def _must_be_free(actor: Actor, row: Booking, state: str) -> None:
    """An option waits behind everything but a confirmed booking; a hold or a confirmed one needs the room for itself."""
    against = EXCLUSIVE if state in EXCLUSIVE else (BookingState.CONFIRMED,)
    rivals = overlapping(row.room, row.starts_at, row.ends_at).filter(state__in=against).exclude(pk=row.pk)
    if first := rivals.select_related("meeting").first():
        zone = row.meeting.zone
        span = f"{first.starts_at.astimezone(zone):%Y-%m-%d %H:%M}–{first.ends_at.astimezone(zone):%m-%d %H:%M}"
        who = (
            _("“{name}”").format(name=first.meeting.name)
            if can(actor, "meetings.view", first.meeting)
            else _("其他会议")
        )
        raise RoomTaken(room=first.room.name, span=span, who=who, state=first.get_state_display())
