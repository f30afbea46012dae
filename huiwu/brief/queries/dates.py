"""What the dates of a meeting, or the wished dates of a first contact, fall together with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.brief.bridge import NEAR, calendar_note, special_days
from huiwu.brief.models import CityEvent, DateAcknowledgement, IntakeRecord
from huiwu.brief.rules import Clash, clashing, runs
from huiwu.meetings.choices import MeetingStatus, SizeTier
from huiwu.meetings.models import Meeting

BIG = (SizeTier.L, SizeTier.XL)
LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


def calendar_clashes(first: date, last: date) -> list[Clash]:
    """Public holidays and make-up workdays between two days, each unbroken run once."""
    return runs((special.day, special.name, special.kind) for special in special_days(first, last))


def city_clashes(org_id: UUID, city: str, first: date, last: date, besides: UUID | None = None) -> list[Clash]:
    """Listed city events and our own big meetings in the same city on those days."""
    if not city:
        return []
    events = CityEvent.objects.filter(org_id=org_id, city__iexact=city, start_on__lte=last, end_on__gte=first)
    ours = Meeting.objects.filter(
        org_id=org_id, city__iexact=city, start_on__lte=last, end_on__gte=first, size_tier__in=BIG, status__in=LIVE
    ).exclude(pk=besides)
    return [Clash(f"event:{e.pk}", "city_event", e.name, e.start_on, e.end_on) for e in events] + [
        Clash(f"meeting:{m.pk}", "own_meeting", m.name, m.start_on, m.end_on) for m in ours
    ]


def clashes_of(meeting: Meeting) -> list[Clash]:
    """Everything that falls on the meeting's own days (OM-005)."""
    found = calendar_clashes(meeting.start_on, meeting.end_on)
    found += city_clashes(meeting.org_id, meeting.city, meeting.start_on, meeting.end_on, meeting.pk)
    return clashing(found, meeting.start_on, meeting.end_on)


def clashes_not_known(meeting: Meeting) -> list[Clash]:
    """Clashes nobody has acknowledged yet."""
    rows = DateAcknowledgement.objects.filter(meeting=meeting).values_list("clashes", flat=True)
    known = {key for keys in rows for key in keys}
    return [clash for clash in clashes_of(meeting) if clash.key not in known]


def acknowledgements(meeting: Meeting) -> list[DateAcknowledgement]:
    return list(DateAcknowledgement.objects.filter(meeting=meeting).select_related("made_by"))


def wished_spans(record: IntakeRecord) -> list[tuple[str, date, date]]:
    """Label, first and last day of the wished dates and of each alternative."""
    first = record.start_on or record.end_on
    last = record.end_on or record.start_on
    wished = [(_("首选会期"), first, last)] if first and last else []
    spare = [
        (_("备选会期 {n}").format(n=n), date.fromisoformat(a), date.fromisoformat(b))
        for n, (a, b) in enumerate(record.alt_dates, start=1)
    ]
    return wished + spare


def date_warnings(record: IntakeRecord) -> list[dict[str, Any]]:
    """Per wished span: clashes on or within a few days of it, and the years whose holidays are not announced."""
    return [
        {"label": label, "first": first, "last": last, **_warnings(record, first, last)}
        for label, first, last in wished_spans(record)
    ]


def _warnings(record: IntakeRecord, first: date, last: date) -> dict[str, Any]:
    last = min(last, first + timedelta(days=60))
    near = calendar_clashes(first - NEAR, last + NEAR)
    on = {clash.key for clash in clashing(near, first, last)}
    found = near + city_clashes(record.org_id, record.city, first, last)
    return {
        "on": [c for c in found if c.key in on or c.kind in ("city_event", "own_meeting")],
        "near": [c for c in near if c.key not in on],
        "note": calendar_note(first, last),
    }
