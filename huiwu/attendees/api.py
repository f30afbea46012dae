"""The people of a meeting over the REST API (contracts.md)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from huiwu.attendees import api_lists
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries import AttendeeFilter, attendee_for, find, found_attendees
from huiwu.foundation.actors import Actor
from huiwu.foundation.api import Paged, Problem, page
from huiwu.foundation.permission import can
from huiwu.meetings.queries import meeting_for

PREFIX = "/meetings"
router = Router(tags=["attendees"])
router.add_router("", api_lists.router)
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class AttendeeOut(Schema):
    """`mobile` and `email` are masked for those who need not reach people. Sensitive values are never given here."""

    id: UUID
    number: int
    display_name: str
    name_en: str
    org_name: str
    title: str
    roles: list[str]
    delegation: str
    tags: list[str]
    presence: str
    protocol_rank: int | None
    mobile: str
    email: str
    language: str
    revision: int


@router.get("/{meeting}/attendees", response={200: Paged[AttendeeOut], **REFUSALS}, summary="参会人员")
def list_attendees(
    request: HttpRequest,
    meeting: str,
    q: str = "",
    role: str = "",
    presence: str = "",
    limit: int = 50,
    cursor: str = "",
) -> dict[str, Any]:
    """One box: name, pinyin, initials, phone tail, number, organisation; the closest first, in one page.

    Without `q`: everybody the filters let through, in the order of entry, page by page.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    found = meeting_for(actor, meeting, "attendees.view")
    sees = can(actor, "attendees.view_contacts", found)
    asked = AttendeeFilter(role=role, presence=presence)
    if q.strip():
        allowed = set(found_attendees(found, asked).values_list("pk", flat=True)) if not asked.is_open else None
        rows = find(found, q, max(1, min(limit, 200)))
        items = [row for row in rows if allowed is None or row.pk in allowed]
        return {"items": [_out(row, sees=sees) for row in items], "next_cursor": None}
    rows, following = page(found_attendees(found, asked).order_by(), limit=limit, cursor=cursor)
    return {"items": [_out(row, sees=sees) for row in rows], "next_cursor": following}


@router.get("/{meeting}/attendees/{uuid:attendee_id}", response={200: AttendeeOut, **REFUSALS}, summary="一位参会人员")
def read_attendee(request: HttpRequest, meeting: str, attendee_id: UUID) -> dict[str, Any]:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    found = meeting_for(actor, meeting, "attendees.view")
    row = attendee_for(actor, found, attendee_id)
    return _out(row, sees=can(actor, "attendees.view_contacts", found))


def _out(row: Attendee, *, sees: bool) -> dict[str, Any]:
    names = ("number", "display_name", "name_en", "org_name", "title", "roles", "tags", "presence", "protocol_rank")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in (*names, "language", "revision")},
        "delegation": row.delegation.name if row.delegation else "",
        "mobile": row.mobile if sees else row.masked_mobile,
        "email": row.email if sees else row.masked_email,
    }
