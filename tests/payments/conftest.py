from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from huiwu.accounts.choices import Role
from huiwu.contracts.models import Acceptance, Amendment, Contract, PaymentTerm
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from huiwu.payments import services
from huiwu.payments.services import RequestValues

NOW = datetime(2027, 3, 1, 1, tzinfo=UTC)
TODAY = date(2027, 3, 1)


def join(cast: Any) -> Any:
    """陈策 buys and 孙浩 keeps the money."""
    TeamMember.objects.create(meeting=cast.meeting, user=cast.planner, role=Role.PROCUREMENT)
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.FINANCE)
    return cast


@pytest.fixture
def team(cast: Any) -> Any:
    with clock.at(NOW):
        yield join(cast)


def contract(cast: Any, cents: int = 10_000_000, **more: Any) -> Contract:
    plain = {
        "kind": "supplier",
        "direction": "payable",
        "number": f"HT-{Contract.objects.count() + 1}",
        "title": "搭建合同",
        "party_name": "长风搭建",
        "amount_cents": cents,
        "starts_on": date(2027, 3, 17),
        "ends_on": date(2027, 3, 19),
        "signed_on": date(2027, 2, 1),
        "status": "signed",
    }
    return Contract.objects.create(meeting=cast.meeting, **(plain | more))


def client_contract(cast: Any, cents: int = 50_000_000, **more: Any) -> Contract:
    plain = {"kind": "client", "direction": "receivable", "title": "会议服务合同", "party_name": "启明科技"}
    return contract(cast, cents, **(plain | more))


def term(of: Contract, cents: int, **more: Any) -> PaymentTerm:
    plain = {"label": "首付款", "trigger": "date", "due_on": date(2027, 2, 20), "requires_invoice": False}
    return PaymentTerm.objects.create(contract=of, amount_cents=cents, order=of.terms.count(), **(plain | more))


def amendment(of: Contract, cents: int) -> Amendment:
    return Amendment.objects.create(
        contract=of,
        number=of.amendments.count() + 1,
        amount_cents=cents,
        summary="加屏",
        reason="客户要求",
        status="signed",
        signed_on=date(2027, 2, 10),
    )


def accepted(of: Contract, cents: int, **more: Any) -> Acceptance:
    return Acceptance.objects.create(contract=of, amount_cents=cents, accepted_on=date(2027, 2, 25), **more)


def invoice(cast: Any, cents: int, **more: Any) -> Invoice:
    plain = {
        "number": f"2744200000001420{Invoice.objects.count():04d}",
        "state": "verified",
        "gross_cents": cents,
        "counted_cents": cents,
        "seller_name": "长风搭建",
        "issued_on": date(2027, 2, 20),
    }
    return Invoice.objects.create(**({"org": cast.org, "meeting": cast.meeting} | plain | more))


def drafted(cast: Any, cents: int = 1_000_000, **more: Any) -> Any:
    values = RequestValues(**({"purpose": "搭建首付款", "payee": "长风搭建", "amount_cents": cents} | more))
    return services.draft_payment_request(actor=cast.actor("planner"), meeting=cast.meeting, values=values)


def asked(cast: Any, cents: int = 1_000_000, **more: Any) -> Any:
    row = drafted(cast, cents, **more)
    return services.request_payment(actor=cast.actor("planner"), meeting=cast.meeting, request_id=row.pk)


def granted(cast: Any, cents: int = 1_000_000, **more: Any) -> Any:
    row = asked(cast, cents, **more)
    return services.approve_payment(
        actor=cast.actor("owner"), meeting=cast.meeting, request_id=row.pk, revision=row.revision
    )


def pay(cast: Any, row: Any, cents: int, **more: Any) -> Any:
    plain = {"key": uuid4(), "paid_on": TODAY, "method": "transfer", "reference": "P-1"}
    return services.record_payment(
        actor=cast.actor("colleague"),
        meeting=cast.meeting,
        request_id=row.pk,
        amount_cents=cents,
        **(plain | more),
    )


def receive(cast: Any, of: Contract | None, cents: int, **more: Any) -> Any:
    plain = {
        "key": uuid4(),
        "contract_id": of.pk if of else None,
        "received_on": TODAY,
        "payer": "启明科技",
        "method": "transfer",
    }
    return services.record_receipt(
        actor=cast.actor("colleague"), meeting=cast.meeting, amount_cents=cents, **(plain | more)
    )
