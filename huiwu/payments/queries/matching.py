"""三单匹配: contract, acceptance, invoice and payment of each contract, and every difference with its names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Direction, Status, TermKind
from huiwu.contracts.models import Contract
from huiwu.contracts.queries import accepted_cents, contracts_of, total_cents
from huiwu.invoices.choices import Direction as InvoiceDirection
from huiwu.invoices.models import Invoice
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.payments.choices import ReceiptKind
from huiwu.payments.models import Payment, Receipt
from huiwu.payments.queries.requests import COUNTED
from huiwu.payments.rules import Figures, Mismatch, mismatches


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """One contract with its four figures, in cents with tax. `settled` is what was paid, or for the client's, received."""

    contract: Contract
    figures: Figures
    differences: tuple[Mismatch, ...]

    @property
    def is_over(self) -> bool:
        return self.contract.status == Status.ENDED

    @property
    def is_matched(self) -> bool:
        return not self.differences

    @property
    def sentences(self) -> list[str]:
        return [difference_sentence(row) for row in self.differences]


def difference_sentence(row: Mismatch) -> str:
    """Both figures and the difference, as a person reads them."""
    words = {
        "accepted_above_contract": _("验收 {first} 元超过合同额 {second} 元，多 {difference} 元"),
        "invoiced_above_contract": _("发票 {first} 元超过合同额 {second} 元，多 {difference} 元"),
        "settled_above_contract": _("收付 {first} 元超过合同额 {second} 元，多 {difference} 元"),
        "settled_above_invoiced": _("收付 {first} 元超过发票 {second} 元，缺票 {difference} 元"),
        "accepted_below_contract": _("验收 {first} 元少于合同额 {second} 元，差 {difference} 元"),
        "invoiced_below_accepted": _("发票 {first} 元少于验收 {second} 元，差 {difference} 元"),
        "settled_below_invoiced": _("收付 {first} 元少于发票 {second} 元，差 {difference} 元"),
    }
    return words[row.code].format(
        first=yuan(row.first_cents), second=yuan(row.second_cents), difference=yuan(abs(row.difference))
    )


def three_way(contract: Contract) -> ThreeWay:
    """One contract."""
    return next(row for row in three_way_rows(contract.meeting) if row.contract.pk == contract.pk)


def three_way_rows(meeting: Meeting) -> list[ThreeWay]:
    """Every contract in force or ended, the client's first. A fixed number of queries."""
    contracts = list(contracts_of(meeting).filter(status__in=[Status.SIGNED, Status.ENDED]))
    invoiced, paid, received = _invoiced(meeting), _paid(meeting), _received(meeting)
    found = []
    for contract in contracts:
        is_ours = contract.direction == Direction.RECEIVABLE
        wanted = InvoiceDirection.OUT if is_ours else InvoiceDirection.IN
        figures = Figures(
            contract_cents=total_cents(contract),
            accepted_cents=accepted_cents(contract),
            invoiced_cents=invoiced.get((contract.pk, wanted.value), 0),
            settled_cents=(received if is_ours else paid).get(contract.pk, 0),
        )
        gaps = mismatches(figures, is_over=contract.status == Status.ENDED)
        found.append(ThreeWay(contract, figures, tuple(gaps)))
    return found


def _invoiced(meeting: Meeting) -> dict[tuple[UUID, str], int]:
    rows = Invoice.objects.filter(meeting=meeting, contract__isnull=False).order_by()
    sums = rows.values_list("contract", "direction").annotate(n=Sum("counted_cents"))
    return {(contract, direction): cents for contract, direction, cents in sums}


def _paid(meeting: Meeting) -> dict[UUID, int]:
    rows = Payment.objects.filter(COUNTED, meeting=meeting, request__contract__isnull=False)
    plain = rows.exclude(request__term__kind=TermKind.SECURITY).order_by()
    return dict(plain.values_list("request__contract").annotate(n=Sum("amount_cents")))


def _received(meeting: Meeting) -> dict[UUID, int]:
    rows = Receipt.objects.filter(COUNTED, meeting=meeting, contract__isnull=False, kind=ReceiptKind.PAYMENT)
    return dict(rows.order_by().values_list("contract").annotate(n=Sum("amount_cents")))
