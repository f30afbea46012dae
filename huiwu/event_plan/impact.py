"""What rests on a signed plan beside documents: the steps of planning that carry it out."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step

CARRIED_OUT_BY = {
    "event_plan.venue": ("P08", "P09", "D01"),
    "event_plan.agenda": ("P11", "P14", "P22"),
    "event_plan.live.agenda": ("P11", "P14", "P22"),
    "event_plan.meals": ("P21", "D04"),
    "event_plan.live.catering": ("P21", "D04"),
    "event_plan.rooms": ("P19",),
    "event_plan.transport": ("P20",),
    "event_plan.materials": ("P14", "P15"),
    "event_plan.equipment": ("P10", "D02"),
    "event_plan.contingency": ("P24",),
    "event_plan.budget": ("P07", "P10"),
    "event_plan.budget_total": ("P05", "P07"),
    "event_plan.setup_scheme": ("P14", "D01"),
    "event_plan.live.setup": ("D01", "D02"),
}
"""Part of the plan → steps of the SOP whose input it is (sop.md §4, 输入)."""


@rests_on(*CARRIED_OUT_BY)
def steps_that_carry_out_the_plan(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Steps of this meeting that have begun or are done: what is not begun will start from the new plan anyway."""
    codes = CARRIED_OUT_BY.get(change.key, ())
    begun = Step.objects.filter(plan__meeting=meeting, code__in=codes, status__in=(StepStatus.DOING, StepStatus.DONE))
    for step in begun.defer("plan__snapshot"):
        yield Impacted(
            kind="step",
            id=str(step.pk),
            label=str(step),
            state=step.status,
            url=reverse("planning:step", args=[meeting.slug, step.code]),
            owner_role="project_manager",
            why=_("以策划方案的“{label}”为依据").format(label=change.label),
        )
