"""Tracks, and what items may book: interpreters and equipment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiwu.agenda.choices import ItemLanguage
from huiwu.agenda.errors import ResourceInUse, TrackInUse
from huiwu.agenda.events import AgendaResourcesSet, AgendaTracksSet
from huiwu.agenda.models import AgendaResource, Track
from huiwu.agenda.services.holding import held, refuse, touched, verified
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackValues:
    """One track as typed in; `id` names the row it replaces."""

    name: str
    name_en: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceValues:
    """One interpreter or piece of equipment as typed in; `id` names the row it replaces."""

    kind: str
    name: str
    count: int = 1
    languages: tuple[str, ...] = ()
    id: UUID | None = None


@transaction.atomic
def set_tracks(*, actor: Actor, meeting: Meeting, tracks: Sequence[TrackValues]) -> list[Track]:
    """All tracks in order; those left out go. Raises TrackInUse, InvalidInput."""
    current = held(actor, meeting, "agenda.edit")
    _refuse_repeats([row.name.strip() for row in tracks])
    kept = {row.pk: row for row in current.tracks.all()}
    pairs = [(kept.pop(values.id, None) if values.id else None, values) for values in tracks]
    for gone in kept.values():
        if used := gone.items.count():
            raise TrackInUse(name=gone.name, count=used)
        gone.delete()
    _free_names(current.tracks.all())
    made = []
    for order, (row, values) in enumerate(pairs):
        row = row or Track(meeting=current)
        row.name, row.name_en, row.order = values.name.strip(), values.name_en.strip(), order
        verified(row)
        row.save()
        made.append(row)
    touched(actor=actor, meeting=current)
    record(AgendaTracksSet(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return made


@transaction.atomic
def set_resources(*, actor: Actor, meeting: Meeting, resources: Sequence[ResourceValues]) -> list[AgendaResource]:
    """All interpreters and equipment; those left out go. Raises ResourceInUse, InvalidInput."""
    current = held(actor, meeting, "agenda.edit")
    _refuse_repeats([(row.kind, row.name.strip()) for row in resources])
    kept = {row.pk: row for row in current.agenda_resources.all()}
    pairs = [(kept.pop(values.id, None) if values.id else None, values) for values in resources]
    for gone in kept.values():
        if used := gone.uses.count():
            raise ResourceInUse(name=gone.name, count=used)
        gone.delete()
    _free_names(current.agenda_resources.all())
    made = []
    for row, values in pairs:
        row = row or AgendaResource(meeting=current)
        row.kind, row.name, row.count = values.kind, values.name.strip(), values.count
        row.languages = [code for code in ItemLanguage.values if code in values.languages]
        if not 1 <= row.count <= 32767:
            raise refuse(resources=_("“{name}”的数量至少为 1。").format(name=row.name))
        verified(row)
        row.save()
        made.append(row)
    touched(actor=actor, meeting=current)
    record(AgendaResourcesSet(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return made


def _free_names(rows: Any) -> None:
    """Two rows may have swapped their names: out of each other's way first."""
    rows.update(name=Cast("id", models.CharField(max_length=36)))


def _refuse_repeats(names: list[Any]) -> None:
    for nth, name in enumerate(names):
        bare = name[1] if isinstance(name, tuple) else name
        if not bare:
            raise refuse(name=_("第 {number} 行没有写名称。").format(number=nth + 1))
        if names.index(name) != nth:
            raise refuse(name=_("“{name}”写了两次。").format(name=bare))
