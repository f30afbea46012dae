"""Baseline, approved, committed, actual, forecast: one line, a category, the whole.

forecast = max(committed, incurred) + open
open     = max(0, estimate − max(covered, incurred)), and 0 for a line of which everything is ordered

`estimate` is quantity × price at today's head-counts; `covered` what of it commitments meet; `incurred` = invoices + what
was paid beyond them. `exposure` = 已付 + 已签未付 = committed + what was paid beyond commitments. On 未分摊 there is no need,
so its forecast is max(committed, incurred). Every sum is the sum of its lines' figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from huiwu.budget.rules.ledger import UNALLOCATED, Posting
from huiwu.budget.rules.quantities import Factors, Headcounts, Quantity, quantity
from huiwu.kernel.money import tax_within, times

RESERVE = "reserve"
DEFAULT_THRESHOLD_BP = 500
"""「默认」 5 %: how far a line may go beyond its approved budget without a further approval (OM-106)."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is reckoned from. `unit_cents` with tax."""

    key: str
    category: str
    factors: Factors
    unit_cents: int
    tax_bp: int = 0
    is_settled: bool = False


@dataclass(slots=True)
class Figures:
    """Cents; sums are made by adding figures, never by reckoning anew."""

    estimate: int = 0
    tax: int = 0
    baseline: int = 0
    adjusted: int = 0
    committed: int = 0
    invoiced: int = 0
    paid: int = 0
    unbilled: int = 0
    overpaid: int = 0
    covered: int = 0
    open: int = 0
    forecast: int = 0
    approved: int = 0

    @property
    def incurred(self) -> int:
        return self.invoiced + self.unbilled

    @property
    def exposure(self) -> int:
        """已付 + 已签未付."""
        return self.committed + self.overpaid

    @property
    def unpaid(self) -> int:
        """已签未付."""
        return self.exposure - self.paid

    @property
    def net(self) -> int:
        return self.estimate - self.tax

    @property
    def variance(self) -> int:
        """Forecast beyond the approved budget; negative is a saving."""
        return self.forecast - self.approved

    @property
    def variance_bp(self) -> int | None:
        return ratio_bp(self.variance, self.approved)

    def add(self, other: Figures) -> None:
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


NAMES = tuple(field.name for field in fields(Figures))


def ratio_bp(part: int, whole: int) -> int | None:
    """In basis points, rounded half away from zero; None of nothing."""
    if whole <= 0:
        return None
    sign = -1 if part < 0 else 1
    return sign * ((2 * 10_000 * abs(part) + whole) // (2 * whole))


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its quantity and its figures."""

    line: Line
    quantity: Quantity
    figures: Figures


@dataclass(frozen=True, slots=True)
class Book:
    """All lines by key, 未分摊, the sums by category, and the whole."""

    rows: dict[str, Row]
    unallocated: Figures
    categories: dict[str, Figures]
    total: Figures


def book(
    lines: Iterable[Line], headcounts: Headcounts, entries: Iterable[Posting], *, has_baseline: bool = False
) -> Book:
    """Reckon everything. Postings on a line that is no more fall to 未分摊: they must not vanish.

    Without a baseline today's estimate is the budget; with one it is baseline + adjustments, and a reserve is worth what
    of it has not been drawn.
    """
    rows: dict[str, Row] = {}
    for line in lines:
        needed = quantity(line.factors, headcounts)
        cents = times(line.unit_cents, needed.value)
        rows[line.key] = Row(line, needed, Figures(estimate=cents))
    loose = Figures()
    for entry in entries:
        row = rows.get(entry.line)
        at = row.figures if row else loose
        setattr(at, entry.account, getattr(at, entry.account) + entry.amount_cents)
    categories: dict[str, Figures] = {}
    total = Figures()
    for row in rows.values():
        _finish(row.line, row.figures, has_baseline)
        categories.setdefault(row.line.category, Figures()).add(row.figures)
    loose.forecast = max(loose.committed, loose.incurred)
    loose.approved = loose.baseline + loose.adjusted
    for figures in (*categories.values(), loose):
        total.add(figures)
    return Book(rows, loose, categories, total)


def _finish(line: Line, at: Figures, has_baseline: bool) -> None:
    at.approved = at.baseline + at.adjusted if has_baseline else at.estimate + at.adjusted
    if line.category == RESERVE and has_baseline:
        at.estimate = max(at.approved, 0)
    at.tax = tax_within(at.estimate, line.tax_bp)
    reached = max(at.covered, at.incurred)
    at.open = 0 if line.is_settled else max(0, at.estimate - reached)
    at.forecast = max(at.committed, at.incurred) + at.open


def limit_of(approved: int, threshold_bp: int) -> int:
    """The most a line may be exposed to without approval."""
    return approved * (10_000 + threshold_bp) // 10_000


def is_over(at: Figures, threshold_bp: int, approved_up_to: int | None = None) -> bool:
    """OM-106: 已付 + 已签未付 beyond the line and its threshold, and beyond what somebody approved."""
    return at.exposure > max(limit_of(at.approved, threshold_bp), approved_up_to or 0)


@dataclass(frozen=True, slots=True)
class Shift:
    """One line before and after a what-if."""

    key: str
    before: Row
    after: Row

    @property
    def by(self) -> int:
        return self.after.figures.forecast - self.before.figures.forecast

    @property
    def is_moved(self) -> bool:
        return self.before.quantity.value != self.after.quantity.value or self.by != 0


def shifts(before: Book, after: Book) -> list[Shift]:
    """Every line, in order: what a change of head-counts does."""
    return [Shift(key, row, after.rows[key]) for key, row in before.rows.items() if key in after.rows]


def by_line(entries: Iterable[Posting], account: str) -> Mapping[str, int]:
    """Sums of one account, for recomputation and drill-down."""
    found: dict[str, int] = {}
    for entry in entries:
        if entry.account == account:
            found[entry.line or UNALLOCATED] = found.get(entry.line, 0) + entry.amount_cents
    return found
