"""A meeting that is over, with a signed contract for the stage, accepted, invoiced and half paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.checks.queries import judgement
from huiwu.contracts.models import Acceptance, Contract
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.payments.models import Payment, PaymentRequest
from tests.cast import person

END = date(2027, 3, 19)
AMOUNT = 18_000_000


@dataclass
class Stage:
    cast: Any
    contract: Contract
    finance: User

    @property
    def meeting(self) -> Meeting:
        return self.cast.meeting


def contract_with(
    meeting: Meeting, number: str, party: str = "筑景搭建", amount_cents: int = AMOUNT, **more: Any
) -> Contract:
    values = {"kind": "supplier", "direction": "payable", "status": "signed", "signed_on": date(2027, 2, 1)}
    days = {"starts_on": date(2027, 3, 17), "ends_on": END}
    return Contract.objects.create(
        meeting=meeting,
        number=number,
        title="舞台与背景搭建",
        party_name=party,
        amount_cents=amount_cents,
        **values,
        **days,
        **more,
    )


def accepted(contract: Contract, cents: int) -> None:
    Acceptance.objects.create(contract=contract, accepted_on=END, amount_cents=cents)


def invoiced(contract: Contract, cents: int) -> None:
    Invoice.objects.create(
        org=contract.meeting.org, meeting=contract.meeting, contract=contract, number=str(uuid4().int)[:20], counted_cents=cents,
        gross_cents=cents, direction="in",
    )  # fmt: skip


def paid(contract: Contract, cents: int, **more: Any) -> Payment:
    asked = PaymentRequest.objects.create(
        meeting=contract.meeting,
        number=PaymentRequest.objects.count() + 1,
        contract=contract,
        purpose="进度款",
        payee=contract.party_name,
        amount_cents=cents,
        state="approved",
    )
    return Payment.objects.create(
        meeting=contract.meeting, request=asked, amount_cents=cents, paid_on=END, method="transfer", key=uuid4(), **more
    )


@pytest.fixture(autouse=True)
def five_days_after():
    with clock.at(datetime.combine(END + timedelta(days=5), time(1), UTC)):
        yield


def made(cast: Any) -> Stage:
    finance = person("finance", "钱多", cast.org)
    TeamMember.objects.create(meeting=cast.meeting, user=finance, role=Role.FINANCE)
    contract = contract_with(cast.meeting, "CT-001")
    accepted(contract, 17_500_000)
    invoiced(contract, 17_500_000)
    paid(contract, 9_000_000)
    return Stage(cast, contract, finance)


@pytest.fixture
def stage(db, cast):
    return made(cast)


def findings(meeting: Meeting, code: str, days_after: int = 5) -> list[Any]:
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    at = datetime.combine(END + timedelta(days=days_after), time(1), UTC)
    return [finding for finding in judgement(fresh, at) if finding.code == code]
