"""What contradicts or is missing about rooms: OM-028, 029, 032, 033, 034, 036, and what the general layer adds."""

from huiwu.venues.checks import bookings, needs, people, times

__all__ = ["bookings", "needs", "people", "times"]
