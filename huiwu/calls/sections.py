"""The callers' queue in a meeting's menu, and a person's calls on their page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.calls.queries import records_of, tasks_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section

section(
    "calls",
    title=_("电话联系"),
    icon="phone",
    group="before",
    order=140,
    permission="calls.ring",
    url=lambda meeting: reverse("calls:queue", args=[meeting.slug]),
)


def _card(actor: Actor, attendee: Any) -> dict[str, Any] | None:
    return {"person": attendee, "tasks": tasks_of(attendee), "records": records_of(attendee)[:3]}


panel("calls.person", place="attendee", order=60, template="calls/_card.html", context=_card, permission="calls.ring")
