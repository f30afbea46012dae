"""People whom a piece of text names."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiwu.attendees.models import Attendee
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_key


def matching(rows: QuerySet[Attendee], meeting: Meeting, text: str) -> QuerySet[Attendee]:
    """By name, pinyin, initials, organisation, number, or the end of the mobile."""
    key = search_key(text)
    if not key:
        return rows.none()
    wanted = Q(search_text__contains=key) | Q(display_name__contains=text.strip())
    if key.isdigit():
        wanted |= Q(mobile__endswith=key) | Q(number=int(key[:9]))
    return rows.filter(wanted)
