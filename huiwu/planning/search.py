"""Steps and tasks in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step
from huiwu.planning.queries.pages import step_url


@searchable("step", title=_("步骤与任务"))
def find_steps(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By code or name, in the meetings the actor may view; open ones first."""
    wanted = Q(code__iexact=text) | Q(name__icontains=text) | Q(name_en__icontains=text)
    found = Step.objects.filter(wanted, plan__meeting__in=meetings_of(actor)).exclude(
        status__in=[StepStatus.OMITTED, StepStatus.MERGED]
    )
    rows = (
        found.select_related("plan__meeting", "owner").defer("plan__snapshot").order_by("done_on", "finish_on")[:limit]
    )
    return [
        SearchHit(
            kind="step",
            title=str(step),
            detail=f"{step.plan.meeting.name} · {step.get_status_display()}",
            url=step_url(step.plan.meeting, step.code),
            rank=0 if step.is_open else 1,
        )
        for step in rows
    ]
