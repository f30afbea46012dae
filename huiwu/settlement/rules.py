"""What a supplier is settled at, against contract, acceptance, invoices and payments. Cents with tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fault = Literal["over_contract", "over_accepted", "invoice_short", "overpaid"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one contract: its amount, signed changes, what was accepted, invoiced and paid."""

    contract_cents: int
    amended_cents: int = 0
    accepted_cents: int = 0
    invoiced_cents: int = 0
    paid_cents: int = 0

    @property
    def ceiling_cents(self) -> int:
        """合同 + 已签变更: more than this is never owed (OM-145)."""
        return self.contract_cents + self.amended_cents

    @property
    def proposed_cents(self) -> int:
        """What was accepted, within the ceiling: the acceptance settles, not the quotation."""
        return min(self.accepted_cents, self.ceiling_cents)


def faults(figures: Figures, amount_cents: int, deduction_cents: int = 0) -> tuple[Fault, ...]:
    """What is wrong with settling at `amount_cents`; the first two forbid approval."""
    payable = amount_cents - deduction_cents
    found: list[Fault] = []
    if amount_cents > figures.ceiling_cents:
        found.append("over_contract")
    if amount_cents > figures.accepted_cents:
        found.append("over_accepted")
    if figures.invoiced_cents < payable:
        found.append("invoice_short")
    if figures.paid_cents > payable:
        found.append("overpaid")
    return tuple(found)


def permille(part_cents: int, whole_cents: int) -> int | None:
    """A difference as thousandths of the budget, rounded half away from zero; None of nothing."""
    if whole_cents <= 0:
        return None
    sign = -1 if part_cents < 0 else 1
    return sign * ((2 * 1000 * abs(part_cents) + whole_cents) // (2 * whole_cents))
