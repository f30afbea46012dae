"""The contingency reserve: what the baseline set aside, what was drawn of it, what is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.budget.models import Budget, BudgetLine, ReserveDraw
from huiwu.event_plan.choices import BudgetCategory


@dataclass(frozen=True, slots=True)
class Reserve:
    """`lines` are the reserve's lines with what the baseline gave them, in cents."""

    lines: list[tuple[BudgetLine, int]]
    drawn_cents: int

    @property
    def total_cents(self) -> int:
        return sum(cents for _line, cents in self.lines)

    @property
    def left_cents(self) -> int:
        return self.total_cents - self.drawn_cents


def reserve_of(budget: Budget) -> Reserve:
    """By the baseline; nothing before there is one."""
    if budget.baseline is None:
        return Reserve([], 0)
    given = {row["key"]: row["amount_cents"] for row in budget.baseline.content["lines"]}
    found = BudgetLine.objects.filter(budget=budget, category=BudgetCategory.RESERVE, key__in=given)
    rows = [(line, given[line.key]) for line in found if given[line.key] > 0]
    return Reserve(rows, budget.drawn_cents)


def draws_of(budget: Budget) -> list[ReserveDraw]:
    return list(budget.draws.select_related("line", "requested_by", "decided_by"))
