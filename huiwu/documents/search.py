"""Documents in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiwu.documents.kinds import KINDS
from huiwu.documents.models import Document
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of


@searchable("document", title=_("单据"))
def find_documents(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By title or number, in meetings and of kinds the actor may read; the last edited first."""
    wanted = text.strip()
    if not wanted:
        return
    found = Document.objects.filter(
        Q(title__icontains=wanted) | Q(number__icontains=wanted), meeting__in=meetings_of(actor), kind__in=list(KINDS)
    )
    rows = found.select_related("meeting").defer("draft").order_by("-edited_at")
    for document in rows[: limit * 3]:
        if can(actor, KINDS[document.kind].view, document.meeting):
            yield SearchHit(
                kind="document",
                title=document.title,
                detail=f"{document.number} · {document.meeting.name}",
                url=document.url,
            )
