"""The list as its filters, in the address, ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from huiwu.attendees.choices import AttendeeRole, Presence, SensitiveField
from huiwu.attendees.models import Attendee, AttendeeChange, Delegation, Merge, Participation, SensitiveValue
from huiwu.attendees.permissions import SensitiveOf
from huiwu.attendees.queries.finding import matching_ids
from huiwu.attendees.queries.people import active, with_role, with_tag
from huiwu.attendees.queries.quality import lacking
from huiwu.attendees.queries.words import field_label
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.secrets import masked
from huiwu.meetings.models import Function, Meeting

MOST_FOUND = 5000
CONTACTS = frozenset({"mobile", "email", "secretary_name", "secretary_mobile"})

SORTS: dict[str, tuple[Any, ...]] = {
    "number": ("number",),
    "name": ("pinyin", "number"),
    "strokes": ("stroke_key", "number"),
    "org": (F("org_order").asc(nulls_last=True), "org_name", F("protocol_rank").asc(nulls_last=True), "pinyin"),
    "rank": (F("protocol_rank").asc(nulls_last=True), "number"),
    "newest": ("-created_at", "-number"),
}


@dataclass(frozen=True, slots=True)
class AttendeeFilter:
    """What the address of the list asks for; empty means all."""

    text: str = ""
    role: str = ""
    presence: str = ""
    delegation: str = ""
    function: str = ""
    tag: str = ""
    org: str = ""
    lack: str = ""
    sort: str = ""

    @property
    def is_open(self) -> bool:
        asked = (self.text, self.role, self.presence, self.delegation, self.function, self.tag, self.org, self.lack)
        return not any(asked)


def found_attendees(meeting: Meeting, asked: AttendeeFilter) -> QuerySet[Attendee]:
    """The people that all filters let through, in the order asked for."""
    rows = active(meeting)
    if asked.text.strip():
        rows = rows.filter(pk__in=matching_ids(meeting, asked.text, MOST_FOUND))
    if asked.role in AttendeeRole.values:
        rows = rows.filter(with_role(asked.role))
    if asked.presence in Presence.values:
        rows = rows.filter(presence=asked.presence)
    if key := _uuid(asked.delegation):
        rows = rows.filter(delegation_id=key)
    if key := _uuid(asked.function):
        rows = rows.filter(participations__function_id=key).exclude(participations__state="cancelled")
    if asked.tag:
        rows = rows.filter(with_tag(asked.tag))
    if asked.org:
        rows = rows.filter(org_name=asked.org)
    if asked.lack:
        rows = lacking(rows)
    return rows.select_related("delegation").order_by(*SORTS.get(asked.sort, SORTS["number"]))


def delegations_of(meeting: Meeting) -> QuerySet[Delegation]:
    return Delegation.objects.filter(meeting=meeting)


def functions_of(meeting: Meeting) -> QuerySet[Function]:
    """Functions a person can be put into."""
    return meeting.functions.filter(is_cancelled=False)


@dataclass(frozen=True, slots=True)
class Masked:
    """A sensitive field of a person: whether anything is kept, and whether this actor may see it."""

    field: str
    label: str
    is_kept: bool
    may_see: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history as this actor may read it: contacts masked for those who may not see them."""

    row: AttendeeChange
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything one page shows of a person."""

    row: Attendee
    participations: list[Participation]
    changes: list[Line]
    merges: list[Merge]
    entourage: list[Attendee]
    substitutes: list[Attendee]
    sensitive: list[Masked]

    @property
    def has_sensitive(self) -> bool:
        return any(one.is_kept for one in self.sensitive)


def whole_of(actor: Actor, row: Attendee) -> Whole:
    """A constant number of queries. Sensitive values stay masked: services.reveal_sensitive shows one."""
    people = active(row.meeting_id)
    kept = set(SensitiveValue.objects.filter(attendee=row).values_list("field", flat=True))
    return Whole(
        row=row,
        participations=list(row.participations.select_related("function").order_by("function__start_at")),
        changes=_history(actor, row),
        merges=list(Merge.objects.filter(kept=row, undone_at=None).select_related("gone", "merged_by")),
        entourage=list(people.filter(accompanies=row)),
        substitutes=list(people.filter(substitute_for=row)),
        sensitive=masked_of(actor, row, kept),
    )


def masked_of(actor: Actor, row: Attendee, kept: set[str]) -> list[Masked]:
    return [
        Masked(code, str(label), code in kept, can(actor, "attendees.reveal", SensitiveOf(row.meeting, code, row)))
        for code, label in SensitiveField.choices
    ]


def _history(actor: Actor, row: Attendee) -> list[Line]:
    sees = can(actor, "attendees.view_contacts", row.meeting)
    lines = []
    for change in row.changes.select_related("changed_by")[:100]:
        shown = (change.before, change.after)
        if change.field in CONTACTS and not sees:
            shown = (masked(change.before), masked(change.after))
        lines.append(Line(change, field_label(change.field), *shown))
    return lines


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
