"""Draft a payment request, attach invoices, submit, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Direction
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.orders.models import Order
from huiwu.payments.choices import CHANGEABLE, RequestState
from huiwu.payments.errors import RequestMoved
from huiwu.payments.events import (
    PaymentDraftChanged,
    PaymentDrafted,
    PaymentInvoicesSet,
    PaymentRequestCancelled,
    PaymentRequested,
)
from huiwu.payments.models import PaymentInvoice, PaymentRequest
from huiwu.payments.queries.requests import paid_on_request_cents, request_for
from huiwu.payments.services.guards import (
    held_invoices,
    hold,
    refuse_beyond_ceiling,
    refuse_beyond_invoice,
    refuse_unready,
    refuse_used_up_invoices,
)
from huiwu.speaker_fees.models import SpeakerFee

MOST_CENTS = 10**13


@dataclass(frozen=True, slots=True)
class RequestValues:
    """What is typed. At most one of contract (with a term of it), order and speaker's fee; none of them is by hand."""

    purpose: str
    payee: str
    amount_cents: int
    contract_id: UUID | None = None
    term_id: UUID | None = None
    order_id: UUID | None = None
    speaker_fee_id: UUID | None = None
    bank_name: str = ""
    bank_account: str = ""
    needed_on: date | None = None
    note: str = ""
    file: StoredFile | None = None


@transaction.atomic
def draft_payment_request(*, actor: Actor, meeting: Meeting, values: RequestValues) -> PaymentRequest:
    """A new request as a draft: nothing is promised yet. Raises InvalidInput."""
    require(actor, "payments.request", meeting)
    columns = _columns(meeting, values)
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers follow one another
    last = PaymentRequest.objects.filter(meeting=meeting).aggregate(n=Max("number"))["n"] or 0
    row = PaymentRequest.objects.create(meeting=meeting, number=last + 1, made_by=actor.user, **columns)
    record(PaymentDrafted(meeting_id=meeting.pk, payment_request_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def change_payment_request(
    *, actor: Actor, meeting: Meeting, request_id: UUID, revision: int, values: RequestValues
) -> PaymentRequest:
    """Correct a draft or one that was sent back; without a new file the former stays.

    Raises RequestMoved, StaleEdit, InvalidInput, NotFound.
    """
    require(actor, "payments.request", meeting)
    row = request_for(meeting, request_id)
    if not row.may_change:
        raise moved(row)
    columns = _columns(meeting, values)
    if values.file is None:
        columns.pop("file")
    fresh = PaymentRequest.objects.filter(pk=row.pk, revision=revision, state__in=CHANGEABLE)
    stamp = {"made_by": actor.user, "revision": F("revision") + 1, "updated_at": clock.now()}
    if not fresh.update(state=RequestState.DRAFT, **columns, **stamp):
        now = request_for(meeting, request_id)
        raise StaleEdit(theirs=now, who=now.made_by.name if now.made_by else _("同事"))
    record(PaymentDraftChanged(meeting_id=meeting.pk, payment_request_id=row.pk), actor=actor, org_id=meeting.org_id)
    return request_for(meeting, request_id)


@transaction.atomic
def set_payment_invoices(
    *, actor: Actor, meeting: Meeting, request_id: UUID, amounts: Mapping[UUID, int]
) -> PaymentRequest:
    """The invoices behind a request and how much of each; 0 takes one off. Never more than its gross over all requests.

    Also allowed after approval, since invoices often come late. Raises BeyondInvoice, InvoiceUnfit, RequestMoved, NotFound.
    """
    require(actor, "payments.request", meeting)
    row = request_for(meeting, request_id)
    if row.state == RequestState.CANCELLED:
        raise moved(row)
    wanted = {invoice_id: cents for invoice_id, cents in amounts.items() if cents}
    if any(not 0 < cents < MOST_CENTS for cents in wanted.values()):
        raise InvalidInput(fields={"amount": [_("金额须大于 0")]}, detail=_("金额须大于 0。"))
    found = held_invoices(row, list(wanted))
    for invoice_id, cents in wanted.items():
        refuse_beyond_invoice(row, found[invoice_id], cents)
    PaymentInvoice.objects.filter(request=row).exclude(invoice_id__in=wanted).delete()
    for invoice_id, cents in wanted.items():
        PaymentInvoice.objects.update_or_create(
            request=row, invoice=found[invoice_id], defaults={"amount_cents": cents}
        )
    record(PaymentInvoicesSet(meeting_id=meeting.pk, payment_request_id=row.pk), actor=actor, org_id=meeting.org_id)
    return request_for(meeting, request_id)


@transaction.atomic
def request_payment(*, actor: Actor, meeting: Meeting, request_id: UUID) -> PaymentRequest:
    """Submit for approval. Twice is once.

    Refused beyond the contract with its signed amendments, the order or the fee (BeyondContract, with figures), and
    before what the term asks for is there (ContractNotSigned, AcceptanceMissing, InvoicesMissing).
    """
    require(actor, "payments.request", meeting)
    row = request_for(meeting, request_id)
    if row.state == RequestState.REQUESTED:
        return row
    if row.state not in CHANGEABLE:
        raise moved(row)
    hold(row)
    refuse_unready(row)
    refuse_beyond_ceiling(row)
    refuse_used_up_invoices(row)
    values = {
        "state": RequestState.REQUESTED,
        "level": 0,
        "round": F("round") + 1,
        "requested_by": actor.user,
        "requested_at": clock.now(),
        "refusal": "",
    }
    fresh = PaymentRequest.objects.filter(pk=row.pk, revision=row.revision, state__in=CHANGEABLE)
    if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        raise moved(request_for(meeting, request_id))
    record(PaymentRequested(meeting_id=meeting.pk, payment_request_id=row.pk), actor=actor, org_id=meeting.org_id)
    return request_for(meeting, request_id)


@transaction.atomic
def cancel_payment_request(*, actor: Actor, meeting: Meeting, request_id: UUID) -> PaymentRequest:
    """Take back a request on which nothing was paid. Raises RequestMoved, NotFound."""
    require(actor, "payments.request", meeting)
    row = request_for(meeting, request_id)
    live = [RequestState.DRAFT, RequestState.REFUSED, RequestState.REQUESTED, RequestState.APPROVED]
    fresh = PaymentRequest.objects.filter(pk=row.pk, state__in=live)
    if not fresh.update(state=RequestState.CANCELLED, revision=F("revision") + 1, updated_at=clock.now()):
        raise moved(row)
    if paid_on_request_cents(row):
        raise moved(row)
    fact = PaymentRequestCancelled(meeting_id=meeting.pk, payment_request_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return request_for(meeting, request_id)


def moved(row: PaymentRequest) -> RequestMoved:
    return RequestMoved(request=row.label, state=row.get_state_display())


def _columns(meeting: Meeting, values: RequestValues) -> dict[str, Any]:
    sources = _sources(meeting, values)
    fields: dict[str, list[str]] = {}
    if not values.purpose.strip():
        fields["purpose"] = [_("请写明用途")]
    if not values.payee.strip():
        fields["payee"] = [_("请写明收款方")]
    if not 0 < values.amount_cents < MOST_CENTS:
        fields["amount_cents"] = [_("金额须大于 0")]
    named = [sources["contract"], sources["order"], sources["speaker_fee"]]
    if sum(row is not None for row in named) > 1:
        fields["contract"] = [_("合同、订单、劳务费只选其一")]
    if fields:
        raise InvalidInput(fields=fields, detail=" ".join(s for rows in fields.values() for s in rows))
    return sources | {
        "purpose": values.purpose.strip()[:200],
        "payee": values.payee.strip()[:160],
        "bank_name": values.bank_name.strip()[:120],
        "bank_account": values.bank_account.strip()[:40],
        "amount_cents": values.amount_cents,
        "needed_on": values.needed_on,
        "note": values.note.strip()[:1000],
        "file": values.file,
    }


def _sources(meeting: Meeting, values: RequestValues) -> dict[str, Any]:
    """Rows of this meeting alone. Raises NotFound."""
    contract = _row(Contract.objects.filter(meeting=meeting, direction=Direction.PAYABLE), values.contract_id)
    order = _row(Order.objects.filter(meeting=meeting), values.order_id)
    if order is not None and order.contract_id is not None:  # its contract limits it, and counts it
        contract, order = order.contract, None
    return {
        "contract": contract,
        "term": _row(PaymentTerm.objects.filter(contract=contract), values.term_id) if contract else None,
        "order": order,
        "speaker_fee": _row(SpeakerFee.objects.filter(meeting=meeting), values.speaker_fee_id),
    }


def _row(rows: Any, row_id: UUID | None) -> Any:
    if row_id is None:
        return None
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise NotFound
    return found
