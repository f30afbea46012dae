"""Somebody who is no guest sits, eats and is met all the same (TR-08)."""

from __future__ import annotations

from typing import Any

import pytest

from huiwu.attendees.models import Attendee
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.planning.models import Step
from huiwu.planning.services import launch_plan
from tests.cast import Cast


@pytest.fixture
def begun(cast: Cast, people: list[Attendee]) -> Attendee:
    """Seats (P18) and rooms (P19) are being arranged, meals (P21) not yet."""
    launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    Step.objects.filter(plan__meeting=cast.meeting, code__in=("P18", "P19")).update(status="doing")
    return people[0]


def areas(cast: Cast, person: Attendee, key: str) -> list[str]:
    change = Change(key, "改动", "a", "b", subject_id=str(person.pk))
    found = [one for one in impacts(cast.meeting, [change]) if one.kind == "attendee.area"]
    return sorted(one.id.partition(":")[2] for one in found)


def test_a_changed_name_touches_seat_card_and_room_where_the_work_has_begun(cast: Cast, begun: Attendee) -> None:
    assert areas(cast, begun, "attendee.display_name") == ["card", "room", "seat"]
    assert areas(cast, begun, "attendee.title") == ["card", "seat"]


def test_who_does_not_come_leaves_what_was_arranged(cast: Cast, begun: Attendee) -> None:
    Attendee.objects.filter(pk=begun.pk).update(presence="cancelled")
    change = Change("attendee.presence", "确认状态", "confirmed", "cancelled", subject_id=str(begun.pk))
    lines = [one for one in impacts(cast.meeting, [change]) if one.kind == "attendee.area"]
    assert {(one.why, one.owner_role) for one in lines} == {
        ("不来了，撤下原有安排", "secretariat"),
        ("不来了，撤下原有安排", "materials_team"),
        ("不来了，撤下原有安排", "lodging_team"),
    }
    assert areas(cast, begun, "attendee.display_name") == []


def test_a_guest_has_the_ledgers_lines_and_not_these_too(cast: Cast, begun: Attendee, guests: Any) -> None:
    assert areas(cast, begun, "attendee.display_name") == []
