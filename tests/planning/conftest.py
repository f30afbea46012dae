from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from huiwu.planning import services
from huiwu.planning.models import Gate, Plan, Step
from tests.cast import Cast

LAUNCH_DAY = datetime(2027, 1, 11, 1, tzinfo=UTC)


@pytest.fixture
def january(cast: Cast) -> Iterator[None]:
    """It is 11 January 2027, T-66 of the cast's meeting."""
    with clock.at(LAUNCH_DAY):
        yield


@pytest.fixture
def plan(cast: Cast, january: None) -> Plan:
    """林岚 launches the built-in plan in good time."""
    return services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)


@pytest.fixture
def step(plan: Plan) -> Any:
    """`step("P11")`, fresh from the database."""
    return lambda code: Step.objects.select_related("plan__meeting").get(plan=plan, code=code)


@pytest.fixture
def gate(plan: Plan) -> Any:
    """`gate("G4")`, fresh from the database."""
    return lambda code: Gate.objects.select_related("plan__meeting").get(plan=plan, code=code)


def give_role(cast: Cast, who: str, role: Role) -> None:
    TeamMember.objects.create(meeting=cast.meeting, user=getattr(cast, who), role=role)
