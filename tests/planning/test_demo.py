from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.demo import DemoContext
from huiwu.planning import demo
from huiwu.planning.choices import GateState, StepStatus
from huiwu.planning.models import Plan


def context(cast, stage, today):
    people = dict.fromkeys(Role.values, cast.lead)
    people |= {"account_manager": cast.account, "planner": cast.planner, "compliance_officer": cast.compliance}
    return DemoContext(
        org=cast.org, meeting=cast.meeting, stage=stage, people=600, today=today, rng=Random(1), cast=people
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "today", "least"),
    [("planning", date(2027, 2, 24), 5), ("onsite", date(2027, 3, 18), 20), ("wrapup", date(2027, 3, 24), 40)],
)
def test_the_demo_plan_is_worked_through_up_to_its_day(cast, stage, today, least):
    ctx = context(cast, stage, today)
    # The demo's brief comes before the plan; here the client's own evidence is left out, so P02 and P03 stay open.
    began = context(cast, stage, cast.meeting.start_on - timedelta(days=60))
    demo.launch(began)
    demo.work_through(ctx)
    plan = Plan.objects.get()
    done = plan.steps.filter(status=StepStatus.DONE)
    assert done.count() >= least
    assert done.exclude(done_how="evidence").filter(done_by=None).count() == 0
    assert not done.filter(done_on__gt=today).exists()
    signed = plan.gates.get(code="G4").confirmations.first()
    assert (signed.by_name, signed.by_client) == ("赵明远", True)
    assert plan.gates.get(code="G1").state == GateState.CLOSED
