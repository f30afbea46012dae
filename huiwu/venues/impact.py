"""Bookings rest on a meeting's days, and rooms on its head-count and layouts."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.venues.choices import BookingState
from huiwu.venues.queries.bookings import live_bookings

DAYS = (
    "meeting.start_on",
    "meeting.end_on",
    "meeting.status",
    "meeting.city",
    "meeting.venue_name",
    "brief.start_date",
)
PEOPLE = (
    "meeting.expected_headcount",
    "brief.headcounts",
    "brief.headcount",
    "event_plan.setup_scheme",
    "event_plan.venue",
    "function.headcount",
    "function.layout",
)


@rests_on(*DAYS, *PEOPLE)
def bookings_that_rest_on_a_fact(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Each live booking: a confirmed one is changed with the venue, an option is asked anew."""
    for row in live_bookings(meeting):
        yield Impacted(
            kind="booking",
            id=str(row.pk),
            label=_("会场预订：{venue} {room}").format(venue=row.room.venue.name, room=row.room.name),
            state="confirmed" if row.state == BookingState.CONFIRMED else "open",
            url=reverse("venues:bookings", args=[meeting.slug]),
            owner_role="venue_team",
            why=_("按“{label}”为 {before} 预订").format(label=change.label, before=change.before),
        )
