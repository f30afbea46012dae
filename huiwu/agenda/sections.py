"""The agenda in a meeting's menu, beside a person, on their own page, and its figures in the settings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.agenda.queries import parts_of
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section, setting

section(
    "agenda",
    title=_("议程"),
    icon="list-ordered",
    group="before",
    order=122,
    permission="agenda.view",
    url=lambda meeting: reverse("agenda:agenda", args=[meeting.slug]),
)
setting(
    "agenda_standards",
    title=_("议程的时间标准"),
    detail=_("茶歇、合影、颁奖、换场前后至少留多久，按人数"),
    icon="timer",
    order=75,
    permission="agenda.view_standards",
    url=lambda: reverse("agenda:standards"),
)


def _parts(_actor: Actor, attendee: Attendee) -> dict[str, Any] | None:
    parts = parts_of(attendee.meeting, attendee)
    return {"parts": parts} if parts else None


panel(
    "agenda.own",
    place="attendee.own",
    order=30,
    template="agenda/_own.html",
    context=_parts,
    permission="attendees.own",
)
panel(
    "agenda.of_attendee",
    place="attendee",
    order=30,
    template="agenda/_of_attendee.html",
    context=_parts,
    permission="agenda.view",
)
