"""What is still to be paid and to come in, with its day: open items, their age, and the calendar of cash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.contracts.choices import IN_FORCE, TermKind, Trigger
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.contracts.queries import total_cents
from huiwu.contracts.queries.contracts import with_figures
from huiwu.contracts.queries.money import DueTerm, term_due_on, terms_due_in
from huiwu.invoices.choices import COUNTED as INVOICE_COUNTED
from huiwu.invoices.choices import Direction as InvoiceDirection
from huiwu.invoices.models import Invoice
from huiwu.meetings.models import Meeting
from huiwu.payments.choices import LIVE, Bucket, ReceiptKind, RequestState, Side
from huiwu.payments.links import contract_url, request_url
from huiwu.payments.models import Payment, PaymentRequest, Receipt
from huiwu.payments.queries.requests import COUNTED, with_paid
from huiwu.payments.rules import bucket_of, spread_over_terms
from huiwu.speaker_fees.choices import FeeState
from huiwu.speaker_fees.models import SpeakerFee

TAX_DAY = 15
"""Tax withheld in one month is paid by this day of the next (个人所得税法 第十四条)."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something not settled yet. `due_on` None: what it waits for has not happened. Amounts in cents with tax."""

    key: str
    side: str
    meeting: Meeting
    party: str
    label: str
    amount_cents: int
    settled_cents: int
    due_on: date | None
    url: str
    contract: Contract | None = None
    term: PaymentTerm | None = None
    waits_for_acceptance: bool = False

    @property
    def open_cents(self) -> int:
        return self.amount_cents - self.settled_cents

    @property
    def side_word(self) -> str:
        return str(Side(self.side).label)

    def bucket(self, today: date) -> str:
        return bucket_of(self.due_on, today)

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days) if self.due_on else 0


def open_items(meetings: Iterable[Meeting]) -> list[OpenItem]:
    """Everything open in these meetings, earliest day first, those without a day last. A fixed number of queries."""
    known = {meeting.pk: meeting for meeting in meetings}
    found = [*_of_contracts(known), *_of_requests(known), *_of_fees(known)]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.party, item.label, item.key))


def _of_contracts(known: dict[UUID, Meeting]) -> list[OpenItem]:
    in_force = with_figures(Contract.objects.filter(meeting_id__in=known, status__in=IN_FORCE))
    settled, invoiced = _settled(known), _invoiced_on(known)
    by_contract: dict[UUID, list[DueTerm]] = {}
    contracts = {contract.pk: contract for contract in in_force}
    for due in terms_due_in(Contract.objects.filter(pk__in=contracts)):
        by_contract.setdefault(due.contract.pk, []).append(due)
    found: list[OpenItem] = []
    for contract in contracts.values():
        contract.meeting = known[contract.meeting_id]
        found += _of_contract(contract, by_contract.get(contract.pk, []), settled.get(contract.pk, {}), invoiced)
    return found


def _of_contract(
    contract: Contract, dues: list[DueTerm], settled: dict[UUID | None, int], invoiced: dict[Any, date]
) -> list[OpenItem]:
    """A term each, and what the terms leave of the amount; settled amounts go to the term they name, else in order."""
    dues = sorted(dues, key=lambda due: (due.term.order, due.term.created_at))
    securities = {due.term.pk for due in dues if due.term.kind == TermKind.SECURITY}
    plain = [(due.term.pk, due.amount_cents) for due in dues if due.term.pk not in securities]
    rest = total_cents(contract) - sum(cents for _key, cents in plain)
    terms: list[tuple[object, int]] = [*plain, *([("rest", rest)] if rest > 0 else [])]
    direct: dict[object, int] = {k: v for k, v in settled.items() if k is not None and k not in securities}
    parts = spread_over_terms(terms, direct, settled.get(None, 0))
    parts |= {key: settled.get(key, 0) for key in securities}
    found = [
        _term_item(contract, due, parts[due.term.pk], invoiced) for due in dues if due.amount_cents > parts[due.term.pk]
    ]
    if rest > 0 and rest > parts["rest"]:
        found.append(
            OpenItem(
                key=f"contract:{contract.pk}:rest",
                side=contract.direction,
                meeting=contract.meeting,
                party=contract.party_name,
                label=_("{contract} 未列付款节点的余额").format(contract=contract.number),
                amount_cents=rest,
                settled_cents=parts["rest"],
                due_on=None,
                url=contract_url(contract),
                contract=contract,
            )
        )
    return found


def _term_item(contract: Contract, due: DueTerm, settled: int, invoiced: dict[Any, date]) -> OpenItem:
    term, day = due.term, due.due_on
    if term.trigger == Trigger.INVOICE_DAYS:
        came = invoiced.get(("term", term.pk)) or invoiced.get(("contract", contract.pk))
        if came is not None and term.requires_acceptance:
            came = max(came, due.accepted_on) if due.accepted_on else None
        day = term_due_on(term, due.contract, invoiced_on=came)
    return OpenItem(
        key=f"term:{term.pk}",
        side=contract.direction,
        meeting=contract.meeting,
        party=contract.party_name,
        label=f"{contract.number} {term.label}",
        amount_cents=due.amount_cents,
        settled_cents=settled,
        due_on=day,
        url=contract_url(contract),
        contract=contract,
        term=term,
        waits_for_acceptance=due.waits_for_acceptance,
    )


def _settled(known: dict[UUID, Meeting]) -> dict[UUID, dict[UUID | None, int]]:
    """Contract → term (None: not said) → cents paid or received."""
    found: dict[UUID, dict[UUID | None, int]] = {}
    paid = Payment.objects.filter(COUNTED, meeting_id__in=known, request__contract__isnull=False).order_by()
    rows = [*paid.values_list("request__contract", "request__term").annotate(n=Sum("amount_cents"))]
    received = Receipt.objects.filter(COUNTED, meeting_id__in=known, kind=ReceiptKind.PAYMENT, contract__isnull=False)
    rows += received.order_by().values_list("contract", "term").annotate(n=Sum("amount_cents"))
    for contract, term, cents in rows:
        terms = found.setdefault(contract, {})
        terms[term] = terms.get(term, 0) + cents
    return found


def _invoiced_on(known: dict[UUID, Meeting]) -> dict[Any, date]:
    """When the first invoice came (or was issued, for ours) on a term, or on a contract without naming one of its terms."""
    rows = Invoice.objects.filter(meeting_id__in=known, contract__isnull=False, state__in=INVOICE_COUNTED)
    found: dict[Any, date] = {}
    for invoice in rows.only("contract", "term", "direction", "received_at", "issued_on", "meeting"):
        came, received_at = invoice.issued_on, invoice.received_at
        if received_at is not None and invoice.direction != InvoiceDirection.OUT and invoice.meeting_id in known:
            came = received_at.astimezone(known[invoice.meeting_id].zone).date()
        if came is None:
            continue
        key = ("term", invoice.term_id) if invoice.term_id else ("contract", invoice.contract_id)
        found[key] = min(came, found.get(key, came))
    return found


def _of_requests(known: dict[UUID, Meeting]) -> list[OpenItem]:
    """Granted requests without a contract behind them."""
    rows = with_paid(PaymentRequest.objects.filter(meeting_id__in=known, state=RequestState.APPROVED, contract=None))
    found = []
    for row in rows:
        row.meeting = known[row.meeting_id]
        found.append(
            OpenItem(
                key=f"request:{row.pk}",
                side=Side.PAYABLE,
                meeting=row.meeting,
                party=row.payee,
                label=str(row),
                amount_cents=row.amount_cents,
                settled_cents=getattr(row, "paid", 0),
                due_on=row.needed_on,
                url=request_url(row),
            )
        )
    return [item for item in found if item.open_cents > 0]


def _of_fees(known: dict[UUID, Meeting]) -> list[OpenItem]:
    """Speakers' fees that are granted and asked for by no request, and the tax withheld from paid ones."""
    states = [FeeState.APPROVED, FeeState.PAID]
    asked = PaymentRequest.objects.filter(meeting_id__in=known, speaker_fee__isnull=False, state__in=LIVE)
    asked_ids = set(asked.values_list("speaker_fee", flat=True))
    found = []
    for fee in SpeakerFee.objects.filter(meeting_id__in=known, state__in=states, declared_on=None):
        meeting = known[fee.meeting_id]
        url = reverse("speaker_fees:fee", args=[meeting.slug, fee.pk])
        if fee.state == FeeState.APPROVED and fee.pk not in asked_ids:
            found.append(
                OpenItem(
                    f"fee:{fee.pk}", Side.PAYABLE, meeting, fee.name, str(fee), fee.net_cents, 0, fee.planned_on, url
                )
            )
        if fee.tax_cents:
            day = _tax_day(fee.paid_on or fee.planned_on)
            label = _("{fee} 代扣个税").format(fee=fee.label)
            found.append(
                OpenItem(f"tax:{fee.pk}", Side.PAYABLE, meeting, _("税务机关"), label, fee.tax_cents, 0, day, url)
            )
    return found


def _tax_day(paid_on: date) -> date:
    following = (paid_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following.replace(day=TAX_DAY)


@dataclass(slots=True)
class AgeRow:
    """One side (of one meeting): its items by bucket. Each figure is the sum of `items`."""

    side: str
    meeting: Meeting | None
    items: list[tuple[OpenItem, str]] = field(default_factory=list)

    @property
    def sums(self) -> list[tuple[str, str, int]]:
        """(code, label, cents) of each bucket."""
        return [(code, str(label), self.cents(code)) for code, label in Bucket.choices]

    def cents(self, bucket: str) -> int:
        return sum(item.open_cents for item, found in self.items if found == bucket)

    @property
    def total_cents(self) -> int:
        return sum(item.open_cents for item, _bucket in self.items)

    @property
    def late_cents(self) -> int:
        return self.total_cents - self.cents(Bucket.NOT_DUE)

    @property
    def side_word(self) -> str:
        return str(Side(self.side).label)


def ageing(meeting: Meeting, day: date) -> list[AgeRow]:
    """Payables and receivables of a meeting by how long they are overdue on `day`."""
    return age_rows(open_items([meeting]), day)


def age_rows(items: Sequence[OpenItem], day: date, *, by_meeting: bool = False) -> list[AgeRow]:
    """One row a side, or one a side and meeting, payables first."""
    rows: dict[tuple[str, Any], AgeRow] = {}
    if not by_meeting:
        rows = {(side, None): AgeRow(side, None) for side in Side.values}
    for item in items:
        meeting = item.meeting if by_meeting else None
        key = (item.side, meeting.pk if meeting else None)
        rows.setdefault(key, AgeRow(item.side, meeting)).items.append((item, item.bucket(day)))
    return sorted(rows.values(), key=lambda row: (row.side, row.meeting.start_on if row.meeting else date.max))


@dataclass(slots=True)
class CashPeriod:
    """What falls due in a span: money out and in; `start_on` None gathers what is overdue or has no day."""

    code: str
    start_on: date | None
    end_on: date | None
    items: list[OpenItem] = field(default_factory=list)

    @property
    def out_cents(self) -> int:
        return sum(item.open_cents for item in self.items if item.side == Side.PAYABLE)

    @property
    def in_cents(self) -> int:
        return sum(item.open_cents for item in self.items if item.side == Side.RECEIVABLE)

    @property
    def balance_cents(self) -> int:
        return self.in_cents - self.out_cents


def cash_calendar(items: Sequence[OpenItem], today: date, *, weeks: int = 8) -> list[CashPeriod]:
    """Overdue, then week by week (Monday to Sunday), then later, then without a day; only what has something in it."""
    monday = today - timedelta(days=today.weekday())
    spans = [CashPeriod("week", monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=6)) for n in range(weeks)]
    overdue, later, unknown = (CashPeriod(code, None, None) for code in ("overdue", "later", "unknown"))
    for item in items:
        if item.due_on is None:
            unknown.items.append(item)
        elif item.due_on < today:
            overdue.items.append(item)
        else:
            week = (item.due_on - monday).days // 7
            (spans[week] if week < weeks else later).items.append(item)
    return [period for period in (overdue, *spans, later, unknown) if period.items]
