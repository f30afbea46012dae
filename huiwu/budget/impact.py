"""What of the budget rests on head-counts: the lines that follow them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.budget.queries.books import budget_of
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting


@rests_on("meeting.expected_headcount", "brief.headcount", "function.headcount")
def lines_that_follow_people(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """One entry for the budget, with how many lines move."""
    budget = budget_of(meeting)
    if budget is None:
        return
    following = budget.lines.filter(deleted_at=None).exclude(basis="").count()
    if following:
        yield Impacted(
            kind="budget",
            id=str(budget.pk),
            label=str(_("预算表")),
            state="open",
            url=reverse("budget:budget", args=[meeting.slug]),
            owner_role="finance",
            why=_("{count} 行随人数变化：{label}").format(count=following, label=change.label),
        )
