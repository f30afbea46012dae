"""The budget in the event plan, as it stands, while nobody types one there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.budget.queries.books import budget_of
from huiwu.budget.queries.content import content_of
from huiwu.budget.sheets.budget import summary
from huiwu.foundation.registry.plan_sections import plan_section
from huiwu.meetings.models import Meeting


def sums(meeting: Meeting) -> Sequence[Any] | None:
    """By category; None before a budget has lines."""
    budget = budget_of(meeting)
    if budget is None:
        return None
    content = content_of(budget)
    return [summary(content)] if content["lines"] else None


plan_section(
    "budget",
    _("预算表"),
    order=10,
    live=sums,
    url=lambda meeting: reverse("budget:budget", args=[meeting.slug]),
    gives_way=True,
)
