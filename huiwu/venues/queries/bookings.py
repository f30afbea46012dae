"""Who uses which room when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from huiwu.foundation.actors import Actor
from huiwu.kernel.errors import NotFound
from huiwu.kernel.spans import Span
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import meetings_of
from huiwu.venues.choices import EXCLUSIVE, LIVE
from huiwu.venues.models import Booking, Room, Venue


def bookings_of(meeting: Meeting) -> QuerySet[Booking]:
    """All bookings of the meeting, ended ones too, with room, venue and space, by time."""
    return (
        Booking.objects.filter(meeting=meeting).select_related("room__venue", "space").order_by("from_at", "asked_at")
    )


def live_bookings(meeting: Meeting) -> list[Booking]:
    return list(bookings_of(meeting).filter(state__in=LIVE))


def booking_of(meeting: Meeting, booking_id: UUID) -> Booking:
    """One booking of the meeting. Raises NotFound."""
    found = bookings_of(meeting).select_related("saved_by").filter(pk=booking_id).first()
    if found is None:
        raise NotFound
    return found


def with_spans() -> QuerySet[Booking]:
    """Bookings with `starts` and `ends`: from load-in to strike."""
    return Booking.objects.annotate(
        starts=Coalesce("load_in_at", "from_at"), ends=Coalesce("strike_by_at", "to_at")
    ).select_related("room", "meeting")


def one_of_family(room: Room) -> Q:
    """Bookings of the room, of the one it is part of, and of its parts: those exclude each other."""
    family = Q(room=room) | Q(room__part_of=room)
    return family | Q(room=room.part_of_id) if room.part_of_id else family


def overlapping(room: Room, starts_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    """Live bookings of the room's family in that time, of all meetings; first in line first."""
    rows = with_spans().filter(one_of_family(room), state__in=LIVE, starts__lt=ends_at, ends__gt=starts_at)
    return rows.order_by("asked_at", "pk")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two bookings that want one room at once. `is_certain`: both are held or confirmed, so one must give way."""

    mine: Booking
    other: Booking

    @property
    def is_certain(self) -> bool:
        return self.mine.state in EXCLUSIVE and self.other.state in EXCLUSIVE


def clashes(meeting: Meeting) -> list[Clash]:
    """Every live booking of the meeting with every other that overlaps it, of any meeting; two queries."""
    mine = live_bookings(meeting)
    others = _rivals(mine)
    found = []
    for row in mine:
        span = Span(row.starts_at, row.ends_at)
        for other in others:
            if other.pk == row.pk or (other.meeting_id == meeting.pk and other.pk < row.pk):
                continue
            if _is_family(row.room, other.room) and span.overlaps(Span(other.starts_at, other.ends_at)):
                found.append(Clash(row, other))
    return found


def _rivals(mine: Iterable[Booking]) -> list[Booking]:
    """Live bookings of the same rooms, their wholes and their parts."""
    rooms = {row.room_id for row in mine} | {row.room.part_of_id for row in mine if row.room.part_of_id}
    if not rooms:
        return []
    family = Q(room__in=rooms) | Q(room__part_of__in=rooms)
    return list(Booking.objects.filter(family, state__in=LIVE).select_related("room", "meeting").order_by("asked_at"))


def _is_family(a: Room, b: Room) -> bool:
    return a.pk == b.pk or a.part_of_id == b.pk or b.part_of_id == a.pk


def places_in_line(rows: Iterable[Booking]) -> dict[UUID, int]:
    """For each live booking its place among those that want the room at the same time: 1 is first (第一选择).

    Held and confirmed ones come before options, then whoever asked first. One query.
    """
    mine = [row for row in rows if row.is_live]
    others = _rivals(mine)
    return {row.pk: 1 + sum(_stands_before(other, row) for other in others) for row in mine}


def _stands_before(other: Booking, row: Booking) -> bool:
    if other.pk == row.pk or not _is_family(other.room, row.room):
        return False
    if not Span(other.starts_at, other.ends_at).overlaps(Span(row.starts_at, row.ends_at)):
        return False
    return _rank(other) < _rank(row)


def _rank(row: Booking) -> tuple[bool, datetime, str]:
    return (row.state not in EXCLUSIVE, row.asked_at, str(row.pk))


def rooms_by_function(functions: Iterable[Function], bookings: Iterable[Booking]) -> dict[UUID, Room]:
    """The room each function takes place in: by its space's booking that covers it best, else any live one of the space."""
    by_space: dict[UUID, list[Booking]] = defaultdict(list)
    for row in bookings:
        if row.space_id and row.is_live:
            by_space[row.space_id].append(row)
    found = {}
    for function in functions:
        rows = by_space.get(function.space_id) if function.space_id else None
        if rows:
            found[function.pk] = max(rows, key=lambda row: _cover(row, function)).room
    return found


def _cover(row: Booking, function: Function) -> tuple[timedelta, bool]:
    shared = min(row.ends_at, function.end_at) - max(row.starts_at, function.start_at)
    return max(shared, timedelta()), row.state in EXCLUSIVE


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A booking on one day of a venue's calendar. Of a meeting the reader may not see, only that the room is taken.

    `starts_at` and `ends_at` are None where it began the day before or goes on the day after.
    """

    booking: Booking
    is_visible: bool
    place: int
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarRow:
    room: Room
    days: list[tuple[date, list[CalendarEntry]]]


def calendar_of(actor: Actor, venue: Venue, first: date, days: int, zone: ZoneInfo) -> list[CalendarRow]:
    """The venue's rooms against days: every live booking on each day that it touches, of all meetings. Four queries."""
    starts = datetime.combine(first, time(), tzinfo=zone)
    ends = datetime.combine(first + timedelta(days=days), time(), tzinfo=zone)
    rooms = list(venue.rooms.filter(is_retired=False).order_by("order", "name"))
    found = with_spans().filter(room__in=rooms, state__in=LIVE, starts__lt=ends, ends__gt=starts)
    rows = list(found.order_by("from_at", "asked_at"))
    visible = set(meetings_of(actor).filter(pk__in={row.meeting_id for row in rows}).values_list("pk", flat=True))
    places = places_in_line(rows)
    table = {(room.pk, day): [] for room in rooms for day in _days(first, days)}  # type: ignore[var-annotated]  # filled below
    for row in rows:
        touched = _days_of(row, zone)
        for day in touched:
            if (row.room_id, day) in table:
                first_at = row.starts_at if day == touched[0] else None
                last_at = row.ends_at if day == touched[-1] else None
                entry = CalendarEntry(row, row.meeting_id in visible, places[row.pk], first_at, last_at)
                table[row.room_id, day].append(entry)
    return [CalendarRow(room, [(day, table[room.pk, day]) for day in _days(first, days)]) for room in rooms]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def _days_of(row: Booking, zone: ZoneInfo) -> list[date]:
    first = row.starts_at.astimezone(zone).date()
    last = (row.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return _days(first, (last - first).days + 1)
