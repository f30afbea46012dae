"""What of the plan rests on the meeting's facts: the plan as a whole, and what is pinned or signed for fixed days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import GateConfirmation
from huiwu.planning.queries.pages import step_url
from huiwu.planning.queries.plans import live_steps, plan_for

DATES = ("meeting.start_on", "meeting.end_on", "brief.start_date", "brief.end_date")
SCOPE = (
    "meeting.meeting_type",
    "meeting.expected_headcount",
    "meeting.conditions",
    "brief.headcount",
    "brief.meeting_type",
)


@rests_on(*DATES, *SCOPE)
def plan_and_fixed_steps(meeting: Any, change: Change) -> Iterable[Impacted]:
    """The plan is re-planned; pinned and signed steps stay on their days and must be looked at one by one."""
    plan = plan_for(meeting)
    if plan is None:
        return
    url = reverse("planning:replan", args=[meeting.slug])
    yield Impacted("plan", str(plan.pk), _("工作计划"), "open", url, "project_manager", _("日期与步骤由它倒排"))
    if change.key not in DATES:
        return
    signed = set(GateConfirmation.objects.filter(gate__plan=plan).values_list("step_code", flat=True))
    for step in live_steps(plan).exclude(status=StepStatus.DONE):
        if step.is_pinned or step.code in signed:
            state = "confirmed" if step.code in signed else "open"
            why = _("客户已确认") if step.code in signed else _("日期已固定，重排不会移动")
            yield Impacted("step", str(step.pk), str(step), state, step_url(meeting, step.code), "project_manager", why)
