"""What the dates of a meeting, or the wished dates of a first contact, fall together with."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.brief.models import CityEvent, DateAcknowledgement, IntakeRecord
from huiwu.brief.rules import Clash
from huiwu.meetings.choices import MeetingStatus, SizeTier
from huiwu.meetings.models import Meeting

BIG = (SizeTier.L, SizeTier.XL)
LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


def city_clashes(org_id: UUID, city: str, first: date, last: date, besides: UUID | None = None) -> list[Clash]:
    """Listed city events and our own big meetings in the same city on those days."""
    if not city:
        return []
    events = CityEvent.objects.filter(org_id=org_id, city__iexact=city, start_on__lte=last, end_on__gte=first)
    ours = Meeting.objects.filter(
        org_id=org_id, city__iexact=city, start_on__lte=last, end_on__gte=first, size_tier__in=BIG, status__in=LIVE
    )
    if besides is not None:
        ours = ours.exclude(pk=besides)
    return [Clash(f"event:{e.pk}", "city_event", e.name, e.start_on, e.end_on) for e in events] + [
        Clash(f"meeting:{m.pk}", "own_meeting", m.name, m.start_on, m.end_on) for m in ours
    ]


def known_clashes(meeting: Meeting) -> set[str]:
    """Keys of clashes somebody has acknowledged."""
    rows = DateAcknowledgement.objects.filter(meeting=meeting).values_list("clashes", flat=True)
    return {key for keys in rows for key in keys}


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
