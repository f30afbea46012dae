"""Agenda items in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.agenda.models import AgendaItem
from huiwu.agenda.words import moment_words
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of


@searchable("agenda_item", title=_("议程环节"))
def find_items(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By title in both languages, and by who speaks; in meetings the actor may view."""
    asked = text.strip()
    if len(asked) < 2 or "\0" in asked:
        return
    found = Q(title__icontains=asked) | Q(title_en__icontains=asked) | Q(speakers__attendee__display_name=asked)
    rows = AgendaItem.objects.filter(found, meeting__in=meetings_of(actor)).distinct()
    for row in rows.select_related("meeting", "function__space").order_by("-starts_at")[:limit]:
        when = moment_words(row.starts_at, row.minutes, row.meeting.zone)
        yield SearchHit(
            kind="agenda_item",
            title=row.title,
            detail=f"{when} · {row.meeting.name}",
            url=reverse("agenda:item", args=[row.meeting.slug, row.pk]),
        )
