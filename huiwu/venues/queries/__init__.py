"""Nouns of venues."""

from huiwu.venues.queries.bookings import bookings_of
from huiwu.venues.queries.library import venue_for, venues_of

__all__ = ["bookings_of", "venue_for", "venues_of"]
