"""Who may do what at the addresses of venues."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.files import keep_file
from huiwu.venues import services
from tests.access.may import HEADS, LEADS, MEMBERS, OUR_HEADS, OURS, TEAM, May, act, both, page

BOOKERS = LEADS | {"venue_team", "planner", "commercial_manager", "procurement"}
DEMANDERS = LEADS | {"venue_team", "planner", "av_team"}
BOOKING = {"booking_id": "booking"}
ROWS: dict[str, May] = {
    "venues:list": page(MEMBERS),
    "venues:new": both(MEMBERS),
    "venues:venue": page(OURS),
    "venues:edit": both(OURS),
    "venues:retire": act(OUR_HEADS),
    "venues:reinstate": act(OUR_HEADS),
    "venues:contacts": both(OURS),
    "venues:distances": both(OURS),
    "venues:lodging": both(OURS),
    "venues:certificate_new": both(OURS),
    "venues:certificate_file": page(OURS),
    "venues:certificate_remove": act(OURS),
    "venues:calendar": page(OURS),
    "venues:picture_new": act(OURS),
    "venues:picture": page(OURS),
    "venues:picture_small": page(OURS),
    "venues:picture_remove": act(OURS),
    "venues:room_new": both(OURS),
    "venues:room": page(OURS),
    "venues:room_edit": both(OURS),
    "venues:room_copy": act(OURS, send={"name": "副本"}),
    "venues:room_retire": act(OUR_HEADS),
    "venues:room_reinstate": act(OUR_HEADS),
    "venues:bookings": page(TEAM),
    "venues:booking_new": both(BOOKERS),
    "venues:booking": both(BOOKERS),
    "venues:booking_hold": act(BOOKERS),
    "venues:booking_confirm": act(BOOKERS),
    "venues:booking_release": act(BOOKERS),
    "venues:demand": both(DEMANDERS),
    "venues:standards": page(MEMBERS),
    "venues:standards_edit": both(HEADS),
    "api:list_venues": page(MEMBERS | {"client"}),
    "api:list_bookings": page(TEAM),
}


def fill(world: Any) -> None:
    """A venue with a certificate, a photo and two rooms, of which one is held for the meeting."""
    cast = world.cast
    venue = services.add_venue(actor=SYSTEM, org_id=cast.org.pk, name="滨江会议中心", city="上海")
    room, spare = (services.add_room(actor=SYSTEM, venue_id=venue.pk, name=name) for name in ("大厅", "小厅"))
    photo = BytesIO()
    Image.new("RGB", (20, 20)).save(photo, "JPEG")
    picture = services.add_picture(actor=SYSTEM, venue_id=venue.pk, content=photo, name="厅.jpg")
    scan = keep_file(BytesIO(b"%PDF-1.4 x"), name="证.pdf")
    certificate = services.record_certificate(actor=SYSTEM, venue_id=venue.pk, kind="other", file=scan)
    booking = services.book_room(
        actor=SYSTEM,
        meeting=cast.meeting,
        room_id=room.pk,
        from_at=datetime(2027, 3, 18, 0, tzinfo=UTC),
        to_at=datetime(2027, 3, 18, 10, tzinfo=UTC),
        option_until=datetime(2027, 3, 1, tzinfo=UTC).date(),
    )
    world.ids |= {
        "venue_id": venue.pk,
        "room_id": spare.pk,
        "picture_id": picture.pk,
        "certificate_id": certificate.pk,
        "booking_id": booking.pk,
    }
