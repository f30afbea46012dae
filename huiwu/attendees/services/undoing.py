"""A whole import is taken back: new people go, changed columns get their former values, what was touched since stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CASCADE, PROTECT, RESTRICT

from huiwu.accounts.models import ScopedLink
from huiwu.attendees.choices import BatchState, Source
from huiwu.attendees.errors import ListNotUndoable
from huiwu.attendees.events import ListTakenBack
from huiwu.attendees.models import (
    Attendee,
    AttendeeChange,
    Delegation,
    ImportBatch,
    ImportRow,
    NamePiece,
    SensitiveValue,
)
from huiwu.attendees.queries.people import active
from huiwu.attendees.services.keeping import change_many
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

PORTION = 500
_DERIVED = (AttendeeChange, NamePiece, SensitiveValue)
"""Rows of a person that go with it and do not hold it."""


@transaction.atomic
def undo_list(*, actor: Actor, meeting: Meeting, batch_id: UUID) -> ImportBatch:
    """Take an import back. `counts` then says how many people were removed and restored, and how many stay because
    something was done with them since. Only once: ListNotUndoable.
    """
    require(actor, "attendees.import", meeting)
    taken = ImportBatch.objects.filter(pk=batch_id, meeting=meeting, state=BatchState.DONE)
    if not taken.update(state=BatchState.UNDONE, undone_at=clock.now()):
        raise ListNotUndoable
    batch = ImportBatch.objects.get(pk=batch_id)
    removed, stay = _remove(batch)
    restored = _restore(batch, actor)
    batch.counts |= {"removed": removed, "restored": restored, "stay": stay}
    batch.rows.all().delete()
    batch.save(update_fields=["counts", "updated_at"])
    fact = ListTakenBack(meeting_id=meeting.pk, batch_id=batch.pk, removed=removed, restored=restored)
    record(fact, actor=actor, org_id=meeting.org_id)
    return batch


def _remove(batch: ImportBatch) -> tuple[int, int]:
    """People that this list brought and nobody has touched since."""
    people = active(batch.meeting_id).filter(batch=batch)
    ids = list(people.filter(revision=1).order_by().values_list("pk", flat=True))
    ids += _as_brought(people.exclude(revision=1).order_by().values_list("pk", flat=True))
    every = people.count()
    gone = 0
    for some in _portions(ids):
        held = held_elsewhere(some)
        free = [pk for pk in some if pk not in held]
        Attendee.objects.filter(pk__in=free).delete()
        gone += len(free)
    return gone, every - gone


def _as_brought(ids: Iterable[UUID]) -> list[UUID]:
    """Those changed by later lists only, all of which were taken back: every field says again what it said at first."""
    found: list[UUID] = []
    for some in _portions(list(ids)):
        said: dict[UUID, dict[str, tuple[str, str]]] = {pk: {} for pk in some}
        lines = AttendeeChange.objects.filter(attendee__in=some).order_by("changed_at", "created_at")
        for pk, field, before, after, source in lines.values_list("attendee", "field", "before", "after", "source"):
            first = said[pk].get(field, (before, ""))[0] if source == Source.IMPORT else f"\0{source}"
            said[pk][field] = (first, after)
        found += [pk for pk, fields in said.items() if all(first == last for first, last in fields.values())]
    return found


def held_elsewhere(ids: Sequence[UUID]) -> set[UUID]:
    """Those whom another record names: a function, an invitation, a seat, a personal link."""
    held: set[Any] = set(ScopedLink.objects.filter(subject_id__in=ids).values_list("subject_id", flat=True))
    for relation in Attendee._meta.related_objects:
        if relation.related_model in _DERIVED or relation.on_delete not in (CASCADE, PROTECT, RESTRICT):
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
        held |= set(rows.values_list(f"{name}_id", flat=True))
    return held


def _restore(batch: ImportBatch, actor: Actor) -> int:
    """Columns that still have the value this list gave them get the former one back."""
    count = 0
    delegations = dict(Delegation.objects.filter(meeting=batch.meeting_id).values_list("name", "pk"))
    rows = batch.rows.exclude(before={}).exclude(attendee_id=None)
    for some in _portions(list(rows)):
        there = {row.pk: row for row in active(batch.meeting_id).filter(pk__in=[one.attendee_id for one in some])}
        changes = {}
        for one in some:
            person = there.get(one.attendee_id) if one.attendee_id else None
            if person and (values := _former(person, one, delegations)):
                changes[person.pk] = values
        done = set(change_many(actor=actor, meeting=batch.meeting, changes=changes, source=Source.IMPORT))
        done |= _reseal(one for one in some if one.attendee_id in there)
        count += len(done)
    return count


def _former(person: Attendee, one: ImportRow, delegations: dict[str, UUID]) -> Any:
    values: dict[str, Any] = {}
    for key, (before, after) in one.before.get("values", {}).items():
        if key == "delegation":
            if person.delegation_id == delegations.get(after):
                values["delegation_id"] = delegations.get(before)
        elif getattr(person, key) == after:
            values[key] = before
    return values


def _reseal(rows: Iterable[ImportRow]) -> set[UUID]:
    """Sensitive values as they were, still under lock; those that the list brought are removed."""
    done: set[UUID] = set()
    for one in rows:
        for field, sealed in one.before.get("sealed", {}).items():
            kept = SensitiveValue.objects.filter(attendee=one.attendee_id, field=field)
            kept.update(sealed=sealed) if sealed else kept.delete()
            done.add(one.attendee_id)  # type: ignore[arg-type]
    return done


def _portions(rows: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(rows), PORTION):
        yield rows[start : start + PORTION]
