"""Lines on which a meeting spends money or effort: budget lines, materials, orders, each declared by its owner.

The spending rules of public bodies (OM-022) read them without knowing budget, materials or purchasing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SpendingLine:
    """`where` names the sheet as a person would (预算, 物料清单 …), `text` is what the line says."""

    id: str
    where: str
    text: str
    amount_cents: int | None = None
    url: str = ""
    owner_role: str = ""


Finder = Callable[[Any], Iterable[SpendingLine]]
FINDERS: list[Finder] = []


def spends(find: Finder) -> Finder:
    """Register `find(meeting)` over lines that are not cancelled."""
    FINDERS.append(find)
    return find


def spending_lines(meeting: Any) -> list[SpendingLine]:
    return [line for find in FINDERS for line in find(meeting)]


@dataclass(frozen=True, slots=True)
class PlannedSpending:
    """What a budget plans for `category` (lodging, meals, other) of a public body's meeting, in cents."""

    category: str
    text: str
    amount_cents: int


Planner = Callable[[Any], Iterable[PlannedSpending]]
PLANNERS: list[Planner] = []


def plans_spending(find: Planner) -> Planner:
    """Register `find(meeting)` over what a budget plans; where it says anything, it stands in place of lines typed by hand."""
    PLANNERS.append(find)
    return find


def planned_spending(meeting: Any) -> list[PlannedSpending]:
    return [row for find in PLANNERS for row in find(meeting)]
