"""What guests and letters are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.accounts.names import people
from huiwu.foundation.registry.names import names, words
from huiwu.guests.choices import MoveSource, RsvpStatus
from huiwu.guests.models import Guest, InvitationTemplate, Letter

names("guest_moved.before")(words(RsvpStatus))
names("guest_moved.after")(words(RsvpStatus))
names("guest_moved.source")(words(MoveSource))


@names("guest")
def guests(ids: set[str]) -> dict[str, Any]:
    rows = Guest.objects.filter(pk__in=ids, attendee__erased_at=None).values_list("pk", "attendee__display_name")
    return {str(pk): name for pk, name in rows}


@names("letter")
def letters(ids: set[str]) -> dict[str, Any]:
    return {str(pk): number for pk, number in Letter.objects.filter(pk__in=ids).values_list("pk", "number")}


@names("invitation_template")
def templates(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in InvitationTemplate.objects.filter(pk__in=ids).values_list("pk", "name")}


names("guests_handed_over.handler_id")(people)
