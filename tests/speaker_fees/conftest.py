from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.compliance.models import ComplianceProfile
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.speaker_fees import services
from huiwu.speaker_fees.services import FeeValues

NOW = datetime(2027, 3, 25, 1, tzinfo=UTC)
ID = "11010519491231002X"


@pytest.fixture
def team(cast: Any) -> Any:
    """The cast with 陈策 in 嘉宾组 and 孙浩 as 财务, a week after the meeting."""
    TeamMember.objects.create(meeting=cast.meeting, user=cast.planner, role=Role.GUEST_TEAM)
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.FINANCE)
    with clock.at(NOW):
        yield cast


def values(**more: Any) -> FeeValues:
    plain = {
        "name": "欧阳修文",
        "organisation": "东海大学",
        "grade": "professor",
        "kind": "lecture",
        "half_units": 8,
        "basis": "net",
        "agreed_cents": 400_000,
        "planned_on": date(2027, 3, 22),
    }
    return FeeValues(**(plain | more))


def entered(cast: Any, **more: Any) -> Any:
    return services.enter_fee(actor=cast.actor("planner"), meeting=cast.meeting, values=values(**more))


def submitted(cast: Any, **more: Any) -> Any:
    fee = entered(cast, **more)
    return services.submit_fee(actor=cast.actor("planner"), meeting=cast.meeting, fee_id=fee.pk)


def approved(cast: Any, reason: str = "", **more: Any) -> Any:
    fee = submitted(cast, **more)
    return services.approve_fee(
        actor=cast.actor("lead"), meeting=cast.meeting, fee_id=fee.pk, revision=fee.revision, over_reason=reason
    )


def paid(cast: Any, **more: Any) -> Any:
    fee = approved(cast, **more)
    return services.pay_fee(
        actor=cast.actor("colleague"),
        meeting=cast.meeting,
        fee_id=fee.pk,
        paid_on=date(2027, 3, 22),
        method="transfer",
        reference="L-1",
    )


def public(cast: Any, mode: bool = True) -> None:
    """The host is a central public body."""
    Meeting.objects.filter(pk=cast.meeting.pk).update(public_body_mode=mode)
    ComplianceProfile.objects.create(meeting=cast.meeting, nature="public_central")
    cast.meeting.refresh_from_db()
