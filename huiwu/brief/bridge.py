"""The working calendar of the planning engine, read against the days of meetings and first contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huiwu.brief.models import IntakeRecord
from huiwu.brief.queries.dates import city_clashes, known_clashes, wished_spans
from huiwu.brief.rules import Clash, clashing, runs
from huiwu.engines.planning.calendar import chinese_calendar
from huiwu.meetings.models import Meeting

NEAR = timedelta(days=3)
"""How close to the dates a holiday still empties offices and fills trains (default, SOP P01 "日期撞节假日")."""
LONGEST = timedelta(days=60)


AROUND = timedelta(days=12)
"""Longer than any public holiday, so that one is named whole even when only its end falls on the dates."""


def calendar_clashes(first: date, last: date) -> list[Clash]:
    """Public holidays, each whole, and make-up workdays that fall on `first` to `last`, both included."""
    calendar = chinese_calendar()
    start, length = first - AROUND, (last - first).days + 1 + 2 * AROUND.days
    days = [start + timedelta(days=n) for n in range(length)]
    found = runs((day, calendar.day_name(day), calendar.is_workday(day)) for day in days)
    return clashing(found, first, last)


def clashes_of(meeting: Meeting) -> list[Clash]:
    """Everything that falls on the meeting's own days (OM-005)."""
    first, last = meeting.start_on, min(meeting.end_on, meeting.start_on + LONGEST)
    return calendar_clashes(first, last) + city_clashes(meeting.org_id, meeting.city, first, last, meeting.pk)


def clashes_not_known(meeting: Meeting) -> list[Clash]:
    """Clashes nobody has acknowledged yet."""
    known = known_clashes(meeting)
    return [clash for clash in clashes_of(meeting) if clash.key not in known]


@dataclass(frozen=True, slots=True)
class DateWarning:
    """A wished span: what falls on it, what is within a few days of it, and years whose holidays are not announced."""

    label: str
    first: date
    last: date
    on: tuple[Clash, ...]
    near: tuple[Clash, ...]
    note: str

    @property
    def is_clear(self) -> bool:
        return not self.on and not self.near


def date_warnings(record: IntakeRecord) -> list[DateWarning]:
    """The wished dates and each alternative of a first contact."""
    return [_warning(record, *span) for span in wished_spans(record)]


def _warning(record: IntakeRecord, label: str, first: date, last: date) -> DateWarning:
    last = min(last, first + LONGEST)
    around = calendar_clashes(first - NEAR, last + NEAR)
    on = clashing(around, first, last)
    return DateWarning(
        label=label,
        first=first,
        last=last,
        on=(*on, *city_clashes(record.org_id, record.city, first, last)),
        near=tuple(clash for clash in around if clash not in on),
        note=chinese_calendar().note_for(first, last),
    )
