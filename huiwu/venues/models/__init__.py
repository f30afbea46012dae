"""The library of venues and rooms, the numbers it is judged by, and the meetings' bookings."""

from huiwu.venues.models.bookings import Booking, FunctionDemand, PowerLoad
from huiwu.venues.models.library import LodgingOffer, Picture, Venue, VenueCertificate, VenueContact
from huiwu.venues.models.rooms import Room
from huiwu.venues.models.standards import VenueStandards

__all__ = [
    "Booking",
    "FunctionDemand",
    "LodgingOffer",
    "Picture",
    "PowerLoad",
    "Room",
    "Venue",
    "VenueCertificate",
    "VenueContact",
    "VenueStandards",
]
