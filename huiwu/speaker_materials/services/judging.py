"""A version is accepted or returned; a material is let go, asked for beyond the agenda, or given another day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.choices import BY_HAND, MaterialKind, MaterialState
from huiwu.speaker_materials.errors import MaterialKnown
from huiwu.speaker_materials.events import (
    MaterialAccepted,
    MaterialAsked,
    MaterialDueSet,
    MaterialReturned,
    MaterialWaived,
)
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.queries import items_of_speaker, speaker_for
from huiwu.speaker_materials.services.asking import tell_returned
from huiwu.speaker_materials.services.holding import changed, forget_call, held, moved, refuse
from huiwu.speaker_materials.words import material_words


@transaction.atomic
def accept_material(*, actor: Actor, material_id: UUID, number: int) -> SpeakerMaterial:
    """The version of this number is good for the show. Twice is once. Raises MaterialMoved when it is not the current one."""
    row = held(actor, material_id, "speaker_materials.judge")
    if row.version_count == number and row.state == MaterialState.ACCEPTED:
        return row
    _must_be_here(row, number)
    changed(
        row,
        was={"version_count": number, "state__in": (MaterialState.RECEIVED, MaterialState.RETURNED)},
        state=MaterialState.ACCEPTED,
        return_reason="",
        judged_at=clock.now(),
        judged_by=actor.user,
    )
    forget_call(row)
    fact = MaterialAccepted(meeting_id=row.meeting_id, material_id=row.pk, number=number)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def return_material(*, actor: Actor, material_id: UUID, number: int, reason: str) -> SpeakerMaterial:
    """The version of this number must be done again; the speaker is written to, or put on the callers' list.

    Raises MaterialMoved, InvalidInput (no reason).
    """
    row = held(actor, material_id, "speaker_materials.judge")
    _must_be_here(row, number)
    if not reason.strip():
        raise refuse("reason", _("请写明哪里不行、怎样改，讲者会照着改。"))
    changed(
        row,
        was={"version_count": number, "state__in": (MaterialState.RECEIVED, MaterialState.ACCEPTED)},
        state=MaterialState.RETURNED,
        return_reason=reason.strip()[:500],
        judged_at=clock.now(),
        judged_by=actor.user,
    )
    fact = MaterialReturned(meeting_id=row.meeting_id, material_id=row.pk, number=number)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    tell_returned(actor=actor, row=row)
    return row


def _must_be_here(row: SpeakerMaterial, number: int) -> None:
    if not row.version_count or row.version_count != number:
        raise moved(row)


@transaction.atomic
def waive_material(*, actor: Actor, material_id: UUID, reason: str) -> SpeakerMaterial:
    """Nobody waits for it any more: a speaker without slides says so. Raises InvalidInput (no reason)."""
    row = held(actor, material_id, "speaker_materials.edit")
    if not reason.strip():
        raise refuse("reason", _("请写明为什么不需要，例如“脱稿演讲”。"))
    return _waived(actor, row, reason.strip()[:300])


@transaction.atomic
def want_again(*, actor: Actor, material_id: UUID) -> SpeakerMaterial:
    """It is waited for after all."""
    return _waived(actor, held(actor, material_id, "speaker_materials.edit"), "")


def _waived(actor: Actor, row: SpeakerMaterial, reason: str) -> SpeakerMaterial:
    if row.waived_reason == reason:
        return row
    changed(row, was={}, waived_reason=reason)
    forget_call(row)
    fact = MaterialWaived(meeting_id=row.meeting_id, material_id=row.pk, is_waived=bool(reason))
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def set_due(*, actor: Actor, material_id: UUID, due_on: date | None) -> SpeakerMaterial:
    """A day of its own; None gives it the meeting's again. Raises InvalidInput for a day after the meeting."""
    row = held(actor, material_id, "speaker_materials.edit")
    if due_on is not None and due_on > row.meeting.end_on:
        raise refuse("due_on", _("期限不能晚于会议结束。"))
    if row.due_on != due_on:
        changed(row, was={}, due_on=due_on)
        fact = MaterialDueSet(meeting_id=row.meeting_id, material_id=row.pk)
        record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def ask_extra(*, actor: Actor, meeting: Meeting, attendee_id: UUID, item_id: UUID, kind: str) -> SpeakerMaterial:
    """A video or a handout for an item, beyond what the agenda asks. Raises MaterialKnown, InvalidInput, NoSuchMaterial."""
    require(actor, "speaker_materials.edit", meeting)
    person = speaker_for(meeting, attendee_id)
    item = next((one for one in items_of_speaker(person) if one.pk == item_id), None)
    if item is None:
        raise refuse("item", _("请选择这位讲者的环节。"))
    if kind not in BY_HAND:
        raise refuse("kind", _("请选择要加要的资料。"))
    try:
        with transaction.atomic():
            row = SpeakerMaterial.objects.create(
                meeting=meeting,
                attendee=person,
                item=item,
                item_title=item.title,
                kind=kind,
                is_on_agenda=False,
                is_extra=True,
            )
    except IntegrityError:
        row = SpeakerMaterial.objects.select_related("meeting__org", "attendee", "item").get(
            attendee=person, item=item, kind=MaterialKind(kind)
        )
        if row.is_waited_for:
            raise MaterialKnown(what=material_words(row)) from None
        changed(row, was={}, is_extra=True, waived_reason="")
    fact = MaterialAsked(meeting_id=meeting.pk, material_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row
