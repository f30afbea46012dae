"""The demo informs before anybody is listed, and breaks no rule of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.calls.demo import ring
from huiwu.calls.models import CallRecord, CallTask
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.demo import DemoContext
from huiwu.kernel import clock
from huiwu.privacy.demo import entrust, inform, take_back
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.queries.consents import published_notice
from huiwu.suppliers.models import Supplier
from tests.privacy.conftest import person


@pytest.mark.parametrize(("stage", "today"), [("planning", date(2027, 3, 1)), ("wrapup", date(2027, 3, 24))])
def test_the_demo_informs_entrusts_rings_and_finds_nothing(cast: Any, stage: Any, today: date) -> None:
    roles: dict[str, Any] = {
        Role.PRIVACY_OFFICER: cast.compliance,
        Role.GUEST_TEAM: cast.planner,
        Role.PROJECT_MANAGER: cast.lead,
    }
    for role, user in roles.items():
        cast.meeting.team.get_or_create(user=user, role=role)
    supplier = Supplier.objects.create(
        org=cast.org, name="通达车队", name_key="通达车队", categories=["transport"], category_key="|transport|"
    )
    Contract.objects.create(
        meeting=cast.meeting,
        number="HT-1",
        kind="supplier",
        title="用车",
        party_name="通达车队",
        supplier=supplier,
        status="signed",
        signed_on=date(2027, 1, 5),
        starts_on=date(2027, 3, 18),
        ends_on=date(2027, 3, 19),
    )
    ctx = DemoContext(cast.org, cast.meeting, stage, 60, today, Random(1), cast=roles)
    with clock.at(datetime(2027, 1, 10, tzinfo=UTC)):
        inform(ctx)
        for n in range(6):
            person(cast, f"贵宾{n}", mobile=f"1380000100{n}", roles=["vip"])
        ring(ctx)
        entrust(ctx)
        take_back(ctx)
    assert published_notice(cast.meeting) is not None
    state = EntrustedProcessing.objects.get().state
    assert state == ("returned" if stage == "wrapup" else "in_force")
    waiting = CallTask.objects.filter(state="open").count()
    assert (CallRecord.objects.count(), waiting) == ((4, 0) if stage == "wrapup" else (0, 2))
    at = datetime.combine(today, datetime.min.time(), UTC)
    scope = Scope(meeting=cast.meeting, at=at, today=today)
    ours = [rule for rule in RULES.values() if rule.module in ("privacy", "calls") and rule.applies(scope)]
    assert [hit.detail for rule in ours for hit in rule.find(scope)] == []
