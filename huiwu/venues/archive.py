"""Records of the meeting archive. Booked rooms and their venues go along, as far as the importing house lacks them."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.venues.models import Booking, FunctionDemand, PowerLoad, Room, Venue

archived("venues", Venue, meeting_path="rooms__bookings__meeting", order=50, is_shared=True)
archived("rooms", Room, meeting_path="bookings__meeting", order=51, leave_out=("booking_turn",), is_shared=True)
archived("bookings", Booking, order=52)
archived("function_demands", FunctionDemand, meeting_path="function__meeting", order=52)
archived("power_loads", PowerLoad, meeting_path="function__meeting", order=52)
