"""The cancellation ladder (取消阶梯): what share of the amount is owed when cancelling so many days before the first day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from huiwu.kernel.money import tax_within, times

DEFAULT_LADDER: tuple[tuple[int, int], ...] = ((60, 0), (30, 2000), (15, 5000), (7, 7000), (0, 10_000))
"""documents.md §5「默认」: (days before at least, basis points)."""

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """From `min_days` days before the first day on, until the next step: `share_bp` of the amount is owed."""

    min_days: int
    share_bp: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What cancelling on `day` costs, with its working.

    `next_on` is the first day of the next, dearer step; None when there is none.
    """

    day: date
    days_before: int
    share_bp: int
    amount_cents: int
    cents: int
    next_on: date | None = None
    next_share_bp: int | None = None
    next_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One step of the ladder on the calendar; `from_on` None: as early as one likes; `to_on` None: ever after."""

    min_days: int
    max_days: int | None
    share_bp: int
    cents: int
    from_on: date | None
    to_on: date | None


def ladder_faults(steps: Sequence[Step]) -> list[str]:
    """Codes of what is wrong: `twice`, `falls` (closer to the day must not be cheaper), `range`, `open` (no step for day 0)."""
    faults = []
    days = [step.min_days for step in steps]
    if len(set(days)) != len(days):
        faults.append("twice")
    if any(step.min_days < 0 or not 0 <= step.share_bp <= WHOLE for step in steps):
        faults.append("range")
    ordered = sorted(steps, key=lambda step: -step.min_days)
    if any(later.share_bp < earlier.share_bp for earlier, later in pairwise(ordered)):
        faults.append("falls")
    if steps and min(days) > 0:
        faults.append("open")
    return faults


def step_for(steps: Sequence[Step], days_before: int) -> Step | None:
    """The step that holds so many days before; the closest one once the first day has passed. None without any step.

    Days earlier than every step's begin cost nothing: Step(days, 0).
    """
    if not steps:
        return None
    held = [step for step in steps if step.min_days <= max(days_before, 0)]
    if held:
        return max(held, key=lambda step: step.min_days)
    return min(steps, key=lambda step: step.min_days)


def cost_on(amount_cents: int, steps: Sequence[Step], starts_on: date, day: date) -> Cost | None:
    """What cancelling on `day` costs; None without a ladder. Rounded half up to the cent, once."""
    days = (starts_on - day).days
    step = step_for(steps, days)
    if step is None:
        return None
    nearer = [other for other in steps if other.min_days < step.min_days and other.share_bp > step.share_bp]
    following = max(nearer, key=lambda other: other.min_days, default=None)
    if following is None or days < 0:
        return Cost(day, days, step.share_bp, amount_cents, portion(amount_cents, step.share_bp))
    return Cost(
        day,
        days,
        step.share_bp,
        amount_cents,
        portion(amount_cents, step.share_bp),
        next_on=starts_on - timedelta(days=step.min_days - 1),
        next_share_bp=following.share_bp,
        next_cents=portion(amount_cents, following.share_bp),
    )


def bands(amount_cents: int, steps: Sequence[Step], starts_on: date) -> list[Band]:
    """The ladder on the calendar, earliest first."""
    ordered = sorted(steps, key=lambda step: -step.min_days)
    found = []
    for n, step in enumerate(ordered):
        earlier = ordered[n - 1].min_days - 1 if n else None
        found.append(
            Band(
                min_days=step.min_days,
                max_days=earlier,
                share_bp=step.share_bp,
                cents=portion(amount_cents, step.share_bp),
                from_on=None if earlier is None else starts_on - timedelta(days=earlier),
                to_on=None if n == len(ordered) - 1 else starts_on - timedelta(days=step.min_days),
            )
        )
    return found


def portion(cents: int, share_bp: int) -> int:
    """`share_bp`/10,000 of an amount, rounded half up to the cent."""
    return times(cents, Decimal(share_bp) / WHOLE)


def without_tax(cents: int, tax_bp: int) -> int:
    """The net of an amount with tax."""
    return cents - tax_within(cents, tax_bp)
