"""What every verb begins with: the material's row held and permission asked; and what follows of a change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F

from huiwu.calls.services import drop_calls
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.permission import can, require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.speaker_materials.errors import MaterialMoved, NoSuchMaterial
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.queries import owed_by
from huiwu.speaker_materials.words import material_words


@unasked("part of the services of this package, which name the permission")
def held(actor: Actor, material_id: UUID, permission: str) -> SpeakerMaterial:
    """The material's row, locked, of a person who still counts. Raises NoSuchMaterial, NotAllowed."""
    rows = SpeakerMaterial.objects.select_for_update(of=("self",))
    rows = rows.select_related("meeting__org", "attendee__meeting", "item")
    row = rows.filter(pk=material_id, attendee__merged_into=None, attendee__erased_at=None).first()
    if row is None or not visible(actor, row):
        raise NoSuchMaterial
    require(actor, permission, row if permission == "speaker_materials.hand_in" else row.meeting)
    return row


@unasked("says what an actor may see")
def visible(actor: Actor, row: SpeakerMaterial) -> bool:
    return can(actor, "speaker_materials.hand_in", row) or can(actor, "speaker_materials.view", row.meeting)


@unasked("writes a change that the calling service asked for")
def changed(row: SpeakerMaterial, *, was: dict[str, Any], **columns: Any) -> None:
    """Write the columns if the row still is as it `was` seen. Raises MaterialMoved."""
    rows = SpeakerMaterial.objects.filter(pk=row.pk, **was)
    if not rows.update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
        row.refresh_from_db()
        raise moved(row)
    row.refresh_from_db()


@unasked("asks nothing of an actor")
def moved(row: SpeakerMaterial) -> MaterialMoved:
    return MaterialMoved(what=material_words(row), number=row.version_count, state=row.get_state_display())


@unasked("judges input for a service that asks")
def refuse(field: str, sentence: str) -> InvalidInput:
    return InvalidInput({field: [sentence]}, detail=sentence)


@unasked("asks nothing of an actor")
def call_key(attendee_id: UUID) -> str:
    return f"materials:{attendee_id}"


@unasked("follows from a change whose service asked")
def forget_call(row: SpeakerMaterial) -> None:
    """Whoever owes nothing more is not rung about it."""
    if not owed_by(row.attendee):
        drop_calls(actor=SYSTEM, meeting=row.meeting, key=call_key(row.attendee_id))
