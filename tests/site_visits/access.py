"""Who may open and act on pages of site visits."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image

from huiwu.foundation.actors import Actor
from huiwu.site_visits import services
from huiwu.site_visits.choices import Point
from huiwu.venues.services import add_room, add_venue
from tests.access.may import HEADS, LEADS, MEMBERS, TEAM, May, act, both, page

EDITORS = LEADS | {"venue_team", "planner", "commercial_manager", "procurement"}
INSPECTOR = frozenset({"planner"})
"""The sheet of the world is the planner's own."""

ROWS: dict[str, May] = {
    "site_visits:index": page(TEAM),
    "site_visits:add": both(EDITORS, send={"venue": "spare_venue_id"}),
    "site_visits:add_new": both(EDITORS, send={"name": "新馆", "kind": "hotel"}),
    "site_visits:weights": both(EDITORS),
    "site_visits:comparison": page(TEAM),
    "site_visits:comparison_file": page(TEAM, at={"form": "excel"}, few=True),
    "site_visits:choice": page(TEAM),
    "site_visits:choice_send": act(LEADS),
    "site_visits:adopt_name": act(LEADS),
    "site_visits:candidate": page(TEAM),
    "site_visits:terms": both(EDITORS),
    "site_visits:move": act(EDITORS, send={"verb": "return_to_long"}),
    "site_visits:decline": act(EDITORS, send={"reason": "离高铁站太远"}),
    "site_visits:recommend": act(LEADS, send={"reason": "最合适的一处"}),
    "site_visits:veto": act(
        EDITORS,
        at={"item": "date"},
        send={"date-outcome": "pass", "date-note": "已核对", "date-seal": "date='free'", "date-revision": "0"},
    ),
    "site_visits:difference": act(TEAM, at={"key": "fit-size"}, own=True),
    "site_visits:take_over": act(EDITORS, send={"visit": "visit_id", "measure": "clear_height_mm", "seen": "8000"}),
    "site_visits:sheet": page(TEAM, at={"form": "word"}, few=True),
    "site_visits:begin": act(TEAM),
    "site_visits:visit": May(get=TEAM, post=INSPECTOR),
    "site_visits:entries": act(INSPECTOR),
    "site_visits:photos": act(INSPECTOR, send={"id": str(uuid4())}),
    "site_visits:photo": page(TEAM, at={"size": "small"}),
    "site_visits:scheme": May(get=MEMBERS, post=HEADS),
}


def fill(world: Any) -> None:
    """A candidate on the short list, visited by the planner."""
    cast, lead, planner = world.cast, Actor.of_user(world.cast.lead), Actor.of_user(world.cast.planner)
    venue = add_venue(actor=lead, org_id=cast.org.pk, name="候选会议中心", kind="hotel", city="上海", invoice_ok=True)
    room = add_room(actor=lead, venue_id=venue.pk, name="大会堂", clear_height_mm=8000)
    row = services.add_candidate(actor=lead, meeting=cast.meeting, venue=venue, room_id=room.pk)
    row = services.save_terms(
        actor=lead,
        meeting=cast.meeting,
        candidate_id=row.pk,
        revision=1,
        quote_cents=100,
        date_state="free",
        room_id=room.pk,
    )
    services.move_candidate(actor=lead, meeting=cast.meeting, candidate_id=row.pk, verb="shortlist")
    visit = services.begin_visit(actor=planner, meeting=cast.meeting, candidate_id=row.pk)
    at = "2027-01-10T00:00:00+00:00"
    raw = [
        {"id": str(uuid4()), "kind": "measure", "key": "clear_height_mm", "value": "8200", "at": at},
        {"id": str(uuid4()), "kind": "score", "key": Point.SIZE.value, "value": 4, "at": at},
    ]
    services.receive_entries(actor=planner, meeting=cast.meeting, visit_id=visit.pk, raw=raw)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    photo = services.keep_visit_photo(
        actor=planner, meeting=cast.meeting, visit_id=visit.pk, photo_id=uuid4(), content=picture, name="a.jpg"
    )
    spare = add_venue(actor=lead, org_id=cast.org.pk, name="备用场地", kind="hotel", city="上海")
    world.ids |= {
        "candidate_id": row.pk,
        "visit_id": visit.pk,
        "photo_id": photo.pk,
        "spare_venue_id": spare.pk,
    }
