"""A hall of 16 × 24 m with two ways out and a column, booked for the opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from huiwu.checks.queries import judgement
from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.venues.models import Booking, Room, Venue

START = datetime(2027, 3, 18, 1, tzinfo=UTC)
EXITS = [
    {"wall": "back", "offset_mm": 1_000, "width_mm": 1_600},
    {"wall": "left", "offset_mm": 12_000, "width_mm": 1_400},
]


@dataclass
class Hall:
    cast: Any
    room: Room
    function: Function


def item(kind: str, x: int, y: int, width: int, depth: int, seats: int = 0, label: str = "") -> dict[str, Any]:
    place = {"x_mm": x, "y_mm": y, "width_mm": width, "depth_mm": depth}
    return {"id": str(uuid4()), "kind": kind, **place, "seats": seats, "label": label}


def function_in(meeting: Meeting, space: Space | None, number: int, name: str = "开幕式") -> Function:
    return Function.objects.create(
        meeting=meeting,
        number=number,
        name=name,
        kind="opening",
        space=space,
        start_at=START + timedelta(hours=4 * number),
        end_at=START + timedelta(hours=4 * number + 2),
        headcount_set=280,
    )


def made(cast: Any) -> Hall:
    venue = Venue.objects.create(org=cast.org, name="上海滨江会议中心", city="上海")
    room = Room.objects.create(
        venue=venue, name="大会堂", width_mm=16_000, length_mm=24_000, exits=EXITS,
        columns=[{"x_mm": 8_000, "y_mm": 12_000, "width_mm": 600, "depth_mm": 600}],
    )  # fmt: skip
    space = Space.objects.create(meeting=cast.meeting, name="主会场")
    times = {"from_at": START, "to_at": START + timedelta(hours=9), "asked_at": START - timedelta(days=90)}
    Booking.objects.create(meeting=cast.meeting, room=room, space=space, state="confirmed", **times)
    return Hall(cast, room, function_in(cast.meeting, space, 1))


@pytest.fixture
def hall(db, cast):
    return made(cast)


def findings(meeting: Meeting, days_before: int = 10) -> list[Any]:
    """What OM-035 finds, judged T-n at nine in Shanghai."""
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    at = datetime.combine(date(2027, 3, 18) - timedelta(days=days_before), time(1), UTC)
    return [finding for finding in judgement(fresh, at) if finding.code == "OM-035"]


@pytest.fixture
def today():
    with clock.at(datetime(2027, 3, 1, 2, tzinfo=UTC)):
        yield
