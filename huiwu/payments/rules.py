"""Pure rules of payments: the approval chain, payments over terms, days past due, what does not match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

BUCKETS = ("not_due", "0_30", "31_60", "61_90", "over_90")


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the chain: who, and up to which amount; None has no limit. Positions count from 1."""

    position: int
    role: str
    limit_cents: int | None


DEFAULT_LEVELS = (
    Level(1, "project_manager", 5_000_000),
    Level(2, "department_head", 20_000_000),
    Level(3, "owner", None),
)
"""「默认」: 5 万元以内项目负责人, 20 万元以内部门负责人, 以上单位负责人. Each organisation sets its own."""


def needed_level(levels: Sequence[Level], amount_cents: int) -> Level:
    """The lowest level whose limit covers the amount; the last one where none does."""
    ordered = sorted(levels, key=lambda level: level.position)
    covering = (row for row in ordered if row.limit_cents is None or amount_cents <= row.limit_cents)
    return next(covering, ordered[-1])


def open_levels(levels: Sequence[Level], amount_cents: int, done: int) -> list[Level]:
    """Levels that still have to agree after `done` (a position, 0 for none), lowest first."""
    last = needed_level(levels, amount_cents).position
    return [row for row in sorted(levels, key=lambda row: row.position) if done < row.position <= last]


def spread_over_terms(
    terms: Sequence[tuple[object, int]], direct: dict[object, int], loose_cents: int
) -> dict[object, int]:
    """How much of each term is settled: what names it first, the rest over the terms in order; the last takes what is over.

    The parts add up to everything that was paid, to the cent.
    """
    settled = {key: direct.get(key, 0) for key, _amount in terms}
    left = loose_cents + sum(cents for key, cents in direct.items() if key not in settled)
    for key, amount in terms:
        part = max(0, min(left, amount - settled[key]))
        settled[key] += part
        left -= part
    if left and terms:
        settled[terms[-1][0]] += left
    return settled


def bucket_of(due_on: date | None, today: date) -> str:
    """Days past due, 0 on the day itself; what has no day yet or lies ahead is not due."""
    if due_on is None or due_on > today:
        return "not_due"
    late = (today - due_on).days
    return "0_30" if late <= 30 else "31_60" if late <= 60 else "61_90" if late <= 90 else "over_90"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a contract says and what happened, in cents with tax."""

    contract_cents: int
    accepted_cents: int
    invoiced_cents: int
    settled_cents: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two figures that should agree and do not; `difference` is the first less the second."""

    code: str
    first_cents: int
    second_cents: int

    @property
    def difference(self) -> int:
        return self.first_cents - self.second_cents


def mismatches(figures: Figures, *, is_over: bool) -> list[Mismatch]:
    """Every difference of contract, acceptance, invoice and payment.

    While the contract runs (`is_over` false) only what goes too far is one; once it is over everything must be equal.
    """
    pairs = {
        "accepted_above_contract": (figures.accepted_cents, figures.contract_cents),
        "invoiced_above_contract": (figures.invoiced_cents, figures.contract_cents),
        "settled_above_contract": (figures.settled_cents, figures.contract_cents),
        "settled_above_invoiced": (figures.settled_cents, figures.invoiced_cents),
    }
    found = [Mismatch(code, *pair) for code, pair in pairs.items() if pair[0] > pair[1]]
    if is_over:
        rest = {
            "accepted_below_contract": (figures.accepted_cents, figures.contract_cents),
            "invoiced_below_accepted": (figures.invoiced_cents, figures.accepted_cents),
            "settled_below_invoiced": (figures.settled_cents, figures.invoiced_cents),
        }
        found += [Mismatch(code, *pair) for code, pair in rest.items() if pair[0] < pair[1]]
    return found


def totals_by_bucket(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The sum of each bucket; all buckets are there."""
    sums = dict.fromkeys(BUCKETS, 0)
    for bucket, cents in rows:
        sums[bucket] += cents
    return sums
