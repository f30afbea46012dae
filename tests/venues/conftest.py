from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiwu.checks.queries import judgement
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.meetings.services import SpaceValues, add_function, set_spaces
from huiwu.venues import services
from huiwu.venues.models import Booking, Room, Venue

TODAY = datetime(2027, 2, 10, 1, tzinfo=UTC)
"""T-36 of the cast's meeting, nine in the morning in Shanghai."""
HALL: dict[str, Any] = {
    "length_mm": 24_000,
    "width_mm": 16_000,
    "clear_height_mm": 6_000,
    "exits": [
        {"wall": "back", "offset_mm": 2000, "width_mm": 1800},
        {"wall": "left", "offset_mm": 0, "width_mm": 1800},
    ],
}


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield TODAY


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def add_house(cast, name: str = "滨江会议中心", **values: Any) -> Venue:
    return services.add_venue(actor=Actor.of_user(cast.lead), org_id=cast.org.pk, name=name, city="上海", **values)


def add_hall(cast, venue: Venue, name: str = "大厅", **values: Any) -> Room:
    return services.add_room(actor=cast.actor("lead"), venue_id=venue.pk, name=name, **(HALL | values))


@pytest.fixture
def venue(cast) -> Venue:
    return add_house(cast)


@pytest.fixture
def room(cast, venue) -> Room:
    return add_hall(cast, venue)


def at(hour: int, day: int = 18, minute: int = 0) -> datetime:
    """A moment of the meeting in its own zone (March 2027)."""
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def add_space(meeting: Meeting, *names: str) -> list[Space]:
    kept = [SpaceValues(id=row.pk, name=row.name) for row in meeting.spaces.all()]
    new = [SpaceValues(name=name) for name in names]
    return set_spaces(actor=SYSTEM, meeting=meeting, spaces=[*kept, *new])[len(kept) :]


def hold_function(meeting: Meeting, space: Space | None, name: str = "开幕", **values: Any) -> Function:
    given = {"kind": "plenary", "start_at": at(9), "end_at": at(11), "layout": "theatre", "headcount_expected": 200}
    given |= values
    return add_function(actor=SYSTEM, meeting=meeting, name=name, space_id=space.pk if space else None, **given)


def book(cast, room: Room, space: Space | None = None, meeting: Meeting | None = None, **values: Any) -> Booking:
    given = {"from_at": at(8), "to_at": at(22, 19), "state": "confirmed"} | values
    return services.book_room(
        actor=SYSTEM,
        meeting=meeting or cast.meeting,
        room_id=room.pk,
        space_id=space.pk if space else None,
        **given,
    )


def another_meeting(cast, slug: str = "other") -> Meeting:
    """A second meeting of the same organisation on the same days; only its owner and admins see it."""
    row = Meeting.objects.get(pk=cast.meeting.pk)
    row.pk, row._state.adding = None, True
    row.id, row.slug, row.number, row.name = Meeting().id, slug, f"2027-{slug}", "另一场会议"
    row.save(force_insert=True)
    return row


def findings(meeting: Meeting, code: str, days: int = 10) -> list[Any]:
    """The findings of one rule, judged T-n."""
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    moment = at(9) - timedelta(days=days)
    return [found for found in judgement(fresh, moment) if found.code == code]


def severities(meeting: Meeting, code: str, days: int = 10) -> list[str]:
    return [found.severity for found in findings(meeting, code, days)]
