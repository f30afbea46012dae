"""A title told in the reply is the title of the talk, where it is not known yet."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.speaker_materials.choices import OWED, MaterialKind
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from huiwu.speaker_materials.services.handing_in import LONGEST, new_version


@unasked("follows from the reply, whose service asked")
@transaction.atomic
def take_title(*, actor: Actor, attendee_id: UUID, title: str) -> MaterialVersion | None:
    """The first version of the one title that is owed; None with none, several, or one that was handed in before."""
    rows = SpeakerMaterial.objects.select_for_update(of=("self",)).select_related("meeting__org", "attendee", "item")
    owed = [
        row
        for row in rows.filter(attendee=attendee_id, kind=MaterialKind.TITLE, state__in=OWED, version_count=0)
        if row.is_waited_for
    ]
    words = " ".join(title.split())[: LONGEST[MaterialKind.TITLE][0]]
    if len(owed) != 1 or not words or owed[0].meeting.end_on < clock.today(owed[0].meeting.time_zone):
        return None
    return new_version(actor, owed[0], text=words)
