"""Requests in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.procurement.models import Rfq


@searchable("rfq", title=_("询价单"))
def find_rfqs(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By title, number, a line's item or an invited supplier."""
    if not text.strip():
        return
    named = Q(title__icontains=text) | Q(number__iexact=text) | Q(lines__item__icontains=text)
    named |= Q(quotations__supplier__name__icontains=text)
    rows = Rfq.objects.filter(named, meeting__in=meetings_of(actor)).select_related("meeting").distinct()
    for rfq in rows.order_by("-meeting__start_on", "number")[:limit]:
        if can(actor, "procurement.view", rfq.meeting):
            yield SearchHit(
                kind="rfq",
                title=f"{rfq.number} {rfq.title}",
                detail=f"{rfq.get_category_display()} · {rfq.meeting.name}",
                url=reverse("procurement:rfq", args=[rfq.meeting.slug, rfq.pk]),
            )
