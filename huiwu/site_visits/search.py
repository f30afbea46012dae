"""Candidates in the one search box, by venue."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.meetings.rules.naming import search_key
from huiwu.site_visits.models import Candidate


@searchable("candidate", title=_("候选场地"))
def find_candidates(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By the venue's name, in pinyin as well."""
    if not text.strip():
        return
    key = search_key(text)
    named = Q(venue__name__icontains=text.strip())
    if key:
        named |= Q(venue__search_text__contains=key)
    found = Candidate.objects.filter(named, meeting__in=meetings_of(actor)).select_related("meeting", "venue")
    for row in found.order_by("-meeting__start_on", "venue__name")[:limit]:
        yield SearchHit(
            kind="candidate",
            title=row.venue.name,
            detail=f"{row.get_list_display()} · {row.meeting.name}",
            url=reverse("site_visits:candidate", args=[row.meeting.slug, row.pk]),
        )
