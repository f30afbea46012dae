"""The demo meeting's rooms: the library it is held in, and its bookings as far as a careful team would be by today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.meetings.choices import FunctionKind
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.planning.demo import window
from huiwu.venues.choices import EXCLUSIVE, BookingState, CertificateKind
from huiwu.venues.demo_library import HOUSES, House
from huiwu.venues.models import Room, Venue
from huiwu.venues.queries.bookings import overlapping
from huiwu.venues.services import (
    add_room,
    add_venue,
    book_room,
    change_room,
    confirm_booking,
    copy_room,
    record_certificate,
    set_lodging_offers,
    set_room_demand,
    set_venue_contacts,
)

HELD_DAYS = 12
"""How long a venue keeps a room for a meeting that is not contracted yet."""
BUILD_UP = timedelta(hours=3)


@demo(50)
def house_meeting(ctx: DemoContext) -> None:
    """The library once for the organisation, then a booking for every space that functions use.

    Once P09 has begun the rooms are confirmed, until then they are held. `ctx.made["venue"]` is the venue.
    """
    lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    house = _house_of(ctx.meeting)
    with clock.at(moment(ctx.today - timedelta(days=5))):
        for one in HOUSES:
            _furnish(lead, ctx.org.pk, one, ctx.today)
    venue = Venue.objects.get(org=ctx.org, name=house.name, city=house.city)
    booked_on = _booked_on(ctx)
    with clock.at(moment(booked_on)):
        _book_all(ctx, lead, venue, is_done=booked_on < ctx.today)
        _demand_all(ctx, lead)
    ctx.made["venue"] = venue


def _house_of(meeting: Meeting) -> House:
    """The house the script names; else the one in its city; else the largest."""
    by_name = next((house for house in HOUSES if house.name == meeting.venue_name), None)
    by_city = next((house for house in HOUSES if house.city == meeting.city), None)
    return by_name or by_city or HOUSES[0]


def _booked_on(ctx: DemoContext) -> date:
    """The first day planned for P09 where that is past; today while the venue is still being chosen."""
    first, _last = window(ctx, "P09", (0, 0))  # without a plan they are only held
    left = set(ctx.script.get("left_late", ())) & {"P08", "P09"} if ctx.stage == "planning" else set()
    return ctx.today if left or first >= ctx.today else first


def _furnish(actor: Actor, org_id: UUID, house: House, today: date) -> None:
    """A house of the library, once for each organisation."""
    if Venue.objects.filter(org_id=org_id, name=house.name, city=house.city).exists():
        return
    venue = add_venue(actor=actor, org_id=org_id, **_facts(house))
    name, title, phone = house.contact
    set_venue_contacts(actor=actor, venue_id=venue.pk, contacts=[{"name": name, "title": title, "phone": phone}])
    for kind, days in ((CertificateKind.FIRE_INSPECTION, 900), (CertificateKind.FOOD_LICENCE, 700)):
        expires = today + timedelta(days=days)
        values: dict[str, Any] = {
            "kind": kind,
            "number": f"{kind[:2].upper()}-{venue.pk.hex[:6]}",
            "expires_on": expires,
        }
        record_certificate(actor=actor, venue_id=venue.pk, issuer=f"{house.city}市主管部门", **values)
    rows = [{"room_type": kind, "count": count, "rate_cents": rate} for kind, count, rate in house.guest_rooms]
    if rows:
        set_lodging_offers(actor=actor, venue_id=venue.pk, offers=rows)
    rooms = {hall.name: add_room(actor=actor, venue_id=venue.pk, **hall.values()) for hall in house.halls}
    for part, whole in house.parts.items():
        change_room(actor=actor, room_id=rooms[part].pk, revision=1, values={"part_of": rooms[whole]})


def _facts(house: House) -> dict[str, object]:
    return {
        "name": house.name,
        "kind": house.kind,
        "star": house.star,
        "city": house.city,
        "address": house.address,
        "distances": [
            {"place": "机场", "metres": 28_000, "minutes": 45},
            {"place": "高铁站", "metres": 12_000, "minutes": 30},
            {"place": "地铁站", "metres": 400, "minutes": 5},
        ],
        "parking_coaches": 12,
        "parking_cars": 260,
        "invoice_ok": True,
        "is_designated": house.is_designated,
        "facts": {
            "largest_meal": max(hall.length * hall.width // 2 for hall in house.halls),
            "halal": True,
            "vegetarian": True,
            "coffee_area": "会场前厅",
            "hygiene_grade": "A",
            "keeps_samples": True,
            "fire_accepted": True,
            "emergency_lighting": True,
            "cctv": True,
            "medical_room": True,
            "aed_count": 2,
            "nearest_hospital": "市第一人民医院，车程 12 分钟",
            "recent_works": "无",
            "payment": "签约付三成，会后结清",
        },
    }


def _book_all(ctx: DemoContext, actor: Actor, venue: Venue, *, is_done: bool) -> None:
    rooms = {room.name: room for room in venue.rooms.all()}
    for space in ctx.meeting.spaces.all():
        used = list(space.functions.filter(is_cancelled=False).exclude(kind=FunctionKind.VISIT))
        room = rooms.get(space.name) or _spare(rooms, used)
        if used and room is not None:
            _book(ctx, actor, space, room, used, is_done=is_done)


def _spare(rooms: dict[str, Room], used: list[Function]) -> Room | None:
    """A space whose name no room bears gets the largest room, if anything takes place there at all."""
    sized = sorted(rooms.values(), key=lambda room: room.floor_area_dm2 or 0)
    return sized[-1] if sized and used else None


def _book(ctx: DemoContext, actor: Actor, space: Space, room: Room, used: list[Function], *, is_done: bool) -> None:
    """From the first function to the last, with time to build up and strike."""
    from_at, to_at = min(row.start_at for row in used), max(row.end_at for row in used)
    load_in_at = min(row.load_in_at or row.start_at for row in used) - BUILD_UP
    strike_by_at = max(row.strike_by_at or row.end_at for row in used) + BUILD_UP
    booking = book_room(
        actor=actor,
        meeting=ctx.meeting,
        room_id=_free(actor, room, load_in_at, strike_by_at).pk,
        space_id=space.pk,
        from_at=from_at,
        to_at=to_at,
        load_in_at=load_in_at,
        strike_by_at=strike_by_at,
        state=BookingState.HELD,
        option_until=clock.today() + timedelta(days=HELD_DAYS),
        reference=f"BEO-{ctx.meeting.number}-{space.order + 1:02d}",
    )
    if is_done:
        confirm_booking(actor=actor, meeting=ctx.meeting, booking_id=booking.pk)


def _free(actor: Actor, room: Room, starts_at: datetime, ends_at: datetime) -> Room:
    """The room, or one like it: whoever loads the same demo twice finds the house has a second hall, and a third."""
    for number in range(2, 1000):
        if not overlapping(room, starts_at, ends_at).filter(state__in=EXCLUSIVE).exists():
            break
        name = f"{room.name.partition('（')[0]}（{number}）"
        twin = room.venue.rooms.filter(name=name).first()
        room = twin or copy_room(actor=actor, room_id=room.pk, name=name)
    return room


def _demand_all(ctx: DemoContext, actor: Actor) -> None:
    """Screen, stage and power of the functions that have them."""
    for row in ctx.meeting.functions.filter(kind__in=[FunctionKind.OPENING, FunctionKind.PLENARY]):
        stage = row.kind == FunctionKind.OPENING
        set_room_demand(
            actor=actor,
            function=row,
            revision=0,
            values={
                "screen_height_mm": 2500,
                "stage_height_mm": 600 if stage else 400,
                "streams_1080p": 1 if stage else 0,
            },
            loads=[
                {"name": "LED 主屏", "watts": 800, "quantity": 24},
                {"name": "会议扩声", "watts": 1500, "quantity": 4},
                {"name": "面光与会议灯", "watts": 200, "quantity": 20},
            ],
        )
