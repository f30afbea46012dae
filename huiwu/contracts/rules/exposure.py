"""敞口: what we would lose by ourselves if the client cancelled on a given day (compliance.md §5, OM-051)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiwu.contracts.rules.ladder import Step, cost_on


@dataclass(frozen=True, slots=True)
class Side:
    """One contract: its amount with amendments, its ladder, its first day, and which way money runs."""

    key: str
    label: str
    amount_cents: int
    steps: tuple[Step, ...]
    starts_on: date
    is_receivable: bool


@dataclass(frozen=True, slots=True)
class Line:
    side: Side
    share_bp: int
    cents: int


@dataclass(frozen=True, slots=True)
class Point:
    """One day: `owed_cents` we would owe, `due_cents` the client would owe us; positive `net_cents` is our own loss."""

    day: date
    owed_cents: int
    due_cents: int
    lines: tuple[Line, ...] = ()

    @property
    def net_cents(self) -> int:
        return self.owed_cents - self.due_cents


def exposure_on(sides: Sequence[Side], day: date) -> Point:
    """Every contract's cost on that day. A contract without a ladder counts as nothing owed."""
    lines = []
    for side in sides:
        cost = cost_on(side.amount_cents, side.steps, side.starts_on, day)
        lines.append(Line(side, cost.share_bp if cost else 0, cost.cents if cost else 0))
    owed = sum(line.cents for line in lines if not line.side.is_receivable)
    due = sum(line.cents for line in lines if line.side.is_receivable)
    return Point(day, owed, due, tuple(lines))


def curve(sides: Sequence[Side], from_on: date, to_on: date) -> list[Point]:
    """One point a day, both ends included."""
    days = max((to_on - from_on).days, 0) + 1
    return [exposure_on(sides, from_on + timedelta(days=n)) for n in range(days)]


def turning_points(points: Sequence[Point]) -> list[Point]:
    """The days on which the figures differ from the day before; the first one always."""
    found: list[Point] = []
    for point in points:
        if not found or (point.owed_cents, point.due_cents) != (found[-1].owed_cents, found[-1].due_cents):
            found.append(point)
    return found


def worst(points: Sequence[Point]) -> Point | None:
    """The day with the greatest loss of our own; the earliest of equals."""
    return max(points, key=lambda point: (point.net_cents, -point.day.toordinal()), default=None)
