"""The demo's plan alone, without what the other capabilities bring: their steps wait for their evidence.

What a whole demo meeting has done at each stage stands in tests/walks/omissions/test_clean.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.demo import DemoContext
from huiwu.planning import demo
from huiwu.planning.choices import GateState, StepStatus
from huiwu.planning.models import Plan

AHEAD = "P01 T01 T02 T03"
BY_THE_FIRST_DAY = "P01 P15 P19 P24 P25 D01 D02 D03 D04 D05 D06 T01 T02 T03"
AFTER_IT = (
    "P01 P15 P19 P24 P25 D01 D02 D03 D04 D05 D06 D07 D11 D12 D13 D14 D15 D17 D18 D19 D20 D23 D24 D26 D27 D29 D30"
    " A01 A02 A03 A11 A13 T01 T02 T03"
)
"""Neither steps that are done by evidence (P02 to P12, P16, P17, P23 …) nor those behind their gates."""


def context(cast, stage, today):
    people = dict.fromkeys(Role.values, cast.lead)
    people |= {"account_manager": cast.account, "planner": cast.planner, "compliance_officer": cast.compliance}
    return DemoContext(
        org=cast.org, meeting=cast.meeting, stage=stage, people=600, today=today, rng=Random(1), cast=people
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "today", "expected"),
    [
        ("planning", date(2027, 2, 24), AHEAD),
        ("onsite", date(2027, 3, 18), BY_THE_FIRST_DAY),
        ("wrapup", date(2027, 3, 24), AFTER_IT),
    ],
)
def test_the_demo_plan_is_worked_through_up_to_its_day(cast, stage, today, expected):
    ctx = context(cast, stage, today)
    began = context(cast, stage, cast.meeting.start_on - timedelta(days=60))
    demo.launch(began)
    demo.work_through(ctx)
    plan = Plan.objects.get()
    done = plan.steps.filter(status=StepStatus.DONE)
    assert " ".join(done.order_by("order").values_list("code", flat=True)) == expected
    assert done.exclude(done_how="evidence").filter(done_by=None).count() == 0
    assert not done.filter(done_on__gt=today).exists()
    signed = plan.gates.get(code="G4").confirmations.first()
    assert (signed.by_name, signed.by_client) == ("赵明远", True)
    assert plan.gates.get(code="G1").state == GateState.CLOSED
