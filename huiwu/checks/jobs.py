"""When meetings are judged: within seconds of a fact, and every hour for what time alone brings about."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Max, OuterRef, Q, Subquery

from huiwu.checks.events import OWN_KINDS
from huiwu.checks.models import CheckedUpTo
from huiwu.checks.services import judge_meeting
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.jobs import periodic
from huiwu.kernel import clock
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Meeting

LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


@periodic("checks.after_facts", every=timedelta(seconds=2))
def judge_meetings_with_news() -> None:
    """The fact table itself is the queue: whoever has newer facts than were judged is judged, once for any number."""
    for meeting in Meeting.objects.filter(pk__in=_with_news()):
        judge_meeting(actor=SYSTEM, meeting=meeting)


@periodic("checks.hourly", every=timedelta(minutes=60))
def judge_live_meetings() -> None:
    for meeting in Meeting.objects.filter(status__in=LIVE):
        judge_meeting(actor=SYSTEM, meeting=meeting)


def _with_news() -> list[UUID]:
    judged = CheckedUpTo.objects.filter(meeting_id=OuterRef("meeting_id")).values("fact_id")[:1]
    recent = FactRecord.objects.filter(
        meeting_id__isnull=False, happened_at__gte=clock.now() - timedelta(days=2)
    ).exclude(kind__in=OWN_KINDS)
    rows = recent.values("meeting_id").annotate(last=Max("id"), upto=Subquery(judged))
    found = rows.filter(Q(upto=None) | Q(last__gt=Subquery(judged)))
    return [row["meeting_id"] for row in found if row["meeting_id"]]
