"""People of one's meetings in the one search box."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.queries.finding import find_in
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.queries import meetings_of

MOST_MEETINGS = 50
"""Meetings looked through, the latest first: an organisation keeps far more than anybody works on."""


@searchable("attendee", title=_("参会人员"))
def find_attendees(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By name, pinyin, initials, organisation, phone tail or number, in the meetings that go on."""
    if not text.strip():
        return
    meetings = meetings_of(actor).exclude(status=MeetingStatus.CLOSED).order_by("-start_on")
    may: dict[UUID, bool] = {}
    for row in find_in(list(meetings.values_list("pk", flat=True)[:MOST_MEETINGS]), text, limit):
        if row.meeting_id not in may:
            may[row.meeting_id] = can(actor, "attendees.view", row.meeting)
        if may[row.meeting_id]:
            yield SearchHit(
                kind="attendee",
                title=row.display_name,
                detail=" · ".join(filter(None, [row.org_text, row.title, row.meeting.name])),
                url=reverse("attendees:attendee", args=[row.meeting.slug, row.pk]),
            )
