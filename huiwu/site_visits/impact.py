"""Candidates rest on head-count, dates and the main function: what was judged on the old ones is listed."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import ListState
from huiwu.site_visits.queries.candidates import candidates_of

WORDS = {ListState.CONFIRMED: "confirmed", ListState.RECOMMENDED: "review"}


@rests_on(
    "meeting.start_on",
    "meeting.end_on",
    "meeting.city",
    "meeting.expected_headcount",
    "meeting.public_body_mode",
    "brief.headcount",
    "function.",
)
def candidates_that_rest_on_a_fact(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Quotes, free dates and capacities were asked for the old value."""
    for row in candidates_of(meeting).exclude(list=ListState.DECLINED):
        yield Impacted(
            kind="candidate",
            id=str(row.pk),
            label=_("候选场地：{venue}").format(venue=row.venue.name),
            state=WORDS.get(ListState(row.list), "open"),
            url=reverse("site_visits:candidate", args=[meeting.slug, row.pk]),
            owner_role="venue_team",
            why=_("按“{label}”为 {before} 询的价和档期、判断的容量").format(label=change.label, before=change.before),
        )
