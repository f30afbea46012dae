"""Budget lines in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiwu.budget.models import BudgetLine
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of


@searchable("budget_line", title=gettext_lazy("预算行"))
def find_lines(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """Lines whose item or specification holds the words, in meetings the actor is on."""
    wanted = text.strip()
    if len(wanted) < 2 or "\0" in wanted:
        return
    found = BudgetLine.objects.filter(deleted_at=None, budget__meeting__in=meetings_of(actor))
    found = found.filter(Q(item__icontains=wanted) | Q(spec__icontains=wanted)).select_related("budget__meeting")
    for row in found.order_by("-budget__meeting__start_on", "order")[:limit]:
        meeting = row.budget.meeting
        yield SearchHit(
            kind="budget_line",
            title=f"{row.item} {row.spec}".strip(),
            detail=f"{meeting.name} · {row.get_category_display()}",
            url=reverse("budget:line", args=[meeting.slug, row.key]),
        )
