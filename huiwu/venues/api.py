"""Venues and bookings over the REST API: reading."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict

from huiwu.foundation.api import Paged, Problem, page
from huiwu.meetings.queries import meeting_for
from huiwu.venues.queries import bookings_of, venues_of

PREFIX = ""
router = Router(tags=["venues"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class VenueOut(Schema):
    """A venue of the library; null is unknown. Coordinates in millionths of a degree."""

    id: UUID
    name: str
    short_name: str
    kind: str
    star: int | None
    city: str
    address: str
    latitude_micro: int | None
    longitude_micro: int | None
    parking_coaches: int | None
    parking_cars: int | None
    invoice_ok: bool | None
    is_designated: bool | None
    is_retired: bool
    revision: int


class BookingOut(Schema):
    """A booking of a room; instants with offset, `option_until` the last day of an option or hold."""

    id: UUID
    room_id: UUID
    room: str
    venue_id: UUID
    venue: str
    space: str | None
    load_in_at: datetime | None
    from_at: datetime
    to_at: datetime
    strike_by_at: datetime | None
    state: str
    option_until: date | None
    reference: str
    revision: int

    @staticmethod
    def resolve_room(row: Any) -> str:
        return str(row.room.name)

    @staticmethod
    def resolve_venue_id(row: Any) -> UUID:
        found: UUID = row.room.venue_id
        return found

    @staticmethod
    def resolve_venue(row: Any) -> str:
        return str(row.room.venue.name)

    @staticmethod
    def resolve_space(row: Any) -> str | None:
        return str(row.space.name) if row.space else None


class PageQuery(Schema):
    model_config = ConfigDict(extra="forbid")
    limit: int = 50
    cursor: str = ""


@router.get("/venues", response={200: Paged[VenueOut], **REFUSALS}, summary="Venues of the library")
def list_venues(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    rows, following = page(venues_of(request.auth), limit=asked.limit, cursor=asked.cursor)  # type: ignore[attr-defined]  # the actor
    return {"items": rows, "next_cursor": following}


@router.get(
    "/meetings/{meeting}/bookings",
    response={200: Paged[BookingOut], **REFUSALS},
    summary="Bookings of a meeting's rooms",
)
def list_bookings(request: HttpRequest, meeting: str, asked: Query[PageQuery]) -> Any:
    found = meeting_for(request.auth, meeting, "venues.view_bookings")  # type: ignore[attr-defined]  # the actor
    rows, following = page(bookings_of(found).order_by(), limit=asked.limit, cursor=asked.cursor)
    return {"items": rows, "next_cursor": following}
