"""The list of what is wanted follows the agenda; what was handed in stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from huiwu.agenda.models import AgendaItem, AgendaSpeaker
from huiwu.attendees.choices import NOT_COMING
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.events import MaterialsFollowed
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.rules.wanted import Asked, Part, asked_of

NOWHERE = UUID(int=0)


@unasked("follows from changes of the agenda and of people, whose services asked")
@transaction.atomic
def follow_agenda(*, actor: Actor, meeting: Meeting) -> tuple[int, int]:
    """Add what is newly wanted, let go what is wanted no more; how many of each. Again changes nothing.

    People who do not come are not asked; records merged into another hand theirs over.
    """
    _follow_merges(meeting)
    parts = _parts(meeting)
    asked = asked_of(parts)
    rows = {_key(row): row for row in SpeakerMaterial.objects.filter(meeting=meeting)}
    titles = {str(pk): title for pk, title in AgendaItem.objects.filter(meeting=meeting).values_list("pk", "title")}
    new = [
        SpeakerMaterial(
            meeting=meeting,
            attendee_id=UUID(one.attendee),
            item_id=UUID(one.item) if one.item else None,
            item_title=titles.get(one.item, ""),
            kind=one.kind,
        )
        for one in sorted(asked - set(rows), key=lambda one: (one.attendee, one.item, one.kind))
    ]
    made = len(SpeakerMaterial.objects.bulk_create(new, ignore_conflicts=True))
    back = [row.pk for key, row in rows.items() if key in asked and not row.is_on_agenda]
    gone = [row.pk for key, row in rows.items() if key not in asked and row.is_on_agenda]
    for ids, is_on in ((back, True), (gone, False)):
        SpeakerMaterial.objects.filter(pk__in=ids).update(
            is_on_agenda=is_on, revision=F("revision") + 1, updated_at=clock.now()
        )
    _rename(rows.values(), titles)
    if made or back or gone:
        fact = MaterialsFollowed(meeting_id=meeting.pk, added=made + len(back), dropped=len(gone))
        record(fact, actor=actor, org_id=meeting.org_id)
    return made + len(back), len(gone)


def _parts(meeting: Meeting) -> list[Part]:
    speakers = AgendaSpeaker.objects.filter(item__meeting=meeting, item__function__is_cancelled=False)
    found = []
    for row in speakers.select_related("attendee__merged_into", "item"):
        person = row.person
        if person.erased_at is None and person.presence not in NOT_COMING:
            found.append(Part(str(person.pk), str(row.item_id), row.item.kind, row.speaker_role))
    return found


def _key(row: SpeakerMaterial) -> Asked:
    """An item that is no longer there is none of those asked for, also where the kind belongs to a person."""
    lost = row.item_id is None and bool(row.item_title)
    return Asked(str(row.attendee_id), str(row.item_id or (NOWHERE if lost else "")), row.kind)


def _rename(rows: Iterable[SpeakerMaterial], titles: dict[str, str]) -> None:
    changed: list[Any] = []
    for row in rows:
        title = titles.get(str(row.item_id), row.item_title)
        if title != row.item_title:
            row.item_title = title
            changed.append(row)
    SpeakerMaterial.objects.bulk_update(changed, ["item_title"])


def _follow_merges(meeting: Meeting) -> None:
    """What the other record handed in belongs to the kept one, unless that handed in the same."""
    merged = SpeakerMaterial.objects.filter(meeting=meeting, attendee__merged_into__isnull=False)
    for row in merged.select_related("attendee__merged_into"):
        person = row.attendee
        while person.merged_into is not None:
            person = person.merged_into
        same = SpeakerMaterial.objects.filter(attendee=person, item=row.item_id, kind=row.kind).first()
        if same is not None and (same.version_count or not row.version_count):
            continue
        if same is not None:
            same.delete()
        SpeakerMaterial.objects.filter(pk=row.pk).update(attendee=person, updated_at=clock.now())
