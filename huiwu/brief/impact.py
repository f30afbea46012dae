"""What of first contact and brief rests on facts. The brief's own versions are declared by its kind of document."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.brief.models import DateAcknowledgement, GoalResult
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting


@rests_on("meeting.start_on", "meeting.end_on", "meeting.city", "brief.start_date", "brief.end_date", "brief.city")
def notes_that_rest_on_the_dates(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """A 知悉说明 was written for those days in that city."""
    for note in DateAcknowledgement.objects.filter(meeting=meeting):
        yield Impacted(
            kind="date_acknowledgement",
            id=str(note.pk),
            label=_("会期撞期的知悉说明"),
            state="done",
            url=reverse("brief:dates", kwargs={"slug": meeting.slug}),
            owner_role="account_manager",
            why=_("写于“{label}”为 {before} 时").format(label=change.label, before=change.before),
        )


@rests_on("brief.kpi")
def results_that_rest_on_the_goals(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """A goal judged by a target that is no longer agreed."""
    for result in GoalResult.objects.filter(meeting=meeting):
        yield Impacted(
            kind="goal_result",
            id=str(result.pk),
            label=_("目标评定：{metric}").format(metric=result.metric),
            state="done",
            url=reverse("brief:goals", kwargs={"slug": meeting.slug}),
            owner_role="project_manager",
            why=_("按目标值 {target} 评定").format(target=result.target),
        )
