"""Nouns of venues."""

from huiwu.venues.queries.bookings import (
    booking_of,
    bookings_of,
    calendar_of,
    clashes,
    hire_of,
    live_bookings,
    overlapping,
    places_in_line,
    rooms_by_function,
)
from huiwu.venues.queries.capacity import capacities_of, capacity_of
from huiwu.venues.queries.library import found_venues, room_for, rooms_of, venue_for, venues_of
from huiwu.venues.queries.standards import numbers_of, standards_of

__all__ = [
    "booking_of",
    "bookings_of",
    "calendar_of",
    "capacities_of",
    "capacity_of",
    "clashes",
    "found_venues",
    "hire_of",
    "live_bookings",
    "numbers_of",
    "overlapping",
    "places_in_line",
    "room_for",
    "rooms_by_function",
    "rooms_of",
    "standards_of",
    "venue_for",
    "venues_of",
]
