"""What the documents say the budget comes to (GEN-001): the plan the client signed at G2, and the baseline."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.budget.queries.books import budget_of
from huiwu.budget.queries.content import plan_total
from huiwu.event_plan.documents import editor_url
from huiwu.foundation.registry.statements import Statement, states
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting

KEY = "budget.agreed_total"


@states
def what_the_budget_states(meeting: Meeting) -> Iterator[Statement]:
    """Both totals once both are signed; they must agree to the cent, since the client agreed to both."""
    budget = budget_of(meeting)
    version, agreed = (budget.baseline if budget else None), plan_total(meeting)
    if version is None or agreed is None:
        return
    label, plan_url = str(_("预算总额")), editor_url(meeting, "budget_total")
    yield Statement(KEY, label, str(_("会议策划方案")), f"¥{yuan(agreed)}", plan_url, True)
    where = _("预算表第 {number} 版").format(number=version.number)
    url = reverse("budget:budget", args=[meeting.slug])
    yield Statement(KEY, label, where, f"¥{yuan(version.content['total_cents'])}", url, True)
