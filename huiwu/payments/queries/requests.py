"""Requests, payments, receipts, and their sums. Every sum is that of rows, never a column of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from huiwu.contracts.choices import TermKind
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.contracts.queries import total_cents
from huiwu.invoices.models import Invoice
from huiwu.kernel.errors import NotFound
from huiwu.kernel.money import times
from huiwu.meetings.models import Meeting
from huiwu.orders.models import Order
from huiwu.payments.choices import ASKED, LIVE, ReceiptKind
from huiwu.payments.models import ApprovalLevel, Payment, PaymentInvoice, PaymentRequest, Receipt
from huiwu.payments.rules import DEFAULT_LEVELS, Level

COUNTED = Q(voided_at=None)
SECURITY = Q(term__kind=TermKind.SECURITY)


def with_paid(found: QuerySet[PaymentRequest]) -> QuerySet[PaymentRequest]:
    """Each request with `paid` in cents: one query for the list."""
    paid = Payment.objects.filter(COUNTED, request=OuterRef("pk")).order_by()
    total = Subquery(paid.values("request").annotate(n=Sum("amount_cents")).values("n"))
    return found.annotate(paid=Coalesce(total, Value(0), output_field=IntegerField()))


def requests_of(meeting: Meeting) -> QuerySet[PaymentRequest]:
    """Every request of the meeting, the newest first, with `paid`."""
    rows = PaymentRequest.objects.filter(meeting=meeting)
    return with_paid(rows).select_related("contract", "term", "order", "speaker_fee", "requested_by", "meeting")


def request_for(meeting: Meeting, request_id: UUID) -> PaymentRequest:
    """Raises NotFound."""
    found = requests_of(meeting).select_related("made_by", "file", "contract__supplier").filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def payments_of(meeting: Meeting) -> QuerySet[Payment]:
    """Payments that count, the newest first."""
    return Payment.objects.filter(COUNTED, meeting=meeting).select_related("request", "voucher", "recorded_by")


def receipts_of(meeting: Meeting) -> QuerySet[Receipt]:
    """Receipts that count, the newest first."""
    return Receipt.objects.filter(COUNTED, meeting=meeting).select_related("contract", "term", "file", "recorded_by")


def paid_cents(contract: Contract) -> int:
    """What was paid on a contract, deposits to be given back (押金) left out."""
    rows = Payment.objects.filter(COUNTED, request__contract=contract).exclude(request__term__kind=TermKind.SECURITY)
    return _sum(rows)


def received_cents(contract: Contract) -> int:
    """What the client paid on a contract."""
    return _sum(Receipt.objects.filter(COUNTED, contract=contract, kind=ReceiptKind.PAYMENT))


def paid_on_request_cents(request: PaymentRequest) -> int:
    return _sum(Payment.objects.filter(COUNTED, request=request))


def asked_cents(rows: QuerySet[PaymentRequest]) -> int:
    """What is asked, granted or paid by these requests; a request that is paid counts what it asked for."""
    return _sum(rows.filter(state__in=ASKED))


def invoice_used_cents(invoice: Invoice, *, beside: PaymentRequest | None = None) -> int:
    """How much of an invoice stands behind live requests other than `beside`."""
    rows = PaymentInvoice.objects.filter(invoice=invoice, request__state__in=LIVE)
    return _sum(rows.exclude(request=beside) if beside else rows)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that may be asked for something, and what is asked already; `what` names it as a person would."""

    what: str
    limit_cents: int
    used_cents: int

    @property
    def left_cents(self) -> int:
        return self.limit_cents - self.used_cents

    def over_cents(self, amount_cents: int) -> int:
        return max(0, self.used_cents + amount_cents - self.limit_cents)


def ceiling_of(request: PaymentRequest) -> Ceiling | None:
    """What limits this request, other requests counted; None for one made by hand."""
    others = PaymentRequest.objects.exclude(pk=request.pk)
    if request.contract is not None:
        return contract_ceiling(request.contract, request.term, others)
    if request.order is not None:
        used = asked_cents(others.filter(order=request.order))
        return Ceiling(str(request.order), order_cents(request.order), used)
    if request.speaker_fee is not None:
        used = asked_cents(others.filter(speaker_fee=request.speaker_fee))
        return Ceiling(str(request.speaker_fee), request.speaker_fee.net_cents, used)
    return None


def contract_ceiling(contract: Contract, term: PaymentTerm | None, others: QuerySet[PaymentRequest]) -> Ceiling:
    """The contract with its signed amendments; a deposit that comes back (押金) stands beside it."""
    rows = others.filter(contract=contract)
    if term is not None and term.kind == TermKind.SECURITY:
        return Ceiling(f"{contract} {term.label}", term.amount_cents, asked_cents(rows.filter(term=term)))
    return Ceiling(str(contract), total_cents(contract), asked_cents(rows.exclude(SECURITY)))


def order_cents(order: Order) -> int:
    return sum(times(line.unit_cents, line.quantity) for line in order.lines.all())


def approval_levels(org_id: UUID) -> tuple[Level, ...]:
    """The organisation's chain, or the usual one."""
    rows = ApprovalLevel.objects.filter(org_id=org_id)
    return tuple(Level(row.position, row.role, row.limit_cents) for row in rows) or DEFAULT_LEVELS


def attached_cents(rows: Iterable[PaymentInvoice]) -> int:
    return sum(row.amount_cents for row in rows)


def _sum(rows: QuerySet[Any]) -> int:
    return rows.order_by().aggregate(n=Sum("amount_cents"))["n"] or 0
