"""Decisions of the checklist rest on facts of meeting and brief: what was judged on the old ones is listed."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.compliance.models import ComplianceItem, Permit
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.compliance.queries.ground import RESTS_ON
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting


@rests_on(*RESTS_ON)
def decisions_that_rest_on_a_fact(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Items already judged whose rule asks for the changed fact."""
    if not ComplianceItem.objects.filter(meeting=meeting).exists():
        return
    for item in checklist_of(meeting).items:
        if item.row is not None and change.key in item.spec.rests_on:
            yield Impacted(
                kind="compliance_item",
                id=item.spec.key,
                label=_("合规检查项：{title}").format(title=item.spec.title),
                state="done",
                url=reverse("compliance:checklist", args=[meeting.slug]) + f"#item-{item.spec.key}",
                owner_role="compliance_officer",
                why=_("按“{label}”为 {before} 判断").format(label=change.label, before=change.before),
            )


@rests_on("meeting.start_on", "meeting.end_on", "meeting.city", "meeting.name", "meeting.venue_name")
def permits_that_rest_on_a_fact(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """A permit is granted for a name, days and a place."""
    for permit in Permit.objects.filter(meeting=meeting, refused_on=None):
        yield Impacted(
            kind="permit",
            id=str(permit.pk),
            label=permit.get_kind_display(),
            state="confirmed" if permit.granted_on else "open",
            url=reverse("compliance:permit", args=[meeting.slug, permit.pk]),
            owner_role="compliance_officer",
            why=_("按“{label}”为 {before} 申请").format(label=change.label, before=change.before),
        )
