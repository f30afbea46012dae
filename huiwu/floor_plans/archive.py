"""Records of the meeting archive. A room's plan travels with the room, which several meetings share."""

from __future__ import annotations

from huiwu.floor_plans.models import FloorPlan, SetupPlan
from huiwu.foundation.registry.archive import archived

archived("floor_plans", FloorPlan, order=53, meeting_path="room__bookings__meeting", is_shared=True)
archived("setup_plans", SetupPlan, order=54)
