"""A whole import is taken back: new people go, changed columns get their former values, what was touched since stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
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
from huiwu.attendees.services.importing import Progress, queue_work
from huiwu.attendees.services.keeping import change_many
from huiwu.foundation.actors import Actor
from huiwu.foundation.jobs import Cancelled
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

UNDO = "attendees.take_back"
PORTION, UNDONE_AT_ONCE = 500, 1000
_DERIVED = (AttendeeChange, NamePiece, SensitiveValue)
"""Rows of a person that go with it and do not hold it."""


def undo_list(*, actor: Actor, meeting: Meeting, batch_id: UUID, wait: bool = False) -> ImportBatch:
    """Take an import back: at once when it is small or `wait`, else by a job. Only once: ListNotUndoable.

    `counts` then says how many people were removed and restored, and how many stay because something was done with them
    since.
    """
    require(actor, "attendees.import", meeting)
    with transaction.atomic():
        taken = ImportBatch.objects.filter(pk=batch_id, meeting=meeting, state=BatchState.DONE)
        if not taken.update(state=BatchState.UNDOING, made_by=actor.user, updated_at=clock.now()):
            raise ListNotUndoable
        batch = ImportBatch.objects.get(pk=batch_id)
        touched = batch.counts.get("added", 0) + batch.counts.get("updated", 0)
        if touched > UNDONE_AT_ONCE and not wait:
            queue_work(batch, UNDO, actor)
            return batch
    take_back(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


@unasked("done for the person who asked for it; permission was asked then")
def take_back(*, batch_id: UUID, progress: Progress | None = None, portion: int = PORTION) -> None:
    """`portion` by portion, each its own transaction with its counts; begun again after a crash it goes on where it stopped.

    Cancelled, what was taken back stays so, and the rest may be taken back later.
    """
    batch = ImportBatch.objects.select_related("meeting__org", "made_by").get(pk=batch_id)
    if batch.state != BatchState.UNDOING:
        return
    actor = Actor.of_user(batch.made_by)
    total, done = batch.counts.get("added", 0) + batch.counts.get("updated", 0), 0
    try:
        for count in chain(_remove(batch, portion), _restore(batch, actor, portion)):
            done += count
            if progress is not None:
                progress(min(done, total), total)
    except Cancelled:
        ImportBatch.objects.filter(pk=batch.pk, state=BatchState.UNDOING).update(state=BatchState.DONE)
        raise
    _undone(batch, actor)


@transaction.atomic
def _undone(batch: ImportBatch, actor: Actor) -> None:
    batch.counts |= {"stay": active(batch.meeting_id).filter(batch=batch).count()}
    batch.counts = {"removed": 0, "restored": 0} | batch.counts
    batch.rows.all().delete()
    batch.state, batch.undone_at = BatchState.UNDONE, clock.now()
    batch.save(update_fields=["counts", "state", "undone_at", "updated_at"])
    fact = ListTakenBack(
        meeting_id=batch.meeting_id,
        batch_id=batch.pk,
        removed=batch.counts["removed"],
        restored=batch.counts["restored"],
    )
    record(fact, actor=actor, org_id=batch.meeting.org_id)


def _remove(batch: ImportBatch, portion: int) -> Iterator[int]:
    """People that this list brought and nobody has touched since; each portion looked at, and how many it had."""
    people = active(batch.meeting_id).filter(batch=batch)
    for some in _portions(list(people.order_by().values_list("pk", flat=True)), portion):
        with transaction.atomic():
            rows = Attendee.objects.select_for_update(of=("self",)).filter(pk__in=some).order_by("pk")
            changed = [pk for pk, revision in rows.values_list("pk", "revision") if revision != 1]
            held = held_elsewhere(some) | set(changed) - _as_brought(changed)
            free = [pk for pk in some if pk not in held]
            gone = Attendee.objects.filter(pk__in=free).delete()[1].get(Attendee._meta.label, 0)
            _count(batch, "removed", gone)
        yield len(some)


def _as_brought(ids: Sequence[UUID]) -> set[UUID]:
    """Those changed by later lists only, all of which were taken back: every field says again what it said at first."""
    said: dict[UUID, dict[str, tuple[str, str]]] = {pk: {} for pk in ids}
    lines = AttendeeChange.objects.filter(attendee__in=ids).order_by("changed_at", "created_at")
    for pk, field, before, after, source in lines.values_list("attendee", "field", "before", "after", "source"):
        first = said[pk].get(field, (before, ""))[0] if source == Source.IMPORT else f"\0{source}"
        said[pk][field] = (first, after)
    return {pk for pk, fields in said.items() if all(first == last for first, last in fields.values())}


def _count(batch: ImportBatch, key: str, more: int) -> None:
    batch.counts[key] = batch.counts.get(key, 0) + more
    batch.save(update_fields=["counts", "updated_at"])


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


def _restore(batch: ImportBatch, actor: Actor, portion: int) -> Iterator[int]:
    """Columns that still have the value this list gave them get the former one back; a row that is done goes."""
    delegations = dict(Delegation.objects.filter(meeting=batch.meeting_id).values_list("name", "pk"))
    for some in _portions(list(batch.rows.exclude(before={}).exclude(attendee_id=None)), portion):
        with transaction.atomic():
            there = {row.pk: row for row in active(batch.meeting_id).filter(pk__in=[one.attendee_id for one in some])}
            changes = {}
            for one in some:
                person = there.get(one.attendee_id) if one.attendee_id else None
                if person and (values := _former(person, one, delegations)):
                    changes[person.pk] = values
            done = set(change_many(actor=actor, meeting=batch.meeting, changes=changes, source=Source.IMPORT))
            done |= _reseal(one for one in some if one.attendee_id in there)
            ImportRow.objects.filter(pk__in=[one.pk for one in some]).delete()
            _count(batch, "restored", len(done))
        yield len(some)


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


def _portions(rows: list[Any], size: int) -> Iterable[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
