"""Callers and people to ring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import add_attendee
from huiwu.calls import services
from huiwu.calls.models import CallTask
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from tests.cast import Cast

NOW = datetime(2027, 3, 1, 2, tzinfo=UTC)


@pytest.fixture
def team(cast: Cast) -> Iterator[Cast]:
    """陈策 and 孙浩 ring for 嘉宾组, on a morning two weeks before."""
    for user in (cast.planner, cast.colleague):
        TeamMember.objects.create(meeting=cast.meeting, user=user, role=Role.GUEST_TEAM)
    with clock.at(NOW):
        yield cast


def person(cast: Cast, name: str = "王明", **values: Any) -> Attendee:
    known: Any = {"display_name": name, "org_name": "启明科技", "mobile": "13800001234"} | values
    return add_attendee(actor=cast.actor("lead"), meeting=cast.meeting, values=known)


def asked(cast: Cast, attendee: Attendee, key: str = "reply", **more: Any) -> CallTask:
    values: dict[str, Any] = {"why": "reply", "key": f"{key}:{attendee.pk}"}
    return services.request_call(
        actor=cast.actor("lead"), meeting=cast.meeting, attendee_id=attendee.pk, **(values | more)
    )


def next_for(cast: Cast, who: str) -> Attendee | None:
    callee = services.claim_next(actor=cast.actor(who), meeting=cast.meeting)
    return callee.attendee if callee else None


def rang(cast: Cast, who: str, attendee: Attendee, outcome: str = "settled", **more: Any) -> Any:
    return services.record_call(
        actor=cast.actor(who), meeting=cast.meeting, attendee_id=attendee.pk, outcome=outcome, **more
    )
