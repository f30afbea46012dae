"""What the budget's ids and codes are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.budget.choices import DrawState, Origin, SourceKind
from huiwu.budget.models import BudgetLine
from huiwu.foundation.registry.names import names, words

names("budget_begun.origin")(words(Origin))
names("reserve_draw_decided.state")(words(DrawState))
names("cost_allocated.source_kind")(words(SourceKind))


@names(
    "budget_line_saved.line_id",
    "budget_line_removed.line_id",
    "budget_line_restored.line_id",
    "overrun_approved.line_id",
)
def lines(ids: set[str]) -> dict[str, Any]:
    return {str(pk): item for pk, item in BudgetLine.objects.filter(pk__in=ids).values_list("pk", "item")}
