"""Budget lines for the spending rules of public bodies: banned goods (OM-022) and the three parts of the cap (OM-023)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.budget.models import BudgetLine
from huiwu.budget.queries.books import budget_of, ledger_of, lines_of
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.registry.spending import PlannedSpending, SpendingLine, plans_spending, spends
from huiwu.meetings.models import Meeting

OUTSIDE = (BudgetCategory.SERVICE_FEE, BudgetCategory.TAX, BudgetCategory.RESERVE, BudgetCategory.GUESTS)
"""Not part of 住宿、伙食、其他 unless somebody says so on the line."""


def _text(line: BudgetLine) -> str:
    return " ".join(part for part in (line.item, line.spec) if part)


@spends
def lines_of_the_budget(meeting: Meeting) -> Iterator[SpendingLine]:
    """Lines with what they come to today."""
    budget = budget_of(meeting)
    if budget is None:
        return
    url = reverse("budget:budget", args=[meeting.slug])
    for line in lines_of(budget):
        yield SpendingLine(f"budget:{line.key}", _("预算表"), _text(line), None, f"{url}#{line.key}", "finance")


@plans_spending
def parts_of_the_cap(meeting: Meeting) -> Iterator[PlannedSpending]:
    """Lines by 住宿, 伙食 and 其他, as forecast."""
    budget = budget_of(meeting)
    if budget is None:
        return
    ledger = ledger_of(budget)
    for line in ledger.lines:
        cents = ledger.figures(line.key).forecast
        if line.per_diem and line.payer in ("client", "us") and cents:
            yield PlannedSpending(line.per_diem, _text(line), cents)
