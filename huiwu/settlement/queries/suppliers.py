"""Each payable contract in force with what was accepted, invoiced, paid and settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from huiwu.contracts.choices import Direction, TermKind
from huiwu.contracts.models import Contract
from huiwu.contracts.queries import accepted_cents, amended_cents, signed_contracts
from huiwu.invoices.choices import Direction as InvoiceDirection
from huiwu.invoices.models import Invoice
from huiwu.meetings.models import Meeting
from huiwu.payments.models import Payment
from huiwu.settlement.choices import State
from huiwu.settlement.models import SupplierSettlement
from huiwu.settlement.rules import Fault, Figures, faults


@dataclass(frozen=True, slots=True)
class Row:
    """One contract; `settlement` is None until somebody began it."""

    contract: Contract
    figures: Figures
    settlement: SupplierSettlement | None
    open_disputes: int = 0

    @property
    def faults(self) -> tuple[Fault, ...]:
        if self.settlement is None:
            return ()
        return faults(self.figures, self.settlement.amount_cents, self.settlement.deduction_cents)

    @property
    def remaining_cents(self) -> int:
        """What is still to be paid once the settlement is approved; negative when too much was paid."""
        return self.settlement.payable_cents - self.figures.paid_cents if self.settlement else 0

    @property
    def is_approved(self) -> bool:
        return self.settlement is not None and self.settlement.state == State.APPROVED


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the rows."""

    ceiling_cents: int
    accepted_cents: int
    invoiced_cents: int
    paid_cents: int
    settled_cents: int
    remaining_cents: int


def rows_of(meeting: Meeting) -> list[Row]:
    """Every payable contract in force, by number: five queries however many there are."""
    contracts = list(signed_contracts(meeting).filter(direction=Direction.PAYABLE).order_by("number"))
    invoiced = _sums(
        Invoice.objects.filter(meeting=meeting, direction=InvoiceDirection.IN), "contract", "counted_cents"
    )
    paid = _sums(_payments(meeting), "request__contract", "amount_cents")
    found = meeting.supplier_settlements.select_related("approved_by", "saved_by").prefetch_related("disputes")
    settlements = {row.contract_id: row for row in found}
    return [_row(contract, invoiced, paid, settlements.get(contract.pk)) for contract in contracts]


def row_of(meeting: Meeting, contract_id: Any) -> Row | None:
    return next((row for row in rows_of(meeting) if row.contract.pk == contract_id), None)


def totals_of(rows: list[Row]) -> Totals:
    return Totals(
        sum(row.figures.ceiling_cents for row in rows),
        sum(row.figures.accepted_cents for row in rows),
        sum(row.figures.invoiced_cents for row in rows),
        sum(row.figures.paid_cents for row in rows),
        sum(row.settlement.payable_cents for row in rows if row.settlement),
        sum(row.remaining_cents for row in rows),
    )


def unsettled(meeting: Meeting) -> list[Row]:
    """Contracts without an approved settlement (A06)."""
    return [row for row in rows_of(meeting) if not row.is_approved]


def _row(
    contract: Contract, invoiced: dict[Any, int], paid: dict[Any, int], settlement: SupplierSettlement | None
) -> Row:
    figures = Figures(
        contract.amount_cents,
        amended_cents(contract),
        accepted_cents(contract),
        invoiced.get(contract.pk, 0),
        paid.get(contract.pk, 0),
    )
    disputes = sum(not dispute.answer for dispute in settlement.disputes.all()) if settlement else 0
    return Row(contract, figures, settlement, disputes)


def _payments(meeting: Meeting) -> Any:
    """What was paid and not voided. A security deposit (押金) comes back and settles nothing."""
    return Payment.objects.filter(meeting=meeting, voided_at=None).exclude(request__term__kind=TermKind.SECURITY)


def _sums(found: Any, key: str, column: str) -> dict[Any, int]:
    return {row[key]: row["n"] for row in found.order_by().values(key).annotate(n=Sum(column)) if row[key]}
