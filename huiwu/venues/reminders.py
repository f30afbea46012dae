"""Option dates of the meetings' rooms, and certificates of booked venues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.choices import MeetingStatus
from huiwu.venues.choices import BookingState
from huiwu.venues.models import Booking

_label: Any = format_lazy
WAITING = (BookingState.OPTION, BookingState.HELD)
LIVE_MEETINGS = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


@reminder_source
def options_with_a_last_day() -> Iterator[Due]:
    """Every option and hold of a live meeting, due on its last day, for who saved it. One query."""
    rows = Booking.objects.filter(
        state__in=WAITING, option_until__isnull=False, meeting__status__in=LIVE_MEETINGS
    ).select_related("meeting", "room__venue")
    for row in rows:
        yield Due(
            key=f"booking:{row.pk}",
            meeting=row.meeting,
            label=_label(
                _("{state}“{venue} {room}”到期前确认或延期"),
                state=BookingState(row.state).label,
                venue=row.room.venue.name,
                room=row.room.name,
            ),
            url=reverse("venues:bookings", args=[row.meeting.slug]),
            person_id=row.saved_by_id,
            due_on=row.option_until,
        )
