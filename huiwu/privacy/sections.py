"""Personal information in a meeting's menu, on a person's page and on their own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.privacy.queries.consents import published_notice, standing_consents
from huiwu.privacy.queries.purposes import offered_purposes

section(
    "privacy",
    title=_("个人信息"),
    icon="shield-check",
    group="before",
    order=160,
    permission="privacy.view",
    url=lambda meeting: reverse("privacy:index", args=[meeting.slug]),
)


def _own_card(actor: Actor, attendee: Any) -> dict[str, Any] | None:
    """Shown once there is a notice; the card finds the token in the page's own address."""
    if published_notice(attendee.meeting) is None:
        return None
    standing = standing_consents(attendee.meeting, attendee.pk)
    missing = any(row.code not in standing for row in offered_purposes(attendee.meeting))
    return {"missing": missing}


def _person_card(actor: Actor, attendee: Any) -> dict[str, Any] | None:
    return {"given": len(standing_consents(attendee.meeting, attendee.pk)), "subject_id": attendee.pk}


panel(
    "privacy.own",
    place="attendee.own",
    order=90,
    template="privacy/_own_card.html",
    context=_own_card,
    permission="attendees.own",
)
panel(
    "privacy.person",
    place="attendee",
    order=90,
    template="privacy/_person_card.html",
    context=_person_card,
    permission="privacy.view",
)
