"""Who is on the list already, as far as reading another list needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiwu.attendees import bridge
from huiwu.attendees.choices import Source
from huiwu.attendees.models import Attendee, AttendeeChange, Delegation, SensitiveValue
from huiwu.attendees.queries.people import active
from huiwu.attendees.reading.columns import WRITTEN
from huiwu.meetings.models import Meeting

READ = ("pk", "number", "source", "delegation_id", "revision", *WRITTEN)


@dataclass(frozen=True, slots=True)
class Person:
    """By what a row may mean somebody."""

    id: UUID
    number: int
    name: str
    org: str
    mobile: str


class Known:
    """The people of a meeting by number, mobile, and name with organisation; read once for a whole list."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.by_number: dict[int, Person] = {}
        self.by_mobile: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
        rows = active(meeting).values_list("pk", "number", "display_name", "org_name", "mobile")
        for row in rows.iterator(chunk_size=5000):
            person = Person(*row)
            self.by_number[person.number] = person
            if person.mobile:
                self.by_mobile[person.mobile].append(person)
            self.by_name[bridge.piece(person.name), bridge.piece(person.org)].append(person)
        self.delegations = {
            name: pk for pk, name in Delegation.objects.filter(meeting=meeting).values_list("pk", "name")
        }
        self.theirs = _set_by_import(meeting)

    def values_of(self, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
        """The columns of these people that a list may write."""
        rows = Attendee.objects.filter(pk__in=list(ids)).values(*READ)
        return {row["pk"]: row for row in rows}

    def sealed_of(self, ids: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
        rows = SensitiveValue.objects.filter(attendee__in=list(ids)).values_list("attendee", "field", "sealed")
        return {(pk, field): sealed for pk, field, sealed in rows}

    def is_ours(self, row: dict[str, Any], field: str) -> bool:
        """Whether a person wrote the value here, so that a list does not silently replace it."""
        told = self.theirs.get((row["pk"], field))
        return row["source"] != Source.IMPORT if told is None else not told


def _set_by_import(meeting: Meeting) -> dict[tuple[UUID, str], bool]:
    """(person, field) → whether the last change came from a list."""
    rows = AttendeeChange.objects.filter(attendee__meeting=meeting).order_by("changed_at", "created_at")
    told = rows.values_list("attendee", "field", "source")
    return {(pk, field): source == Source.IMPORT for pk, field, source in told.iterator(chunk_size=5000)}
