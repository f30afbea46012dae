"""The invented meetings as a careful team has them: nothing forgotten, at any stage, on any weekday."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiwu.budget.queries.books import budget_of
from huiwu.checks.queries import judgement
from huiwu.config.demo.scripts import SCRIPTS
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.models import Plan
from tests.config.test_demo import verify_stage
from tests.walks.omissions.planting import loaded, rolled_back, told
from tests.walks.omissions.test_money import PLANTS as MONEY
from tests.walks.omissions.test_people import ELSEWHERE
from tests.walks.omissions.test_people import PLANTS as PEOPLE

pytestmark = pytest.mark.django_db

PLANTED = {*MONEY, *PEOPLE, *ELSEWHERE}
LISTED = {("OM-040", "hint")}
"""A category that P10 still has time for is listed, not missed: the one hint a careful team's plan shows."""


def planted_codes(meeting: Meeting) -> set[str]:
    found = {(finding.code, str(finding.severity)) for finding in judgement(meeting)}
    return {code for code, _severity in found - LISTED} & PLANTED


def test_nothing_is_forgotten_on_the_first_day(clean):
    assert budget_of(clean) is not None
    assert told(clean) | planted_codes(clean) == set()


def done(meeting: Meeting) -> list[str]:
    return list(Plan.objects.get(meeting=meeting).steps.filter(status="done").order_by("order").values_list("code", flat=True))
