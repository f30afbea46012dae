"""Permits in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.compliance.models import Permit
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of


@searchable("permit", title=_("许可与批准"))
def find_permits(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By number, authority or the meeting's name."""
    if not text.strip():
        return
    named = Q(number__icontains=text) | Q(authority__icontains=text) | Q(meeting__name__icontains=text)
    found = Permit.objects.filter(named, meeting__in=meetings_of(actor)).select_related("meeting")
    for permit in found.order_by("-meeting__start_on", "kind")[:limit]:
        yield SearchHit(
            kind="permit",
            title=f"{permit.get_kind_display()} {permit.number}".strip(),
            detail=" · ".join(filter(None, [permit.authority, permit.meeting.name])),
            url=reverse("compliance:permit", args=[permit.meeting.slug, permit.pk]),
        )
