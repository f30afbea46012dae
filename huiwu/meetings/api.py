"""Meetings over the REST API (contracts.md): list, open, read, change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict

from huiwu.foundation.actors import Actor
from huiwu.foundation.api import Paged, Problem, page
from huiwu.meetings import queries, services
from huiwu.meetings.models import Meeting
from huiwu.meetings.services import ContactValues

PREFIX = "/meetings"
router = Router(tags=["meetings"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class ClientOut(Schema):
    id: UUID
    name: str
    kind: str


class MeetingOut(Schema):
    """A meeting. Dates are days in `time_zone`; `revision` goes back with a change."""

    id: UUID
    number: str
    slug: str
    name: str
    name_en: str
    theme: str
    meeting_type: str
    status: str
    size_tier: str
    expected_headcount: int
    publicness: str
    start_on: date
    end_on: date
    time_zone: str
    city: str
    venue_name: str
    language: str
    conditions: list[str]
    public_body_mode: bool
    contract_on: date | None
    load_in_on: date | None
    edition: str
    client: ClientOut | None
    created_at: datetime
    updated_at: datetime
    revision: int


class ContactIn(Schema):
    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    is_approver: bool = False


class Details(Schema):
    """Columns of a meeting that may be given or left out; a column that does not exist is refused."""

    model_config = ConfigDict(extra="forbid")
    name_en: str | None = None
    theme: str | None = None
    size_tier: str | None = None
    publicness: str | None = None
    time_zone: str | None = None
    city: str | None = None
    venue_name: str | None = None
    language: str | None = None
    conditions: list[str] | None = None
    public_body_mode: bool | None = None
    contract_on: date | None = None
    load_in_on: date | None = None
    edition: str | None = None


class MeetingIn(Details):
    name: str
    meeting_type: str
    start_on: date
    end_on: date
    expected_headcount: int
    client_name: str = ""
    client_kind: str = "enterprise"
    contacts: list[ContactIn] = []


class MeetingPatch(Details):
    """With `revision`, a change over a newer one is refused with `stale_edit`."""

    name: str | None = None
    meeting_type: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    expected_headcount: int | None = None
    revision: int | None = None


class Filters(Schema):
    q: str = ""
    status: str = ""
    meeting_type: str = ""
    mine: bool = False
    limit: int = 50
    cursor: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return actor


@router.get("", response={200: Paged[MeetingOut], **REFUSALS}, summary="会议列表")
def list_meetings(request: HttpRequest, asked: Query[Filters]) -> object:
    """The meetings the token's owner may view, in the order they were opened."""
    wanted = queries.MeetingFilter(text=asked.q, status=asked.status, meeting_type=asked.meeting_type, mine=asked.mine)
    rows, following = page(
        queries.found_meetings(_actor(request), wanted).order_by(), limit=asked.limit, cursor=asked.cursor
    )
    return {"items": rows, "next_cursor": following}


@router.post("", response={201: MeetingOut, **REFUSALS}, summary="新建会议")
def open_meeting(request: HttpRequest, given: MeetingIn) -> Status[Meeting]:
    """A new enquiry in the organisation of the token's owner; the number is allocated."""
    actor = _actor(request)
    org = queries.home_organisation(actor)
    values = given.model_dump(exclude_unset=True, exclude={"contacts"})
    contacts = [ContactValues(**row.model_dump()) for row in given.contacts]
    return Status(201, services.open_meeting(actor=actor, org=org, contacts=contacts, **_without_nulls(values)))


@router.get("/{meeting}", response={200: MeetingOut, **REFUSALS}, summary="一场会议")
def read_meeting(request: HttpRequest, meeting: str) -> Meeting:
    """`meeting` is a UUID or slug."""
    return queries.meeting_for(_actor(request), meeting)


@router.patch("/{meeting}", response={200: MeetingOut, **REFUSALS}, summary="修改会议")
def change_meeting(request: HttpRequest, meeting: str, given: MeetingPatch) -> Meeting:
    """Only the columns given are changed; new days move the functions and re-date what is not done."""
    actor = _actor(request)
    found = queries.meeting_for(actor, meeting, "meetings.edit")
    values = given.model_dump(exclude_unset=True, exclude={"revision"})
    return services.amend_meeting(actor=actor, meeting=found, revision=given.revision, values=_without_nulls(values))


def _without_nulls(values: dict[str, Any]) -> dict[str, Any]:
    """A null takes away a day; for every other column it is as if it had not been given."""
    return {key: value for key, value in values.items() if value is not None or key in ("contract_on", "load_in_on")}
