"""Figures of orders in integer cents with tax, and quantities still to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from huiwu.kernel.money import tax_within, times


@dataclass(frozen=True, slots=True)
class PlainLine:
    """One line: price with tax, quantity ordered, quantity received and kept before."""

    unit_cents: int
    tax_bp: int
    quantity: Decimal
    received: Decimal = Decimal(0)

    @property
    def gross_cents(self) -> int:
        return times(self.unit_cents, self.quantity)

    @property
    def open(self) -> Decimal:
        """Still to come; never below nought."""
        return max(self.quantity - self.received, Decimal(0))


@dataclass(frozen=True, slots=True)
class Totals:
    """gross = net + tax, to the cent: tax is taken out of each line and added up."""

    gross_cents: int
    tax_cents: int

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.tax_cents


def totals(lines: Iterable[PlainLine]) -> Totals:
    gross = tax = 0
    for line in lines:
        gross += line.gross_cents
        tax += tax_within(line.gross_cents, line.tax_bp)
    return Totals(gross, tax)


def accepted_cents(unit_cents: int, before: Decimal, now: Decimal) -> int:
    """What `now` more of a line are worth after `before`: worked from the running total, so that parts add up exactly.

    >>> sum(accepted_cents(333, Decimal(n) / 2, Decimal("0.5")) for n in range(4)) == 666
    True
    """
    return times(unit_cents, before + now) - times(unit_cents, before)
