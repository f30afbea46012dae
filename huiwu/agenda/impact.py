"""What rests on the agenda, and what of the agenda rests on people, rooms and times."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.agenda.models import AgendaSpeaker
from huiwu.agenda.queries.content import released_content
from huiwu.agenda.queries.quotes import quotes_in_use
from huiwu.agenda.rules.differences import items_of
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


@rests_on("attendee.")
def items_with_the_person_on_the_stage(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Items in which the person speaks; confirmed where the version in force names them (OM-058)."""
    if not change.subject_id:
        return
    settled = {
        item["id"]
        for item in items_of(released_content(meeting) or {})
        if any(speaker["attendee"] == change.subject_id for speaker in item["speakers"])
    }
    parts = AgendaSpeaker.objects.filter(item__meeting=meeting, attendee_id=change.subject_id)
    for part in parts.select_related("item").order_by("item__starts_at"):
        yield Impacted(
            kind="agenda_item",
            id=str(part.item_id),
            label=_("议程环节“{title}”").format(title=part.item.title),
            state="confirmed" if str(part.item_id) in settled else "draft",
            url=reverse("agenda:item", args=[meeting.slug, part.item_id]),
            owner_role="planner",
            why=_("{role}：{label}").format(role=part.get_speaker_role_display(), label=change.label),
        )
