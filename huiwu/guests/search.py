"""Letters in the one search box: by their number. Guests are found as people."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.guests.models import Letter
from huiwu.meetings.queries import meetings_of


@searchable("letter", title=_("邀请函"))
def find_letters(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By number, in meetings whose guests the actor may see."""
    asked = text.strip()
    if len(asked) < 4 or "\0" in asked:
        return
    rows = Letter.objects.filter(number__icontains=asked, meeting__in=meetings_of(actor))
    for row in rows.select_related("meeting", "guest__attendee").order_by("-made_at")[:limit]:
        if can(actor, "guests.view", row.meeting):
            yield SearchHit(
                kind="letter",
                title=f"{row.number} {row.guest.attendee.display_name}",
                detail=" · ".join([str(row.get_state_display()), row.meeting.name]),
                url=reverse("guests:guest", args=[row.meeting.slug, row.guest_id]),
            )
