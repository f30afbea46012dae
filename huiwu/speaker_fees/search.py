"""Speakers' fees in the one search box, for those who may see them. Identity numbers are not searched."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.speaker_fees.models import SpeakerFee


@searchable("speaker_fee", title=_("劳务费"))
def find_fees(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By the speaker's name or organisation."""
    if not text.strip():
        return
    named = Q(name__icontains=text) | Q(organisation__icontains=text)
    found = SpeakerFee.objects.filter(named, meeting__in=meetings_of(actor)).select_related("meeting")
    rows = list(found.order_by("-meeting__start_on", "number")[: limit * 3])
    seen = {meeting: can(actor, "speaker_fees.view", meeting) for meeting in {row.meeting for row in rows}}
    for row in [row for row in rows if seen[row.meeting]][:limit]:
        yield SearchHit(
            kind="speaker_fee",
            title=f"{row.label} {row.name}",
            detail=" · ".join(filter(None, [str(row.get_kind_display()), row.meeting.name])),
            url=reverse("speaker_fees:fee", args=[row.meeting.slug, row.pk]),
        )
