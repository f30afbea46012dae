"""What people and delegations are called in the history; a person that was erased is called nothing."""

from __future__ import annotations

from typing import Any

from huiwu.attendees.choices import ParticipationState, Presence, SensitiveField
from huiwu.attendees.models import Attendee, Delegation
from huiwu.foundation.registry.names import names, words

for fact in ("presence_changed.before", "presence_changed.after", "presences_changed.after"):
    names(fact)(words(Presence))
names("participations_changed.state", "many_put_in_functions.state")(words(ParticipationState))
names("sensitive_list_seen.field")(words(SensitiveField))


@names("attendee", "attendee_id")
def attendees(ids: set[str]) -> dict[str, Any]:
    rows = Attendee.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "display_name")
    return {str(pk): name for pk, name in rows}


@names("delegation")
def delegations(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Delegation.objects.filter(pk__in=ids).values_list("pk", "name")}
