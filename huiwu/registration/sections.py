"""Registration in a meeting's menu, on people's own page, and beside their record."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.foundation.registry.tickets import withholds_ticket
from huiwu.registration.choices import State
from huiwu.registration.models import Registration
from huiwu.registration.queries.registrations import own_card, standing_of

section(
    "registration",
    title=_("报名"),
    icon="clipboard-check",
    group="before",
    order=126,
    permission="registration.view",
    url=lambda meeting: reverse("registration:overview", kwargs={"slug": meeting.slug}),
)


def _own(_actor: Actor, subject: Any) -> dict[str, Any] | None:
    return own_card(subject) if isinstance(subject, Attendee) else None


def _beside(_actor: Actor, subject: Any) -> dict[str, Any] | None:
    row = standing_of(subject) if isinstance(subject, Attendee) else None
    return {"registration": row} if row else None


@withholds_ticket
def _undecided(attendee: Attendee) -> Any:
    """Who waits, or was refused, is not in yet."""
    found = Registration.objects.filter(attendee=attendee).order_by("-submitted_at").values_list("state", flat=True)
    if found.first() in (State.PENDING, State.WAITLISTED, State.OFFERED, State.REFUSED):
        return _("报名确认后，票码会出现在这里。")
    return ""


panel(
    "registration.own",
    place="attendee.own",
    order=30,
    template="registration/_own_card.html",
    context=_own,
    permission="attendees.own",
)
panel(
    "registration.attendee",
    place="attendee",
    order=30,
    template="registration/_attendee_card.html",
    context=_beside,
    permission="registration.view",
)
