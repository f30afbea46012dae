"""People in a meeting's menu, and how many they are on its overview."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiwu.attendees.queries import tally
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.meetings.models import Meeting

section(
    "attendees",
    title=pgettext_lazy("menu", "参会人员"),
    icon="users-round",
    group="before",
    order=130,
    permission="attendees.view",
    url=lambda meeting: reverse("attendees:list", args=[meeting.slug]),
)


def _people(actor: Actor, meeting: Meeting) -> dict[str, Any] | None:
    found = tally(meeting)
    return {"counts": found} if found.total else None


panel(
    "attendees.counts",
    place="meeting",
    order=45,
    template="attendees/_panel.html",
    context=_people,
    permission="attendees.view",
)
