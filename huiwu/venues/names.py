"""What venues' records are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.venues.choices import BookingState
from huiwu.venues.models import Room, Venue

names("booking_made.state")(words(BookingState))


@names("venue")
def venues(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Venue.objects.filter(pk__in=ids).values_list("pk", "name")}


@names("room")
def rooms(ids: set[str]) -> dict[str, Any]:
    rows = Room.objects.filter(pk__in=ids).values_list("pk", "venue__name", "name")
    return {str(pk): f"{venue} {name}" for pk, venue, name in rows}
