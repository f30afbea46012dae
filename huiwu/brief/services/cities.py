"""Verbs of what is on in a city, and of knowing about it (OM-005)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.brief.bridge import clashes_not_known
from huiwu.brief.errors import SENTENCES, NothingToAcknowledge
from huiwu.brief.events import CityEventChanged, CityEventListed, CityEventRemoved, DateClashAcknowledged
from huiwu.brief.models import CityEvent, DateAcknowledgement
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting

COLUMNS = frozenset({"city", "name", "kind", "start_on", "end_on", "source"})


@transaction.atomic
def list_city_event(*, actor: Actor, org_id: UUID, values: Mapping[str, Any]) -> CityEvent:
    """Note a fair, match or exam. The same one twice is one row. Raises InvalidInput."""
    require(actor, "intake.keep_city_events", org_id)
    made = CityEvent(org_id=org_id, **{name: value for name, value in values.items() if name in COLUMNS})
    same = CityEvent.objects.filter(org_id=org_id, city=made.city, name=made.name, start_on=made.start_on).first()
    if same is not None:
        return same
    _must_be_sound(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # listed by a colleague in between
        return CityEvent.objects.get(org_id=org_id, city=made.city, name=made.name, start_on=made.start_on)
    record(CityEventListed(city_event_id=made.pk), actor=actor, org_id=org_id)
    return made


@transaction.atomic
def change_city_event(*, actor: Actor, event_id: UUID, revision: int, values: Mapping[str, Any]) -> CityEvent:
    """Correct a row. Raises StaleEdit, InvalidInput."""
    found = city_event_of(actor, event_id)
    kept = {name: value for name, value in values.items() if name in COLUMNS}
    for name, value in kept.items():
        setattr(found, name, value)
    _must_be_sound(found)
    fresh = CityEvent.objects.filter(pk=found.pk, revision=revision)
    if not fresh.update(**kept, revision=F("revision") + 1, updated_at=clock.now()):
        raise StaleEdit(theirs=CityEvent.objects.filter(pk=found.pk).first(), who=_("同事"))
    record(CityEventChanged(city_event_id=found.pk), actor=actor, org_id=found.org_id)
    found.refresh_from_db()
    return found


@transaction.atomic
def remove_city_event(*, actor: Actor, event_id: UUID) -> None:
    """Take a row off the list; clashes with it disappear. Twice does nothing more."""
    found = city_event_of(actor, event_id)
    found.delete()
    record(CityEventRemoved(city_event_id=event_id), actor=actor, org_id=found.org_id)


@transaction.atomic
def acknowledge_clashes(*, actor: Actor, meeting: Meeting, note: str) -> DateAcknowledgement:
    """Write the 知悉说明 for everything the dates clash with now. A clash found later asks for another one.

    Raises NothingToAcknowledge, InvalidInput without a note.
    """
    require(actor, "brief.edit", meeting)
    if not note.strip():
        raise InvalidInput({"note": [_("请写明为什么仍用这个会期，客户是否知道。")]}, detail=_("知悉说明不能为空。"))
    open_clashes = clashes_not_known(meeting)
    if not open_clashes:
        raise NothingToAcknowledge
    made = DateAcknowledgement.objects.create(
        meeting=meeting,
        clashes=[clash.key for clash in open_clashes],
        note=note.strip()[:2000],
        made_by_id=actor.id,
    )
    record(DateClashAcknowledged(meeting_id=meeting.pk, acknowledgement_id=made.pk), actor=actor, org_id=meeting.org_id)
    return made


def city_event_of(actor: Actor, event_id: UUID) -> CityEvent:
    """The row, for a member of its organisation; NotFound for anybody else."""
    found = CityEvent.objects.filter(pk=event_id).first()
    if found is None or not can(actor, "intake.keep_city_events", found.org_id):
        raise NotFound
    return found


def _must_be_sound(made: CityEvent) -> None:
    try:
        made.full_clean(exclude=["org"], validate_unique=False)
    except ValidationError as fault:
        fields = {name: messages for name, messages in fault.message_dict.items() if name != "__all__"}
        if made.start_on and made.end_on and made.start_on > made.end_on:
            fields["end_on"] = [str(SENTENCES["end_before_start"])]
        if fields:
            raise InvalidInput(fields, detail=" ".join(s for found in fields.values() for s in found)) from fault
