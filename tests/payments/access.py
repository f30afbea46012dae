"""Rows of the permission table for payments, and one of each thing."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.files import keep_file
from huiwu.payments.models import Payment
from huiwu.payments.services import RequestValues, draft_payment_request, record_receipt
from tests.access.may import HEADS, LEADS, MEMBERS, OUR_HEADS, May, act, both, page
from tests.payments.conftest import contract

MONEY = LEADS | {"finance", "commercial_manager", "procurement", "department_head"}
BUYERS = LEADS | {"finance", "commercial_manager", "procurement"}
APPROVERS = LEADS | {"department_head", "finance"}
CASHIERS = OUR_HEADS | {"finance"}

REQUEST = {"request_id": "payment_request"}
PAYMENT = {"payment_id": "payment"}
RECEIPT = {"receipt_id": "receipt"}

ROWS: dict[str, May] = {
    "payments:across": page(MEMBERS),
    "payments:across_export": page(MEMBERS, at={"form": "excel"}),
    "payments:levels": both(HEADS),
    "payments:index": page(MONEY),
    "payments:new": both(BUYERS),
    "payments:request": page(MONEY, at=REQUEST),
    "payments:edit": both(BUYERS, at=REQUEST),
    "payments:invoices": act(BUYERS, at=REQUEST),
    "payments:submit": act(BUYERS, at=REQUEST),
    "payments:approve": act(APPROVERS, at=REQUEST),
    "payments:refuse": act(APPROVERS, at=REQUEST),
    "payments:cancel": act(BUYERS, at=REQUEST),
    "payments:pay": act(CASHIERS, at=REQUEST),
    "payments:paid": page(MONEY),
    "payments:void_payment": both(CASHIERS, at=PAYMENT),
    "payments:receipts": May(get=MONEY, post=CASHIERS),
    "payments:void_receipt": both(CASHIERS, at=RECEIPT),
    "payments:matching": page(MONEY),
    "payments:contract": page(MONEY, at={"contract_id": "paid_contract"}),
    "payments:dues": page(MONEY),
    "payments:export": page(MONEY, few=True, at={"form": "excel"}),
    "payments:file": page(MONEY, at={"file_id": "payment_file"}),
}


def fill(world: Any) -> None:
    meeting = world.cast.meeting
    deal = contract(world.cast, number="HT-付款")
    paper = keep_file(BytesIO(b"%PDF-1.4 slip"), name="回单.pdf", meeting_id=meeting.pk)
    values = RequestValues(purpose="首付款", payee="长风搭建", amount_cents=100_000, contract_id=deal.pk, file=paper)
    row = draft_payment_request(actor=SYSTEM, meeting=meeting, values=values)
    payment = Payment.objects.create(
        meeting=meeting, request=row, key=uuid4(), amount_cents=1, paid_on=date(2027, 1, 5), method="transfer"
    )
    receipt = record_receipt(
        actor=SYSTEM,
        meeting=meeting,
        key=uuid4(),
        contract_id=None,
        amount_cents=1,
        received_on=date(2027, 1, 5),
        payer="启明科技",
        method="transfer",
    )
    world.ids |= {"payment_request": row.pk, "payment": payment.pk, "receipt": receipt.pk}
    world.ids |= {"paid_contract": deal.pk, "payment_file": paper.pk}
