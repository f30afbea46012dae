"""Rooms: measures that make sense, copies, parts of a whole, photos."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from huiwu.foundation.errors import PictureUnreadable
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.venues import services
from huiwu.venues.errors import RoomInUse, RoomNameTaken
from huiwu.venues.models import Picture, Room
from huiwu.venues.queries import capacities_of, capacity_of, numbers_of
from tests.venues.conftest import add_hall, add_house, book


def change(cast, room, revision=1, **values):
    return services.change_room(actor=cast.actor("lead"), room_id=room.pk, revision=revision, values=values)


def test_a_room_is_registered_and_reckoned(cast, room):
    found = capacity_of(room, "theatre").capacity
    assert (found.recommended, found.maximum, found.arranged, found.by_exits) == (284, 384, 384, 500)


def test_all_layouts_stand_in_the_table(cast, room):
    rows = capacities_of(room, numbers_of(cast.org.pk))
    assert [(str(row.layout), row.found.capacity.recommended) for row in rows] == [
        ("theatre", 284),
        ("classroom", 102),
        ("banquet", 130),
        ("cabaret", 78),
        ("u_shape", 71),
        ("hollow_square", 88),
        ("boardroom", 56),
        ("cocktail", 451),
    ]


def test_a_room_without_measures_says_so(cast, venue):
    room = services.add_room(actor=cast.actor("lead"), venue_id=venue.pk, name="小厅")
    found = capacity_of(room, "theatre").capacity
    assert (found.recommended, found.maximum, [note.code for note in found.notes]) == (
        None,
        None,
        ["exits_unknown", "area_unknown", "measures_unknown"],
    )


def test_the_floor_area_alone_gives_a_figure(cast, venue):
    room = services.add_room(actor=cast.actor("lead"), venue_id=venue.pk, name="小厅", area_dm2=9_000)
    assert capacity_of(room, "theatre").capacity.maximum == 100


def test_the_contract_limits_the_layout_it_names(cast, room):
    change(cast, room, contract_capacities={"theatre": 150}, stated_capacities={"theatre": 400})
    room.refresh_from_db()
    assert [capacity_of(room, layout).capacity.maximum for layout in ("theatre", "classroom")] == [150, 120]


def test_zones_may_be_tried(cast, room):
    assert capacity_of(room, "theatre", {"stage_depth_mm": 0}).capacity.arranged == 480


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"length_mm": 300_001},
        {"length_mm": -1},
        {"shape": "round"},
        {"columns": [{"x_mm": 1}]},
        {"columns": [{"x_mm": "1", "y_mm": 1, "width_mm": 1, "depth_mm": 1}]},
        {"columns": {"x_mm": 1}},
        {"exits": [{"wall": "roof", "offset_mm": 0, "width_mm": 900}]},
        {"stated_capacities": {"sofa": 3}},
        {"contract_capacities": {"theatre": -3}},
        {"facts": {"nothing": 1}},
    ],
)
def test_measures_that_make_no_sense_are_refused(cast, venue, values):
    with pytest.raises(InvalidInput):
        add_hall(cast, venue, **values)
    assert Room.objects.count() == 0


def test_two_rooms_of_a_house_do_not_share_a_name(cast, venue, room):
    with pytest.raises(RoomNameTaken):
        add_hall(cast, venue)
    assert add_hall(cast, add_house(cast, "湖畔酒店")).name == room.name


def test_a_change_over_an_old_revision_is_told(cast, room):
    assert change(cast, room, floor="3 层").revision == 2
    with pytest.raises(StaleEdit):
        change(cast, room, floor="4 层")


def test_a_copy_has_the_same_measures_under_another_name(cast, room):
    twin = services.copy_room(actor=cast.actor("lead"), room_id=room.pk, name="大厅二")
    assert (twin.name, twin.length_mm, twin.exits, twin.order) == ("大厅二", 24_000, room.exits, 1)
    with pytest.raises(RoomNameTaken):
        services.copy_room(actor=cast.actor("lead"), room_id=room.pk, name="大厅二")


def test_a_part_belongs_to_one_whole_of_its_own_house(cast, venue, room):
    part = add_hall(cast, venue, "大厅 A", part_of=room)
    elsewhere = add_hall(cast, add_house(cast, "湖畔酒店"))
    for row, whole in ((elsewhere, room), (room, part), (room, room)):
        with pytest.raises(InvalidInput):
            change(cast, row, part_of=whole)
    with pytest.raises(InvalidInput):
        add_hall(cast, venue, "大厅 A1", part_of=part)


def test_a_booked_room_is_not_retired(cast, room):
    row = book(cast, room)
    with pytest.raises(RoomInUse):
        services.retire_room(actor=cast.actor("owner"), room_id=room.pk)
    services.release_booking(actor=cast.actor("lead"), meeting=cast.meeting, booking_id=row.pk)
    assert services.retire_room(actor=cast.actor("owner"), room_id=room.pk).is_retired
    assert not services.reinstate_room(actor=cast.actor("owner"), room_id=room.pk).is_retired


def photo() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (800, 600)).save(out, "JPEG")
    out.seek(0)
    return out


def test_a_photo_is_kept_for_the_venue_or_the_room(cast, venue, room):
    keep = {"actor": cast.actor("lead"), "venue_id": venue.pk, "name": "厅.jpg"}
    services.add_picture(**keep, content=photo())
    row = services.add_picture(**keep, content=photo(), room_id=room.pk, caption="主席台方向")
    assert [p.caption for p in room.pictures.all()] == ["主席台方向"]
    assert (row.stored.media_type, row.thumbnail.media_type) == ("image/jpeg", "image/jpeg")
    services.remove_picture(actor=cast.actor("lead"), venue_id=venue.pk, picture_id=row.pk)
    assert Picture.objects.count() == 1
    with pytest.raises(NotFound):
        services.remove_picture(actor=cast.actor("lead"), venue_id=venue.pk, picture_id=row.pk)


def test_what_is_no_photo_leaves_nothing(cast, venue):
    with pytest.raises(PictureUnreadable):
        services.add_picture(actor=cast.actor("lead"), venue_id=venue.pk, content=io.BytesIO(b"x"), name="a.jpg")
    assert Picture.objects.count() == 0


def test_a_room_of_another_house_takes_no_photo_here(cast, venue):
    elsewhere = add_hall(cast, add_house(cast, "湖畔酒店"))
    with pytest.raises(NotFound):
        services.add_picture(
            actor=cast.actor("lead"), venue_id=venue.pk, room_id=elsewhere.pk, content=photo(), name="a.jpg"
        )
