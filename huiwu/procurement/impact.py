"""Quantities that follow the head-count: a request asked for so many, and its quotations are for so many."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import RfqState
from huiwu.procurement.models import Rfq

STATES = {RfqState.DRAFT: "draft", RfqState.SENT: "review", RfqState.SELECTED: "confirmed"}


def _impacted(meeting: Meeting, rfq: Rfq, why: str) -> Impacted:
    return Impacted(
        kind="rfq",
        id=str(rfq.pk),
        label=_("询价单：{rfq}").format(rfq=rfq),
        state=STATES[RfqState(rfq.state)],
        url=reverse("procurement:rfq", args=[meeting.slug, rfq.pk]),
        owner_role="procurement",
        why=why,
    )


@rests_on("brief.headcount", "meeting.expected_headcount")
def requests_that_follow_the_head_count(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Those with a line per person, or with a function's guaranteed number."""
    rows = Rfq.objects.filter(meeting=meeting).exclude(state=RfqState.CANCELLED)
    for rfq in rows.filter(lines__per_person__isnull=False).distinct():
        yield _impacted(meeting, rfq, _("按 {count} 人询价").format(count=rfq.headcount or change.before))


@rests_on("meeting.start_on", "meeting.end_on", "meeting.city", "meeting.venue_name")
def requests_that_rest_on_day_and_place(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Prices were quoted for a day and a place."""
    rows = Rfq.objects.filter(meeting=meeting).exclude(state=RfqState.CANCELLED)
    for rfq in rows:
        yield _impacted(meeting, rfq, _("按“{label}”为 {before} 报价").format(label=change.label, before=change.before))


@rests_on("function.")
def requests_that_name_a_function(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    rows = Rfq.objects.filter(meeting=meeting, lines__function__isnull=False).exclude(state=RfqState.CANCELLED)
    for rfq in rows.distinct():
        yield _impacted(meeting, rfq, _("明细按功能单元的人数列"))
