"""Bookings of a meeting."""

from __future__ import annotations

from django.db.models import QuerySet

from huiwu.meetings.models import Meeting
from huiwu.venues.models import Booking


def bookings_of(meeting: Meeting) -> QuerySet[Booking]:
    """All bookings of the meeting, ended ones too, with room, venue and space, by time."""
    return Booking.objects.filter(meeting=meeting).select_related("room__venue", "space").order_by("from_at", "asked_at")
