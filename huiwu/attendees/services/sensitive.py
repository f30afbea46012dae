"""Sensitive values: kept under lock, read by those who need them, each look noted."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.attendees.choices import SensitiveField
from huiwu.attendees.errors import NoSuchAttendee
from huiwu.attendees.events import SensitiveKept, SensitiveKeptOfMany, SensitiveListSeen
from huiwu.attendees.models import Attendee, SensitiveValue
from huiwu.attendees.permissions import SensitiveOf, is_own
from huiwu.attendees.services.keeping import ROWS_AT_ONCE
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.foundation.secrets import seal, unseal
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.privacy.services import log_look

LONGEST = 4000


@transaction.atomic
def keep_sensitive(*, actor: Actor, attendee_id: UUID, values: Mapping[str, str]) -> tuple[str, ...]:
    """Keep, change or (with an empty text) forget sensitive values of one person; the fields that changed.

    For those who keep the list, those who may read the field, and the person themselves. Text up to LONGEST letters;
    the itinerary is JSON. Raises InvalidInput, NotAllowed, NoSuchAttendee.
    """
    row = _person(actor, attendee_id)
    clean = _cleaned(values)
    if not (is_own(actor, row) or can(actor, "attendees.edit", row.meeting)):
        for field in clean:
            require(actor, "attendees.reveal", SensitiveOf(row.meeting, field, row))
    changed = tuple(field for field, text in clean.items() if _keep(row, field, text))
    if changed:
        fact = SensitiveKept(meeting_id=row.meeting_id, attendee_id=row.pk, fields=changed)
        record(fact, actor=actor, org_id=row.meeting.org_id)
    return changed


@transaction.atomic
def keep_sensitive_of_many(*, actor: Actor, meeting: Meeting, values: Mapping[UUID, Mapping[str, str]]) -> int:
    """The same for many people at once (imports, the demo); how many values were written. Empty texts are left out."""
    require(actor, "attendees.edit", meeting)
    wanted = {pk: _cleaned(row) for pk, row in values.items()}
    known = set(Attendee.objects.filter(meeting=meeting, merged_into=None, erased_at=None).values_list("pk", flat=True))
    now = clock.now()
    rows = [
        SensitiveValue(attendee_id=pk, field=field, sealed=seal(text, _purpose(field)), updated_at=now)
        for pk, fields in wanted.items()
        for field, text in fields.items()
        if text and pk in known
    ]
    if not rows:
        return 0
    SensitiveValue.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["attendee", "field"],
        update_fields=["sealed", "updated_at"],
    )
    people = len({row.attendee_id for row in rows})
    fields = tuple(sorted({row.field for row in rows}))
    fact = SensitiveKeptOfMany(meeting_id=meeting.pk, count=people, fields=fields)
    record(fact, actor=actor, org_id=meeting.org_id)
    return len(rows)


@transaction.atomic
def reveal_sensitive(*, actor: Actor, attendee_id: UUID, field: str) -> str:
    """The value in full, for the roles that need it and the person themselves; the look is written down.

    Empty when nothing is kept. Raises NotAllowed, NoSuchAttendee.
    """
    row = _person(actor, attendee_id)
    if field not in SensitiveField.values:
        raise InvalidInput(detail=_("没有这个字段。"))
    require(actor, "attendees.reveal", SensitiveOf(row.meeting, field, row))
    kept = SensitiveValue.objects.filter(attendee=row, field=field).first()
    if kept is None:
        return ""
    log_look(actor=actor, meeting=row.meeting, subject_id=row.pk, field=field)
    return unseal(kept.sealed, _purpose(field))


@transaction.atomic
def reveal_of_many(*, actor: Actor, meeting: Meeting, field: str) -> dict[UUID, str]:
    """The field of everybody active who has it, by person, for a list or a count; the look is written down once."""
    require(actor, "attendees.reveal", SensitiveOf(meeting, field))
    active = {"attendee__meeting": meeting, "attendee__merged_into": None, "attendee__erased_at": None}
    rows = SensitiveValue.objects.filter(field=field, **active).values_list("attendee_id", "sealed")
    found = {pk: unseal(sealed, _purpose(field)) for pk, sealed in rows}
    if found:
        fact = SensitiveListSeen(meeting_id=meeting.pk, field=field, count=len(found))
        record(fact, actor=actor, org_id=meeting.org_id)
    return found


def _person(actor: Actor, attendee_id: UUID) -> Attendee:
    row = Attendee.objects.select_related("meeting").filter(pk=attendee_id, merged_into=None, erased_at=None).first()
    if row is None or not (is_own(actor, row) or can(actor, "attendees.view", row.meeting)):
        raise NoSuchAttendee
    return row


def _cleaned(values: Mapping[str, str]) -> dict[str, str]:
    unknown = set(values) - set(SensitiveField.values)
    if unknown:
        raise InvalidInput(detail=_("没有这个字段：{names}。").format(names="、".join(sorted(unknown))))
    clean = {field: text.strip() for field, text in values.items()}
    long = [field for field, text in clean.items() if len(text) > LONGEST]
    if long:
        sentence = _("最多 {most} 个字。").format(most=LONGEST)
        raise InvalidInput({field: [sentence] for field in long}, detail=sentence)
    return clean


def _keep(row: Attendee, field: str, text: str) -> bool:
    kept = SensitiveValue.objects.select_for_update().filter(attendee=row, field=field).first()
    before = unseal(kept.sealed, _purpose(field)) if kept else ""
    if before == text:
        return False
    if not text and kept:
        kept.delete()
        return True
    SensitiveValue.objects.update_or_create(attendee=row, field=field, defaults={"sealed": seal(text, _purpose(field))})
    return True


def _purpose(field: str) -> str:
    return f"attendees.{field}"
