"""How long each group is kept, what has fallen due, and of how many people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from huiwu.foundation.registry.personal import SENSITIVE_GROUPS, FieldGroup, Holder, groups_held, holders_of
from huiwu.meetings.models import Meeting
from huiwu.privacy import rules
from huiwu.privacy.models import RetentionRule


@dataclass(frozen=True, slots=True)
class Term:
    """A group's term in this meeting. `revision` is 0 while the default holds."""

    group: FieldGroup
    days_after: int
    due_on: date
    basis: str
    is_own: bool
    revision: int
    holders: tuple[Holder, ...]

    @property
    def is_sensitive(self) -> bool:
        return self.group in SENSITIVE_GROUPS

    @property
    def title(self) -> Any:
        return self.group.label

    @property
    def what(self) -> list[Any]:
        return [holder.title for holder in self.holders]


@dataclass(frozen=True, slots=True)
class Held:
    """Who is still held in a group. `bound` are those of whom something may not be erased, with the reason."""

    term: Term
    people: frozenset[UUID]
    bound: dict[UUID, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def erasable(self) -> int:
        return len(self.people - set(self.bound))


def terms_of(meeting: Meeting) -> list[Term]:
    """Every group that any capability holds, sensitive ones first. One query."""
    own = {row.group: row for row in RetentionRule.objects.filter(meeting=meeting)}
    return [_term(meeting, group, own.get(group)) for group in groups_held()]


def _term(meeting: Meeting, group: FieldGroup, own: RetentionRule | None) -> Term:
    holders = tuple(holders_of(group))
    days = own.days_after if own else min(holder.days_after for holder in holders)
    return Term(
        group=group,
        days_after=days,
        due_on=rules.due_on(meeting.end_on, days),
        basis=own.basis if own else "",
        is_own=own is not None,
        revision=own.revision if own else 0,
        holders=holders,
    )


def held_in(meeting: Meeting, term: Term) -> Held:
    """Who is held and who is bound: at most two queries for each holder of the group, whatever the size."""
    people: set[UUID] = set()
    bound: dict[UUID, str] = {}
    for holder in term.holders:
        found = set(holder.holding.subjects(meeting))
        people |= found
        bound |= {pk: why for pk, why in holder.bound(meeting).items() if pk in found}
    return Held(term, frozenset(people), bound)


def held_by_term(meeting: Meeting) -> list[Held]:
    return [held_in(meeting, term) for term in terms_of(meeting)]


def overdue(meeting: Meeting, on: date) -> list[Held]:
    """Groups past their day of which anybody could be erased and was not (OM-159)."""
    due = [held_in(meeting, term) for term in terms_of(meeting) if term.due_on < on]
    return [held for held in due if held.erasable]
