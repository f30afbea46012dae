"""iCalendar files (RFC 5545) that calendars update instead of doubling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText

from huiwu.documents.render.text import clean


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry. `uid` stays the same for ever and `sequence` grows with each change, so calendars replace it.

    `start` and `end` are both aware instants, or both days for an all-day entry (both included).
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def ics(events: Sequence[CalendarEvent], *, name: str, zone: ZoneInfo, stamped_at: datetime) -> bytes:
    """A calendar named `name`; instants are told in `zone`, whose rules travel along. `stamped_at` is aware."""
    calendar = Calendar()
    calendar.add("prodid", "-//huiwu//documents//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("x-wr-timezone", zone.key)
    instants = [e.start for e in events if isinstance(e.start, datetime)]
    if instants:
        first, last = min(instants).astimezone(zone).date(), max(instants).astimezone(zone).date()
        # One year around, so that the rule in force on the first day is among those told.
        margin = timedelta(days=366)
        calendar.add_component(Timezone.from_tzinfo(zone, zone.key, first - margin, last + margin))
    for event in events:
        calendar.add_component(_entry(event, zone, stamped_at))
    return bytes(calendar.to_ical())


def _entry(event: CalendarEvent, zone: ZoneInfo, stamped_at: datetime) -> Event:
    entry = Event()
    entry.add("uid", clean(event.uid).replace("\n", ""))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", stamped_at.astimezone(UTC))
    entry.add("summary", clean(event.title).replace("\n", " "))
    entry.add("dtstart", _moment(event.start, zone))
    entry.add("dtend", _end(event, zone))
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for key, words in (("location", event.location), ("description", event.description)):
        if words:
            entry.add(key, vText(clean(words)))
    if event.url:
        entry.add("url", clean(event.url).replace("\n", ""))
    return entry


def _moment(value: datetime | date, zone: ZoneInfo) -> datetime | date:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def _end(event: CalendarEvent, zone: ZoneInfo) -> datetime | date:
    # The format's last day is the first one after.
    return _moment(event.end, zone) if isinstance(event.end, datetime) else event.end + timedelta(days=1)
