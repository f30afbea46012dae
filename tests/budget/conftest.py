from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import Membership, User
from huiwu.budget.models import Budget, BudgetLine
from huiwu.budget.queries.books import Ledger, budget_of, ledger_of
from huiwu.budget.services import add_line, begin_budget, send_budget
from huiwu.checks.queries import judgement
from huiwu.contracts.choices import Direction, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from tests.cast import Cast

START = date(2027, 3, 18)


def days_before(n: int) -> datetime:
    """Nine in the morning in Shanghai, n days before the first day."""
    return datetime.combine(START - timedelta(days=n), time(1), UTC)


@pytest.fixture(autouse=True)
def t_minus_44():
    with clock.at(days_before(44)):
        yield


def findings(meeting: Meeting, code: str, n: int = 40) -> list[Any]:
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    return [f for f in judgement(fresh, days_before(n)) if f.code == code]


@pytest.fixture
def finance(cast: Cast) -> Actor:
    user = User.objects.create_user("finance@example.test", "金账")
    Membership.objects.create(org=cast.org, user=user, role=OrgRole.MEMBER)
    TeamMember.objects.create(meeting=cast.meeting, user=user, role=Role.FINANCE)
    return Actor.of_user(user)


def values(**more: Any) -> dict[str, Any]:
    usual = {
        "category": "catering", "item": "午餐", "spec": "自助", "unit": "meal", "basis": "expected", "group": "all",
        "function": None, "count": Decimal(1), "overage_permille": 0, "people_per_unit": 1, "spare": 0,
        "days": Decimal(1), "times": Decimal(1), "unit_cents": 10_000, "tax_bp": 600, "payer": "client",
        "per_diem": "meals", "is_adjustable": True, "is_settled": False, "supplier": None, "note": "",
    }  # fmt: skip
    return usual | more


@pytest.fixture
def budget(cast: Cast, finance: Actor) -> Budget:
    """Lunch for 600 at 100 yuan, a hall at 20,000, a reserve of 5,000: 85,000 yuan."""
    made = begin_budget(actor=finance, meeting=cast.meeting, origin="empty")
    fixed = {"unit": "lump", "basis": "", "per_diem": ""}
    add_line(actor=finance, budget=made, values=values())
    add_line(
        actor=finance,
        budget=made,
        values=values(**fixed, category="venue", item="主会场", spec="", unit_cents=2_000_000),
    )
    add_line(
        actor=finance,
        budget=made,
        values=values(**fixed, category="reserve", item="不可预见费", spec="", unit_cents=500_000, is_adjustable=False),
    )
    return fresh(made)


def fresh(budget: Budget) -> Budget:
    found = budget_of(budget.meeting)
    assert found is not None
    return found


def line(budget: Budget, item: str) -> BudgetLine:
    return budget.lines.get(item=item)


def opened(budget: Budget) -> Ledger:
    return ledger_of(fresh(budget))


@pytest.fixture
def signed(cast: Cast, budget: Budget) -> Budget:
    return sign(cast, budget)


def sign(cast: Cast, budget: Budget) -> Budget:
    """The budget sent to 赵明远 and confirmed by him: the baseline."""
    version, link, _token = send_budget(actor=cast.actor("lead"), budget=fresh(budget), person="赵明远")
    holder = Actor.of_link(link, address="203.0.113.9", agent="phone")
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    return fresh(budget)


@pytest.fixture
def contract(cast: Cast) -> Callable[..., Contract]:
    """A signed contract with a caterer."""

    def make(amount_cents: int, **more: Any) -> Contract:
        usual = {
            "kind": Kind.SUPPLIER,
            "direction": Direction.PAYABLE,
            "number": f"HT-{uuid4().hex[:6]}",
            "title": "餐饮服务合同",
            "category": "catering",
            "party_name": "清禾餐饮",
            "starts_on": START,
            "ends_on": START + timedelta(days=1),
            "status": Status.SIGNED,
            "signed_on": date(2027, 1, 20),
        }
        return Contract.objects.create(meeting=cast.meeting, amount_cents=amount_cents, **usual | more)

    return make
