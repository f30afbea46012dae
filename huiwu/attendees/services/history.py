"""The readable history of a person: which field, from what, to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huiwu.attendees.choices import AttendeeRole, Language, Presence
from huiwu.attendees.models import Attendee, AttendeeChange, Delegation
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import unasked

SILENT = frozenset({"batch_id", "photo_id", "family_name", "given_name", "retain_until", "presence_reason"})
"""What needs no line of its own."""
WORDS = {"presence": dict(Presence.choices), "language": dict(Language.choices)}


@unasked("writes the history of a change that the calling service asked for")
def differences(row: Attendee, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns whose value the row does not have yet."""
    return {key: value for key, value in values.items() if getattr(row, key) != value}


@unasked("writes the history of a change that the calling service asked for")
def lines(actor: Actor, row: Attendee, changed: Mapping[str, Any], source: str) -> list[AttendeeChange]:
    """One line for each changed column, before the row takes the values; the caller writes them."""
    return [
        AttendeeChange(
            attendee=row,
            field=key.removesuffix("_id"),
            before=text_of(key, getattr(row, key)),
            after=text_of(key, value),
            changed_by=actor.user,
            source=source,
        )
        for key, value in changed.items()
        if key not in SILENT
    ]


def text_of(key: str, value: Any) -> str:
    """A column's value as people read it, in the source language: history does not change with who reads it."""
    if value is None or value == "" or value == []:
        return ""
    if key == "roles":
        return "、".join(str(AttendeeRole(code).label) for code in value if code in AttendeeRole.values)
    if key in WORDS:
        return str(WORDS[key].get(value, value))
    if key == "tags":
        return "、".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "delegation_id":
        return _name(Delegation.objects.filter(pk=value).values_list("name", flat=True))
    if key in ("accompanies_id", "substitute_for_id"):
        return _name(Attendee.objects.filter(pk=value).values_list("display_name", flat=True))
    return str(value)


def _name(found: Iterable[str]) -> str:
    return next(iter(found), "")
