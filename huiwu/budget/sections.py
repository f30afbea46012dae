"""The budget in a meeting's menu, and in one line on its overview."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.budget.queries.books import budget_of, ledger_of
from huiwu.budget.queries.reports import schedule_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.meetings.models import Meeting

section(
    "budget",
    title=_("预算"),
    icon="calculator",
    group="before",
    order=300,
    permission="budget.view",
    url=lambda meeting: reverse("budget:budget", args=[meeting.slug]),
)


def one_line(_actor: Actor, meeting: Meeting) -> dict[str, Any] | None:
    """Approved, committed, paid, forecast; nothing before there is a budget."""
    budget = budget_of(meeting)
    if budget is None:
        return None
    ledger = ledger_of(budget)
    return {"budget": budget, "ledger": ledger, "total": ledger.book.total, "schedule": schedule_of(meeting, budget)}


panel("budget", place="meeting", order=60, template="budget/_panel.html", context=one_line, permission="budget.view")
