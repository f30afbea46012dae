"""Who may open the pages of floor plans."""

from __future__ import annotations

from typing import Any

from huiwu.floor_plans.services import open_setup_plan
from huiwu.meetings.models import Space
from huiwu.venues.models import Booking, Room, Venue
from tests.access.may import LEADS, OURS, TEAM, May, act, both, page
from tests.floor_plans.conftest import START

DRAWERS = LEADS | {
    "planner",
    "secretariat",
    "venue_team",
    "catering_team",
    "av_team",
    "operations_head",
    "build_contractor",
    "security_team",
}
ROWS: dict[str, May] = {
    "floor_plans:floor_plan": both(OURS, at={"room_id": "plan_room_id"}),
    "floor_plans:picture": page(OURS, at={"room_id": "plan_room_id"}, own=True),
    "floor_plans:list": page(TEAM),
    "floor_plans:setup": May(get=TEAM, post=DRAWERS),
    "floor_plans:begin": act(DRAWERS),
    "floor_plans:judge": act(TEAM),
    "floor_plans:move": act(DRAWERS),
    "floor_plans:sheet": page(TEAM, at={"kind": "plan_sheet_kind"}, few=True),
}


def fill(world: Any) -> None:
    """A measured room that the opening's space is bound to, and the opening's plan."""
    meeting = world.cast.meeting
    venue = Venue.objects.create(org=world.cast.org, name="平面图酒店", city="上海")
    room = Room.objects.create(venue=venue, name="平面图厅", width_mm=16_000, length_mm=24_000)
    space = Space.objects.get(meeting=meeting)
    Booking.objects.create(
        meeting=meeting,
        room=room,
        space=space,
        state="confirmed",
        from_at=START,
        to_at=START.replace(hour=9),
        asked_at=START,
    )
    opening = meeting.functions.get(number=world.ids["number"])
    open_setup_plan(actor=world.cast.actor("lead"), meeting=meeting, function=opening)
    world.ids |= {"plan_room_id": room.pk, "plan_sheet_kind": "pdf"}
