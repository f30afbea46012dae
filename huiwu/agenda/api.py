"""The agenda over the REST API: what is being edited, what is in force, what contradicts itself, items one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from huiwu.agenda import services
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.queries.content import agenda_content, released
from huiwu.agenda.queries.programme import conflicts, item_for, programme
from huiwu.agenda.values import ItemValues, SpeakerValues, UseValues
from huiwu.agenda.words import conflict_words
from huiwu.foundation.actors import Actor
from huiwu.foundation.api import Problem
from huiwu.kernel.errors import NotFound
from huiwu.meetings.queries import meeting_for

PREFIX = "/meetings"
router = Router(tags=["agenda"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class SpeakerOut(Schema):
    attendee: str
    name: str
    name_en: str
    org: str
    title: str
    role: str


class ItemOut(Schema):
    """`id` is that of the item, or `function:<uuid>` of a function that is one item by itself (`whole`)."""

    id: str
    function: str
    kind: str
    title: str
    title_en: str
    starts_at: datetime
    minutes: int
    buffer_minutes: int
    track: str
    space: str
    speakers: list[SpeakerOut]
    needs_interpretation: bool
    languages: list[str]
    internal: bool
    whole: bool


class DayOut(Schema):
    on: str
    items: list[ItemOut]


class AgendaOut(Schema):
    """`version` and `content_hash` are those of the version in force; both are empty for the agenda as it is edited."""

    zone: str
    version: int | None
    content_hash: str
    days: list[DayOut]


class ConflictOut(Schema):
    """`impossible` ones keep the agenda from being released."""

    kind: str
    impossible: bool
    sentence: str
    items: list[str]


class SpeakerIn(Schema):
    attendee_id: UUID
    role: str = "talk"


class UseIn(Schema):
    resource_id: UUID
    count: int = 1


class ItemIn(Schema):
    """An item as it is to be; `revision` is the one that was read, when an item is changed."""

    function_id: UUID
    kind: str = "talk"
    title: str
    title_en: str = ""
    summary: str = ""
    starts_at: datetime
    minutes: int
    buffer_minutes: int = 0
    track_id: UUID | None = None
    needs_interpretation: bool = False
    languages: list[str] = []
    equipment_note: str = ""
    is_internal: bool = False
    speakers: list[SpeakerIn] = []
    uses: list[UseIn] = []
    revision: int = 0


class ItemSaved(Schema):
    id: UUID
    revision: int
    title: str
    starts_at: datetime
    minutes: int


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return actor


@router.get("/{meeting}/agenda", response={200: AgendaOut, **REFUSALS}, summary="议程")
def agenda(request: HttpRequest, meeting: str, draft: bool = False) -> dict[str, Any]:
    """The version in force; with `draft=true` the agenda as it is being edited. 404 while nothing was released."""
    found = meeting_for(_actor(request), meeting, "agenda.view")
    if draft:
        return agenda_content(found) | {"version": None, "content_hash": ""}
    version = released(found)
    if version is None:
        raise NotFound
    return version.content | {"version": version.number, "content_hash": version.content_hash}


@router.get("/{meeting}/agenda/conflicts", response={200: list[ConflictOut], **REFUSALS}, summary="议程冲突")
def agenda_conflicts(request: HttpRequest, meeting: str) -> list[dict[str, Any]]:
    """Everything in trouble in the agenda as it is edited: what cannot be first, then what is too tight."""
    found = meeting_for(_actor(request), meeting, "agenda.view")
    plan = programme(found)
    return [
        {
            "kind": one.kind,
            "impossible": one.is_impossible,
            "sentence": conflict_words(one, plan, found.zone),
            "items": list(one.slots),
        }
        for one in conflicts(found, plan)
    ]


@router.post("/{meeting}/agenda/items", response={201: ItemSaved, **REFUSALS}, summary="添加环节")
def add_agenda_item(request: HttpRequest, meeting: str, given: ItemIn) -> Status[AgendaItem]:
    actor = _actor(request)
    found = meeting_for(actor, meeting, "agenda.view")
    return Status(201, services.add_item(actor=actor, meeting=found, values=_values(given)))


@router.put("/{meeting}/agenda/items/{uuid:item_id}", response={200: ItemSaved, **REFUSALS}, summary="修改环节")
def change_agenda_item(request: HttpRequest, meeting: str, item_id: UUID, given: ItemIn) -> AgendaItem:
    """Over the `revision` that was read; 409 when somebody saved since."""
    actor = _actor(request)
    found = meeting_for(actor, meeting, "agenda.view")
    row = item_for(found, item_id)
    return services.change_item(actor=actor, item=row, revision=given.revision, values=_values(given))


def _values(given: ItemIn) -> ItemValues:
    plain = given.model_dump(exclude={"revision", "speakers", "uses", "languages"})
    return ItemValues(
        **plain,
        languages=tuple(given.languages),
        speakers=tuple(SpeakerValues(attendee_id=one.attendee_id, speaker_role=one.role) for one in given.speakers),
        uses=tuple(UseValues(resource_id=one.resource_id, count=one.count) for one in given.uses),
    )
