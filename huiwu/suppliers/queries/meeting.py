"""The suppliers of one meeting."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.models import MeetingSupplier


def meeting_suppliers(meeting: Meeting) -> QuerySet[MeetingSupplier]:
    """Every engagement with its supplier, by category, in the order they were noted; dropped ones included."""
    return MeetingSupplier.objects.filter(meeting=meeting).select_related("supplier")


def engaged(meeting: Meeting, *states: str) -> QuerySet[MeetingSupplier]:
    """Engagements in the given states; without any, all but the dropped."""
    rows = meeting_suppliers(meeting)
    return rows.filter(state__in=states) if states else rows.exclude(state=EngagementState.DROPPED)


def contracted_categories(meeting: Meeting) -> set[str]:
    """Categories with a signed supplier."""
    return set(engaged(meeting, EngagementState.CONTRACTED).values_list("category", flat=True))


def strike_day(meeting: Meeting) -> date:
    """The day everything is taken down: that of the last function's strike, else of its end, else the meeting's last."""
    ends: list[datetime] = [row.strike_by_at or row.end_at for row in meeting.functions.filter(is_cancelled=False)]
    latest = max(ends).astimezone(meeting.zone).date() if ends else meeting.end_on
    return max(latest, meeting.end_on)


def engagement_for(meeting: Meeting, engagement_id: UUID) -> MeetingSupplier | None:
    return (
        MeetingSupplier.objects.select_related("supplier", "saved_by").filter(pk=engagement_id, meeting=meeting).first()
    )
