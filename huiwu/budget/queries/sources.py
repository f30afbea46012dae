"""Every record of a meeting that moves money, as the ledger reads it: a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huiwu.budget.choices import CATEGORY_OF
from huiwu.budget.rules.ledger import Source
from huiwu.contracts.choices import IN_FORCE, AmendmentStatus, Direction, Kind, TermKind
from huiwu.contracts.models import Amendment, Contract
from huiwu.event_plan.choices import BudgetCategory
from huiwu.invoices.choices import Direction as InvoiceDirection
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OrderState
from huiwu.orders.models import Order
from huiwu.payments.models import Payment, PaymentRequest
from huiwu.speaker_fees.choices import GRANTED, FeeState
from huiwu.speaker_fees.models import SpeakerFee

ORDERED = (OrderState.CONFIRMED, OrderState.IN_PRODUCTION, OrderState.DELIVERED, OrderState.ACCEPTED)
"""An order binds once the supplier has confirmed it."""


def sources_of(meeting: Meeting) -> list[Source]:
    """Commitments, invoices and payments that count today: what bears a later day does not yet. Amounts with tax."""
    today = clock.today(meeting.time_zone)
    found = (
        *_contracts(meeting),
        *_amendments(meeting),
        *_orders(meeting),
        *_fees(meeting),
        *_invoices(meeting),
        *_payments(meeting),
    )
    return [source for source in found if source.on is None or source.on <= today]


def _contracts(meeting: Meeting) -> Iterator[Source]:
    """What we owe: signed or ended contracts with venue, suppliers, speakers. The client's own contract is income."""
    found = Contract.objects.filter(meeting=meeting, direction=Direction.PAYABLE, status__in=IN_FORCE)
    for row in found.exclude(kind=Kind.CLIENT):
        category = BudgetCategory.VENUE if row.kind == Kind.VENUE else CATEGORY_OF.get(row.category, "")
        category = BudgetCategory.GUESTS if row.kind == Kind.SPEAKER else category
        url = _page("contracts:contract", meeting.slug, row.pk)
        yield Source(
            "contract",
            str(row.pk),
            row.amount_cents,
            on=row.signed_on,
            label=f"{row.number} {row.title}",
            party=row.party_name,
            url=url,
            category=str(category),
            supplier=str(row.supplier_id or ""),
        )


def _amendments(meeting: Meeting) -> Iterator[Source]:
    found = Amendment.objects.filter(
        contract__meeting=meeting,
        contract__direction=Direction.PAYABLE,
        contract__status__in=IN_FORCE,
        status=AmendmentStatus.SIGNED,
    ).exclude(contract__kind=Kind.CLIENT)
    for row in found.select_related("contract"):
        yield Source(
            "amendment",
            str(row.pk),
            row.amount_cents,
            parent=f"contract:{row.contract_id}",
            on=row.signed_on,
            label=_("{contract} 补充协议 {number}").format(contract=row.contract.number, number=row.number),
            party=row.contract.party_name,
            url=_page("contracts:contract", meeting.slug, row.contract_id),
            supplier=str(row.contract.supplier_id or ""),
        )


def _orders(meeting: Meeting) -> Iterator[Source]:
    """Orders without a contract; one under a contract is paid from that."""
    found = Order.objects.filter(meeting=meeting, contract=None, state__in=ORDERED)
    for row in found.select_related("supplier").prefetch_related("lines"):
        yield Source(
            "order",
            str(row.pk),
            sum(line.gross_cents for line in row.lines.all()),
            on=_day(meeting, row.confirmed_at),
            label=f"{row.number} {row.title}",
            party=row.supplier.name,
            url=_page("orders:order", meeting.slug, row.pk),
            category=str(CATEGORY_OF.get(row.category, "")),
            supplier=str(row.supplier_id),
        )


def _fees(meeting: Meeting) -> Iterator[Source]:
    """Approved fees before tax: what they cost. One handed out without a payment of its own is paid in full, tax too."""
    paid = set(Payment.objects.filter(meeting=meeting, voided_at=None).values_list("request__speaker_fee", flat=True))
    for row in SpeakerFee.objects.filter(meeting=meeting, state__in=GRANTED):
        common = {
            "label": f"{row.label} {row.get_kind_display()}",
            "party": row.name,
            "url": _page("speaker_fees:fee", meeting.slug, row.pk),
            "category": str(BudgetCategory.GUESTS),
        }
        fee = Source("speaker_fee", str(row.pk), row.gross_cents, on=_day(meeting, row.decided_at), **common)
        yield fee
        if row.state == FeeState.PAID and row.pk not in paid:
            yield Source("payment", str(row.pk), row.gross_cents, parent=fee.key, on=row.paid_on, **common)


def _invoices(meeting: Meeting) -> Iterator[Source]:
    """Invoices received, at what they are worth: nought once reversed or returned."""
    found = Invoice.objects.filter(meeting=meeting, direction=InvoiceDirection.IN).exclude(counted_cents=0)
    for row in found:
        yield Source(
            "invoice",
            str(row.pk),
            row.counted_cents,
            parent=f"contract:{row.contract_id}" if row.contract_id else "",
            on=row.issued_on,
            label=row.full_number,
            party=row.seller_name,
            url=_page("invoices:invoice", row.pk),
            supplier=str(row.supplier_id or ""),
        )


def _payments(meeting: Meeting) -> Iterator[Source]:
    """What was paid and not voided. A security deposit (押金) comes back: it is no cost."""
    found = Payment.objects.filter(meeting=meeting, voided_at=None).exclude(request__term__kind=TermKind.SECURITY)
    for row in found.select_related("request__order"):
        asked = row.request
        yield Source(
            "payment",
            str(row.pk),
            row.amount_cents,
            parent=_commitment(asked),
            on=row.paid_on,
            label=str(asked),
            party=asked.payee,
            url=_page("payments:request", meeting.slug, asked.pk),
        )


def _commitment(asked: PaymentRequest) -> str:
    if asked.contract_id:
        return f"contract:{asked.contract_id}"
    if asked.order is not None:
        return f"contract:{asked.order.contract_id}" if asked.order.contract_id else f"order:{asked.order_id}"
    return f"speaker_fee:{asked.speaker_fee_id}" if asked.speaker_fee_id else ""


def _page(name: str, *args: object) -> str:
    """Where the record stands; empty while its capability shows no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _day(meeting: Meeting, instant: datetime | None) -> date | None:
    return instant.astimezone(meeting.zone).date() if instant is not None else None
