"""People are added and changed, one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiwu.attendees.choices import TOLD, Source
from huiwu.attendees.errors import NoSuchAttendee
from huiwu.attendees.events import AttendeeAdded, AttendeeChanged, AttendeesAdded, AttendeesChanged, PresenceChanged
from huiwu.attendees.models import Attendee, AttendeeChange, AttendeeSeries
from huiwu.attendees.permissions import is_own
from huiwu.attendees.services import history
from huiwu.attendees.services.naming import FOLLOWS, write_keys, write_pieces
from huiwu.attendees.services.values import (
    NAMED,
    OWN_COLUMNS,
    AttendeeValues,
    cleaned,
    problems,
    problems_with_rows,
    refuse,
)
from huiwu.foundation.actors import Actor
from huiwu.foundation.bulk import insert_many
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.models import Meeting

ROWS_AT_ONCE = 500


@transaction.atomic
def add_attendee(*, actor: Actor, meeting: Meeting, values: AttendeeValues, source: str = Source.HAND) -> Attendee:
    """P17: one more person, with the meeting's next number. Raises InvalidInput, NotAllowed.

    Somebody of the same name or mobile is not refused: queries.duplicates lists them to be judged.
    """
    require(actor, "attendees.edit", meeting)
    kept = cleaned(values)
    refuse([*problems(kept, is_new=True), *problems_with_rows(meeting, [kept])])
    row = _made(actor, meeting, kept, source, _next_numbers(meeting, 1))
    row.save(force_insert=True)
    write_pieces([row], are_new=True)
    record(AttendeeAdded(meeting_id=meeting.pk, attendee_id=row.pk, source=source), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def add_many(
    *,
    actor: Actor,
    meeting: Meeting,
    rows: Sequence[AttendeeValues],
    source: str = Source.IMPORT,
    batch_id: UUID | None = None,
) -> list[Attendee]:
    """Many people with one fact, in the order given; all or none. Raises InvalidInput (naming the row), NotAllowed."""
    require(actor, "attendees.edit", meeting)
    kept = [cleaned(row) | ({"batch_id": batch_id} if batch_id else {}) for row in rows]
    _refuse_rows(kept)
    refuse(problems_with_rows(meeting, kept))
    if not kept:
        return []
    first = _next_numbers(meeting, len(kept))
    made = [_made(actor, meeting, values, source, first + nth) for nth, values in enumerate(kept)]
    insert_many(made)
    write_pieces(made, are_new=True)
    record(AttendeesAdded(meeting_id=meeting.pk, count=len(made), source=source), actor=actor, org_id=meeting.org_id)
    return made


@transaction.atomic
def change_attendee(
    *,
    actor: Actor,
    attendee_id: UUID,
    revision: int | None,
    values: AttendeeValues,
    source: str = Source.HAND,
) -> Attendee:
    """Change the columns named in `values` over the given revision (None: whatever it is now).

    The person themselves may change OWN_COLUMNS only; others of their values are left out. What changed stands in the
    history and, for names, titles and presence, in the impact lists. Raises StaleEdit, InvalidInput, NoSuchAttendee.
    """
    row = held(actor, attendee_id)
    own = is_own(actor, row)
    kept = cleaned({key: v for key, v in values.items() if not own or key in OWN_COLUMNS})
    if revision is not None and row.revision != revision:
        raise StaleEdit(row, who=_saver(row))
    refuse([*problems(kept, is_new=False), *problems_with_rows(row.meeting, [kept], itself=row.pk)])
    changed = history.differences(row, kept)
    if not changed:
        return row
    AttendeeChange.objects.bulk_create(history.lines(actor, row, changed, Source.OWN if own else source))
    before = row.presence
    written = _take(row, changed, actor)
    row.revision += 1
    row.save(update_fields=[*written, "revision", "saved_by", "updated_at"])
    if NAMED & set(changed):
        write_pieces([row])
    _tell(actor, row, changed, before, Source.OWN if own else source)
    return row


@transaction.atomic
def change_many(
    *, actor: Actor, meeting: Meeting, changes: Mapping[UUID, AttendeeValues], source: str = Source.IMPORT
) -> list[UUID]:
    """Change many people at once: values by id; the ids of those that changed. One fact; each with its history.

    People who are merged or erased, or of another meeting, are left out. Raises InvalidInput, NotAllowed.
    """
    require(actor, "attendees.edit", meeting)
    kept = {pk: cleaned(values) for pk, values in changes.items()}
    _refuse_rows(list(kept.values()), is_new=False)
    refuse(problems_with_rows(meeting, list(kept.values())))
    told: list[AttendeeChange] = []
    rows: list[Attendee] = []
    written: set[str] = {"revision", "updated_at"}
    keys: set[str] = set()
    seen: list[UUID] = []
    found = Attendee.objects.select_for_update(of=("self",)).filter(meeting=meeting, merged_into=None, erased_at=None)
    for some in _portions(list(kept)):
        for row in found.filter(pk__in=some):
            changed = history.differences(row, kept[row.pk])
            if not changed:
                continue
            told += history.lines(actor, row, changed, source)
            written |= set(_take(row, changed, actor))
            keys |= set(changed)
            if TOLD & set(changed):
                seen.append(row.pk)
            row.revision += 1
            rows.append(row)
    if not rows:
        return []
    Attendee.objects.bulk_update(rows, sorted(written | {"saved_by"}), batch_size=100)
    if NAMED & keys:
        write_pieces(rows)
    AttendeeChange.objects.bulk_create(told, batch_size=ROWS_AT_ONCE)
    fact = AttendeesChanged(
        meeting_id=meeting.pk,
        count=len(rows),
        keys=tuple(sorted(keys)),
        source=source,
        attendee_ids=tuple(seen),
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return [row.pk for row in rows]


@unasked("part of the services of this package, which name the permission")
def held(actor: Actor, attendee_id: UUID, permission: str = "attendees.change") -> Attendee:
    """The active person's row, locked. Raises NoSuchAttendee for those who may not see it, NotAllowed."""
    rows = Attendee.objects.select_for_update(of=("self",)).select_related("meeting__org", "saved_by")
    row = rows.filter(pk=attendee_id, merged_into=None, erased_at=None).first()
    if row is None or not (is_own(actor, row) or can(actor, "attendees.view", row.meeting)):
        raise NoSuchAttendee
    require(actor, permission, row if permission == "attendees.change" else row.meeting)
    return row


def _made(actor: Actor, meeting: Meeting, values: Mapping[str, Any], source: str, number: int) -> Attendee:
    row = Attendee(meeting=meeting, number=number, source=source, saved_by=actor.user, **values)
    write_keys(row)
    return row


def _take(row: Attendee, changed: Mapping[str, Any], actor: Actor) -> list[str]:
    """Give the row its new values; the names of the columns written."""
    for key, value in changed.items():
        setattr(row, key, value)
    row.saved_by = actor.user
    row.updated_at = clock.now()
    written = [key.removesuffix("_id") for key in changed]
    if NAMED & set(changed):
        write_keys(row)
        written += FOLLOWS
    return list(dict.fromkeys(written))


def _tell(actor: Actor, row: Attendee, changed: Mapping[str, Any], before: str, source: str) -> None:
    keys = tuple(key for key in changed if key != "presence")
    org_id = row.meeting.org_id
    if keys:
        fact = AttendeeChanged(meeting_id=row.meeting_id, attendee_id=row.pk, keys=keys, source=source)
        record(fact, actor=actor, org_id=org_id)
    if "presence" in changed:
        moved = PresenceChanged(meeting_id=row.meeting_id, attendee_id=row.pk, before=before, after=row.presence)
        record(moved, actor=actor, org_id=org_id)


def _refuse_rows(rows: Sequence[Mapping[str, Any]], *, is_new: bool = True) -> None:
    for nth, values in enumerate(rows, 1):
        found = list(problems(values, is_new=is_new))
        if found:
            refuse((key, _("第 {nth} 行：").format(nth=nth) + sentence) for key, sentence in found)


def _next_numbers(meeting: Meeting, count: int) -> int:
    """The first of `count` numbers: one update raises the series and tells it, so no two transactions share any."""
    raised = _raised(meeting, count)
    if raised is None:
        AttendeeSeries.objects.get_or_create(meeting=meeting)
        raised = _raised(meeting, count)
    assert raised is not None
    return raised - count + 1


def _raised(meeting: Meeting, count: int) -> int | None:
    """Django has no update that returns: the last number after raising the series, None where there is none yet."""
    table, key = AttendeeSeries._meta.db_table, AttendeeSeries._meta.get_field("meeting")
    statement = f'UPDATE "{table}" SET last = last + %s WHERE meeting_id = %s RETURNING last'  # noqa: S608  our own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [count, key.get_db_prep_value(meeting.pk, connection)])
        found = cursor.fetchone()
    return found[0] if found else None


def _portions(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[at : at + ROWS_AT_ONCE] for at in range(0, len(ids), ROWS_AT_ONCE)]


def _saver(row: Attendee) -> str:
    return row.saved_by.name if row.saved_by else _("同事或本人")


@transaction.atomic
def set_presence(
    *, actor: Actor, attendee_id: UUID, presence: str, reason: str = "", source: str = Source.HAND
) -> Attendee:
    """Whether the person comes (确认状态), with the reason. The same again changes nothing. Raises InvalidInput."""
    row = held(actor, attendee_id)
    values = cleaned({"presence": presence, "presence_reason": reason})
    refuse(problems(values, is_new=False))
    if row.presence == presence:
        return row
    changed = history.differences(row, values)
    own = is_own(actor, row)
    AttendeeChange.objects.bulk_create(history.lines(actor, row, changed, Source.OWN if own else source))
    before = row.presence
    written = _take(row, changed, actor)
    row.revision += 1
    row.save(update_fields=[*written, "revision", "saved_by", "updated_at"])
    _tell(actor, row, {"presence": presence}, before, source)
    return row
