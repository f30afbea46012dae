"""Two records are judged: one person, or two. Never by name alone, always by a person, and it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction

from huiwu.attendees.choices import Source
from huiwu.attendees.errors import MergeNotUndoable, MergeUndone, NoSuchAttendee, NotOnePerson, TooManyAtOnce
from huiwu.attendees.events import AttendeesMerged, MergeTakenBack, ToldApart
from huiwu.attendees.models import Attendee, AttendeeChange, Merge, NotSamePerson, Participation, SensitiveValue
from huiwu.attendees.services import history
from huiwu.attendees.services.naming import FOLLOWS, write_keys, write_pieces
from huiwu.attendees.services.values import COLUMNS
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

MOST_AT_ONCE = 60
KEPT_APART = frozenset({"presence", "presence_reason", "batch_id", "language", "country", "directory_opt_in"})
"""Columns in which the kept record's own value always stands, unless the other is chosen by name."""


@transaction.atomic
def merge_attendees(
    *, actor: Actor, meeting: Meeting, kept_id: UUID, gone_id: UUID, take: Collection[str] = ()
) -> Merge:
    """`gone` goes into `kept`: its blanks are filled, roles and tags joined, functions, sensitive values and entourage
    moved; the columns named in `take` become those of `gone`. Its link and code lead to the kept record from now on.

    Raises NotOnePerson for records that are the same, of two meetings, or no longer active; NoSuchAttendee, NotAllowed.
    """
    require(actor, "attendees.judge", meeting)
    kept, gone = _pair(meeting, kept_id, gone_id)
    values = _joined(kept, gone, take)
    before = {key: _plain(getattr(kept, key)) for key in values}
    told = [*history.lines(actor, kept, values, Source.MERGE), _line(actor, kept, gone)]
    for key, value in values.items():
        setattr(kept, key, value)
    write_keys(kept)
    kept.saved_by, kept.revision, kept.updated_at = actor.user, kept.revision + 1, clock.now()
    names = [key.removesuffix("_id") for key in values]
    kept.save(update_fields=[*dict.fromkeys([*names, *FOLLOWS]), "saved_by", "revision", "updated_at"])
    write_pieces([kept])
    AttendeeChange.objects.bulk_create(told)
    snapshot = {"before": before, "after": {key: _plain(v) for key, v in values.items()}, **_moved(kept, gone)}
    gone.merged_into, gone.updated_at, gone.revision = kept, clock.now(), gone.revision + 1
    gone.save(update_fields=["merged_into", "updated_at", "revision"])
    merge = Merge.objects.create(meeting=meeting, kept=kept, gone=gone, snapshot=snapshot, merged_by=actor.user)
    fact = AttendeesMerged(meeting_id=meeting.pk, attendee_id=kept.pk, gone_id=gone.pk, merge_id=merge.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return merge


@transaction.atomic
def undo_merge(*, actor: Actor, merge_id: UUID) -> Merge:
    """Both records as they were. What was changed since by hand in the kept one stays as it is.

    Raises MergeUndone (twice), MergeNotUndoable (the kept one was itself merged on, or erased), NoSuchAttendee.
    """
    merge = Merge.objects.select_for_update(of=("self",)).select_related("meeting").filter(pk=merge_id).first()
    if merge is None or not can(actor, "attendees.view", merge.meeting):
        raise NoSuchAttendee
    require(actor, "attendees.judge", merge.meeting)
    if merge.undone_at:
        raise MergeUndone
    rows = {row.pk: row for row in _locked([merge.kept_id, merge.gone_id])}
    kept, gone = rows[merge.kept_id], rows[merge.gone_id]
    if not kept.is_active or gone.merged_into_id != kept.pk or gone.erased_at:
        raise MergeNotUndoable
    _give_back(kept, gone, merge.snapshot)
    kept.saved_by = actor.user
    kept.save()
    gone.merged_into = None
    gone.revision += 1
    gone.save()
    write_pieces([kept, gone])
    merge.undone_at, merge.undone_by = clock.now(), actor.user
    merge.save(update_fields=["undone_at", "undone_by", "updated_at"])
    fact = MergeTakenBack(meeting_id=merge.meeting_id, attendee_id=kept.pk, gone_id=gone.pk, merge_id=merge.pk)
    record(fact, actor=actor, org_id=merge.meeting.org_id)
    return merge


@transaction.atomic
def tell_apart(*, actor: Actor, meeting: Meeting, attendee_ids: Sequence[UUID]) -> int:
    """These records that look alike are different people, each of them: they are not listed together again."""
    require(actor, "attendees.judge", meeting)
    if len(attendee_ids) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE, count=len(attendee_ids))
    known = Attendee.objects.filter(meeting=meeting, pk__in=attendee_ids, merged_into=None).values_list("pk", flat=True)
    made = 0
    for first, second in combinations(sorted(set(known)), 2):
        _row, is_new = NotSamePerson.objects.get_or_create(
            first_id=first, second_id=second, defaults={"meeting": meeting, "judged_by": actor.user}
        )
        if is_new:
            made += 1
            record(
                ToldApart(meeting_id=meeting.pk, first_id=first, second_id=second), actor=actor, org_id=meeting.org_id
            )
    return made


def _pair(meeting: Meeting, kept_id: UUID, gone_id: UUID) -> tuple[Attendee, Attendee]:
    rows = {row.pk: row for row in _locked([kept_id, gone_id])}
    kept, gone = rows.get(kept_id), rows.get(gone_id)
    if kept is None or gone is None:
        raise NoSuchAttendee
    if kept is gone or not all(row.meeting_id == meeting.pk and row.is_active for row in (kept, gone)):
        raise NotOnePerson
    return kept, gone


def _locked(ids: list[UUID]) -> list[Attendee]:
    """Both rows, always in the same order, so that two merges the other way round cannot hold each other up."""
    rows = Attendee.objects.select_for_update(of=("self",)).select_related("meeting")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _joined(kept: Attendee, gone: Attendee, take: Collection[str]) -> dict[str, Any]:
    """The columns of the kept record that change, with their new values."""
    values: dict[str, Any] = {}
    for key in COLUMNS:
        mine, theirs = getattr(kept, key), getattr(gone, key)
        if key in ("roles", "tags"):
            wanted = [*mine, *(one for one in theirs if one not in mine)]
        elif key in take or (not mine and theirs and key not in KEPT_APART):
            wanted = theirs
        else:
            continue
        if wanted != mine and not (key in ("accompanies_id", "substitute_for_id") and wanted == kept.pk):
            values[key] = wanted
    return values


def _moved(kept: Attendee, gone: Attendee) -> dict[str, list[str]]:
    """Move what hangs from the gone record where the kept one has nothing of the kind; the ids moved."""
    has = set(Participation.objects.filter(attendee=kept).values_list("function_id", flat=True))
    functions = Participation.objects.filter(attendee=gone).exclude(function_id__in=has)
    fields = set(SensitiveValue.objects.filter(attendee=kept).values_list("field", flat=True))
    sensitive = SensitiveValue.objects.filter(attendee=gone).exclude(field__in=fields)
    found = {
        "participations": _ids(functions),
        "sensitive": _ids(sensitive),
        "entourage": _ids(Attendee.objects.filter(accompanies=gone).exclude(pk=kept.pk)),
        "substitutes": _ids(Attendee.objects.filter(substitute_for=gone).exclude(pk=kept.pk)),
    }
    _hang(found, kept)
    return found


def _hang(found: dict[str, Any], on: Attendee) -> None:
    Participation.objects.filter(pk__in=found["participations"]).update(attendee=on)
    SensitiveValue.objects.filter(pk__in=found["sensitive"]).update(attendee=on)
    Attendee.objects.filter(pk__in=found["entourage"]).update(accompanies=on)
    Attendee.objects.filter(pk__in=found["substitutes"]).update(substitute_for=on)


def _give_back(kept: Attendee, gone: Attendee, snapshot: dict[str, Any]) -> None:
    for key, value in snapshot["before"].items():
        if _plain(getattr(kept, key)) == snapshot["after"][key]:
            field = Attendee._meta.get_field(key.removesuffix("_id"))
            setattr(kept, key, field.to_python(value) if not key.endswith("_id") else value and UUID(value))
    write_keys(kept)
    kept.revision += 1
    _hang(snapshot, gone)


def _ids(rows: Any) -> list[str]:
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) or hasattr(value, "isoformat") else value


def _line(actor: Actor, kept: Attendee, gone: Attendee) -> AttendeeChange:
    text = f"{gone.number} {gone.display_name}"
    return AttendeeChange(attendee=kept, field="merged", after=text, changed_by=actor.user, source=Source.MERGE)
