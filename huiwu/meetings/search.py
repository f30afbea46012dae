"""Meetings in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import MeetingFilter, found_meetings


@searchable("meeting", title=_("会议"))
def find_meetings(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By name, client, number, address; in characters, full pinyin or initials. The latest first."""
    if not text.strip():
        return
    for meeting in found_meetings(actor, MeetingFilter(text=text, sort="-start_on"))[:limit]:
        client = meeting.client.name if meeting.client else ""
        yield SearchHit(
            kind="meeting",
            title=meeting.name,
            detail=" · ".join(filter(None, [meeting.number, client, meeting.start_on.isoformat(), meeting.city])),
            url=reverse("meetings:overview", args=[meeting.slug]),
        )
