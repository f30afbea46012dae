"""First contacts in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.brief.queries.intakes import intakes_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable


@searchable("intake", title=_("接洽记录"))
def find_intakes(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By client, contact, meeting, city or the last figures of the phone; only of the actor's own organisations."""
    if not text.strip():
        return
    for record in intakes_of(actor, text=text)[:limit]:
        day = record.start_on.isoformat() if record.start_on else ""
        yield SearchHit(
            kind="intake",
            title=record.meeting_name,
            detail=" · ".join(
                filter(None, [record.client_name, record.contact_name, day, record.city, record.get_status_display()])
            ),
            url=reverse("brief:intake", kwargs={"intake_id": record.pk}),
        )
