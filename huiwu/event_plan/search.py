"""What stands in event plans, in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.fourstate import shown
from huiwu.documents.models import Document
from huiwu.event_plan.choices import EVENT_PLAN
from huiwu.event_plan.documents import editor_url
from huiwu.event_plan.rules import state_of
from huiwu.event_plan.schema import SCHEMA
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of

MOST_PLANS = 40
"""Plans looked through for one search, newest meetings first."""


@searchable("event_plan", title=gettext_lazy("策划方案"))
def find_in_plans(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """The first field of each plan that holds the words: a material, a piece of equipment, a risk, a budget line."""
    wanted = text.strip().casefold()
    if len(wanted) < 2:
        return
    found = Document.objects.filter(kind=EVENT_PLAN, meeting__in=meetings_of(actor)).select_related("meeting")
    hits = 0
    for document in found.order_by("-meeting__start_on")[:MOST_PLANS]:
        key = _first_field(document, wanted)
        if key and hits < limit:
            hits += 1
            yield SearchHit(
                kind="event_plan",
                title=_("策划方案 · {label}").format(label=SCHEMA[key].label),
                detail=document.meeting.name,
                url=editor_url(document.meeting, key),
            )


def _first_field(document: Document, wanted: str) -> str:
    for spec in SCHEMA.fields:
        if (
            state_of(document.draft, spec.key) == "filled"
            and wanted in shown(spec, document.draft[spec.key]).casefold()
        ):
            return spec.key
    return ""
