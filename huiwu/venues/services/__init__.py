"""Verbs of venues."""

from huiwu.venues.services.bookings import (
    book_room,
    change_booking,
    confirm_booking,
    hold_booking,
    lapse_overdue_bookings,
    release_booking,
)
from huiwu.venues.services.demands import set_room_demand
from huiwu.venues.services.library import (
    add_venue,
    change_venue,
    record_certificate,
    reinstate_venue,
    remove_certificate,
    retire_venue,
    set_lodging_offers,
    set_venue_contacts,
)
from huiwu.venues.services.pictures import add_picture, remove_picture
from huiwu.venues.services.rooms import add_room, change_room, copy_room, reinstate_room, retire_room
from huiwu.venues.services.standards import set_standards

__all__ = [
    "add_picture",
    "add_room",
    "add_venue",
    "book_room",
    "change_booking",
    "change_room",
    "change_venue",
    "confirm_booking",
    "copy_room",
    "hold_booking",
    "lapse_overdue_bookings",
    "record_certificate",
    "reinstate_room",
    "reinstate_venue",
    "release_booking",
    "remove_certificate",
    "remove_picture",
    "retire_room",
    "retire_venue",
    "set_lodging_offers",
    "set_room_demand",
    "set_standards",
    "set_venue_contacts",
]
