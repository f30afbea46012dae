"""Guests in a meeting's menu, and the reply on the guest's own page and on the person's record."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.foundation.registry.tickets import withholds_ticket
from huiwu.guests.queries import guest_of, own_letter
from huiwu.guests.rules import rsvp

section(
    "guests",
    title=_("嘉宾"),
    icon="handshake",
    group="before",
    order=124,
    permission="guests.view",
    url=lambda meeting: reverse("guests:ledger", args=[meeting.slug]),
)


def _own(actor: Actor, attendee: Attendee) -> dict[str, Any] | None:
    """Nothing before the invitation went out."""
    guest = guest_of(attendee.pk)
    if guest is None or guest.rsvp_status == rsvp.TO_INVITE:
        return None
    return {
        "guest": guest,
        "letter": own_letter(attendee.pk),
        "is_open": guest.rsvp_status in rsvp.UNANSWERED or guest.rsvp_status == rsvp.VERBAL,
        "comes": guest.rsvp_status in rsvp.AGREED,
    }


@withholds_ticket
def _unanswered(attendee: Attendee) -> Any:
    guest = guest_of(attendee.pk)
    silent = guest is not None and guest.rsvp_status in (rsvp.TO_INVITE, *rsvp.UNANSWERED)
    return _("答复出席后，票码会出现在这里。") if silent else ""


panel(
    "guests.reply",
    place="attendee.own",
    order=10,
    template="guests/_own.html",
    context=_own,
    permission="attendees.own",
)


def _of_person(actor: Actor, attendee: Attendee) -> dict[str, Any] | None:
    guest = guest_of(attendee.pk)
    return {"guest": guest} if guest is not None else None


panel(
    "guests.of_person",
    place="attendee",
    order=10,
    template="guests/_of_person.html",
    context=_of_person,
    permission="guests.view",
)
