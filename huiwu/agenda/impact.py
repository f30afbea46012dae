"""What rests on the agenda, and what of the agenda rests on people, rooms and times."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.agenda.queries.quotes import quotes_in_use
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step

BUILT_ON_IT = {
    "agenda.time": ("P12", "P14", "P18", "P20", "P21", "P22", "P23", "D14"),
    "agenda.length": ("P22", "D14"),
    "agenda.space": ("P14", "P18", "P22", "P23", "D01"),
    "agenda.speakers": ("P12", "P13", "P14", "P18", "P22"),
    "agenda.title": ("P13", "P14", "P22"),
    "agenda.added": ("P12", "P14", "P22", "D14"),
    "agenda.removed": ("P12", "P14", "P22", "D14"),
    "agenda.languages": ("P10", "D02"),
    "agenda.needs": ("P10", "D02"),
}
"""Aspect of the agenda → steps of the SOP whose input it is (sop.md §4, 输入)."""


@rests_on(*BUILT_ON_IT)
def steps_built_on_the_agenda(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Steps that have begun or are done: what is not begun will start from the new agenda anyway."""
    codes = BUILT_ON_IT[change.key]
    begun = Step.objects.filter(plan__meeting=meeting, code__in=codes, status__in=(StepStatus.DOING, StepStatus.DONE))
    for step in begun.defer("plan__snapshot"):
        yield Impacted(
            kind="step",
            id=str(step.pk),
            label=str(step),
            state=step.status,
            url=reverse("planning:step", args=[meeting.slug, step.code]),
            owner_role="project_manager",
            why=_("以议程为依据：{label}").format(label=change.label),
        )


@rests_on("agenda.")
def materials_that_quote_the_agenda(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """What was noted as carrying a version: handbook, screen, signs."""
    for row in quotes_in_use(meeting):
        yield Impacted(
            kind="agenda_quote",
            id=str(row.pk),
            label=row.called,
            state="done",
            url=reverse("agenda:quotes", args=[meeting.slug]),
            owner_role="materials_team",
            why=_("印有议程第 {number} 版").format(number=row.version.number),
        )
