"""Work that venues do by themselves."""

from __future__ import annotations

from datetime import timedelta

from huiwu.foundation.registry.jobs import periodic
from huiwu.venues.services import lapse_overdue_bookings

periodic("venues.lapse_overdue_bookings", every=timedelta(minutes=30))(lapse_overdue_bookings)
