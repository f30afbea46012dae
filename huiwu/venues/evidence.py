"""P09 from data: every place of the meeting is bound to a room that is confirmed. The contract is the other half."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.choices import FunctionKind
from huiwu.meetings.models import Meeting
from huiwu.venues.choices import LIVE, BookingState
from huiwu.venues.models import Booking

FACTS = (
    "booking_made",
    "booking_changed",
    "booking_held",
    "booking_confirmed",
    "booking_released",
    "booking_lapsed",
    "function_added",
    "function_changed",
    "function_cancelled",
    "function_reinstated",
    "spaces_set",
)


@evidence("venues.booked", title=gettext_lazy("会场预订全部确认"), steps=("P09",), facts=FACTS)
def rooms_booked(meeting: Meeting) -> Evidence:
    """Visits elsewhere need no room. Nothing may still be in line or on hold."""
    url = reverse("venues:bookings", args=[meeting.slug])
    label = _("会场预订")
    rows = list(Booking.objects.filter(meeting=meeting, state__in=LIVE).select_related("saved_by"))
    confirmed = [row for row in rows if row.state == BookingState.CONFIRMED]
    if not confirmed or len(confirmed) < len(rows):
        return Evidence(present=False, label=label, url=url)
    used = meeting.functions.filter(is_cancelled=False, space__isnull=False).exclude(kind=FunctionKind.VISIT)
    if used.exclude(space__in=[row.space_id for row in confirmed if row.space_id]).exists():
        return Evidence(present=False, label=label, url=url)
    last = max(confirmed, key=lambda row: row.updated_at)
    return Evidence(
        present=True,
        label=_("会场预订（{count} 项已确认）").format(count=len(confirmed)),
        url=url,
        at=last.updated_at,
        by=last.saved_by.name if last.saved_by else "",
    )
