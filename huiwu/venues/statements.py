"""What the bookings state and rely on: the venue's name, and certificates that must hold on the days of the meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.statements import Reference, Statement, refers, states
from huiwu.meetings.models import Meeting
from huiwu.venues.choices import BookingState
from huiwu.venues.models import Booking, Venue, VenueCertificate


def main_venue(meeting: Meeting) -> Venue | None:
    """Where most of the confirmed bookings are; None before anything is confirmed."""
    rows = Booking.objects.filter(meeting=meeting, state=BookingState.CONFIRMED).select_related("room__venue")
    venues = [row.room.venue for row in rows]
    return Counter(venues).most_common(1)[0][0] if venues else None


@states
def what_the_bookings_state(meeting: Meeting) -> Iterator[Statement]:
    venue = main_venue(meeting)
    if venue is not None:
        url = reverse("venues:bookings", args=[meeting.slug])
        yield Statement("meeting.venue_name", str(_("会议场地")), str(_("会场预订")), venue.name, url)


@refers
def certificates_the_meeting_relies_on(meeting: Meeting) -> Iterator[Reference]:
    """The newest of each kind, of the venue the meeting is held in."""
    venue = main_venue(meeting)
    if venue is None:
        return
    newest: dict[str, VenueCertificate] = {}
    for row in venue.certificates.filter(expires_on__isnull=False).order_by("expires_on"):
        newest[row.kind] = row
    for row in newest.values():
        yield Reference(
            source=str(_("会场预订")),
            target=_("{venue}的{kind}").format(venue=venue.name, kind=row.get_kind_display()),
            state="ok",
            url=reverse("venues:venue", args=[venue.pk]),
            expires_on=row.expires_on,
            needed_on=meeting.end_on,
        )
