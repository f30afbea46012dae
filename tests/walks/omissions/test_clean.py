"""The invented meetings as a careful team has them: nothing forgotten, at any stage, on any weekday."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiwu.budget.queries.books import budget_of
from huiwu.checks.queries import judgement
from huiwu.config.demo.scripts import SCRIPTS
from huiwu.documents.queries import signed_version
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.models import Plan
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.queries.suggestions import suggested_parties
from huiwu.registration.checks import registration_page
from huiwu.registration.models import Registration, RegistrationForm
from tests.config.test_demo import verify_stage
from tests.walks.omissions.planting import loaded, rolled_back, told
from tests.walks.omissions.test_money import PLANTS as MONEY
from tests.walks.omissions.test_people import ELSEWHERE
from tests.walks.omissions.test_people import PLANTS as PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what is found is the same on any database

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
    return list(
        Plan.objects.get(meeting=meeting).steps.filter(status="done").order_by("order").values_list("code", flat=True)
    )


def left_open(meeting: Meeting) -> list[str]:
    """Steps past their day that are not done."""
    steps = Plan.objects.get(meeting=meeting).steps.filter(status__in=["todo", "doing"], finish_on__lt=clock.today())
    return list(steps.values_list("code", flat=True))


PREPARED = (
    "P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12 P13 P14 P15 P16 P17 P18 P19 P20 P21 P22 P23 P24 P25 P26"
    " D01 D02 D03 D04 D05 D06"
)
"""Every step of the time before the first day."""
HELD = (
    "D07 D10 D11 D12 D13 D14 D15 D16 D17 D18 D19 D20 D21 D22 D23 D24 D25 D26 D27 D28 D29 D30"
    " A01 A02 A03 A05 A08 A11 A13 A16"
)
OWN = "T01 T02 T03"


def test_every_step_of_the_preparation_is_done_on_the_first_day(clean):
    assert done(clean) == [*without(PREPARED, "P13").split(), *OWN.split()]


MIDNIGHT = {
    "Tuesday": datetime(2026, 11, 23, 16, 5, tzinfo=UTC),
    "Friday": datetime(2026, 12, 17, 16, 1, tzinfo=UTC),
    "Monday": datetime(2026, 11, 29, 16, 5, tzinfo=UTC),
    "Thursday": datetime(2026, 12, 2, 16, 5, tzinfo=UTC),
}
"""In China, some minutes into that day."""
WEDNESDAY, SUNDAY = datetime(2026, 12, 16, 9, tzinfo=UTC), datetime(2026, 12, 20, 2, tzinfo=UTC)


def without(steps: str, *left_out: str) -> str:
    return " ".join(code for code in steps.split() if code not in left_out)


def test_people_register_after_the_client_has_confirmed_and_lists_go_to_nobody_unbound(clean):
    form = RegistrationForm.objects.get(meeting=clean)
    signed = signed_version(form.document)
    first, last = (Registration.objects.filter(meeting=clean).order_by(by)[0] for by in ("created_at", "-created_at"))
    days = [signed.proposed_at, form.opened_at, first.created_at, last.created_at, form.closes_at]
    assert days == sorted(days)
    assert list(registration_page(clean)) == []
    assert suggested_parties(clean) == []
    assert EntrustedProcessing.objects.filter(meeting=clean, state="in_force").count() > 0


@pytest.mark.parametrize(
    ("code", "stage", "at", "expected"),
    [
        ("training", "planning", None, "P01 P02 P03 P04 P05 P06 P08 P09 P10 P11 P16"),
        ("training", "wrapup", None, without(f"{PREPARED} {HELD}", "P13", "D16", "D25", "A05")),
        ("forum", "planning", None, "P01 P02 P03 P04"),
        ("forum", "planning", MIDNIGHT["Tuesday"], "P01 P02 P03 P04"),
        ("forum", "planning", WEDNESDAY, "P01 P02 P03 P04"),
        ("forum", "planning", MIDNIGHT["Friday"], "P01 P02 P03 P04"),
        ("forum", "planning", SUNDAY, "P01 P02 P03 P04"),
        ("forum", "onsite", MIDNIGHT["Monday"], PREPARED),
        ("forum", "wrapup", MIDNIGHT["Thursday"], f"{PREPARED} {HELD}"),
    ],
)
def test_nothing_is_forgotten_on_the_clean_demo(django_db_blocker, code, stage, at, expected):
    """A training has no press (P13), interpretation (D16), shuttles (D25) or papers to take back (A05)."""
    with clock.at(at or clock.now()), rolled_back():
        meeting = loaded(code, stage)

        verify_stage(meeting, SCRIPTS[code], stage, clock.today())
        assert (told(meeting), planted_codes(meeting), left_open(meeting)) == (set(), set(), [])
        assert done(meeting) == [*expected.split(), *OWN.split()]
