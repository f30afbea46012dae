"""Pages of the library, rooms, bookings and standards."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from huiwu.foundation.actors import SYSTEM
from huiwu.venues import services
from huiwu.venues.models import Booking, FunctionDemand, Picture, Room, Venue, VenueStandards
from tests.venues.conftest import add_hall, add_house, add_space, another_meeting, at, book, hold_function

ROWS = {"MAX_NUM_FORMS": "1000", "MIN_NUM_FORMS": "0"}


def url(name, *args):
    return reverse(f"venues:{name}", args=args)


@pytest.fixture
def member(client, cast):
    client.force_login(cast.lead)
    return client


def rows(prefix, *filled, initial=0):
    """A posted set of rows."""
    posted = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": initial}
    posted |= {f"{prefix}-{name}": value for name, value in ROWS.items()}
    for number, row in enumerate(filled):
        posted |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return posted


NO_MARKS = rows("columns") | rows("exits") | rows("rigging")


def counted(client, address):
    client.get(address)  # content types, translations, the session
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["list", "venue", "calendar", "bookings"])
def test_a_list_asks_as_often_for_one_row_as_for_three(member, cast, venue, room, address):
    space = add_space(cast.meeting, "主会场")[0]
    hold_function(cast.meeting, space)
    book(cast, room, space, from_at=at(8), to_at=at(12))
    page = {
        "list": url("list"),
        "venue": url("venue", venue.pk),
        "calendar": url("calendar", venue.pk) + "?on=2027-03-18",
        "bookings": url("bookings", cast.meeting.slug),
    }[address]
    once = counted(member, page)
    for number in (1, 2):
        add_house(cast, f"湖畔酒店{number}")
        more = add_hall(cast, venue, f"厅{number}")
        other = add_space(cast.meeting, f"分会场{number}")[0]
        hold_function(cast.meeting, other, f"分论坛{number}", start_at=at(14), end_at=at(16))
        book(cast, more, other, from_at=at(8), to_at=at(12))
    assert counted(member, page) == once
    assert once <= 20


def test_a_venue_is_registered_with_facts_and_shown_with_what_is_unknown(member):
    given = {
        "name": "湖畔酒店",
        "kind": "hotel",
        "city": "杭州",
        "star": "5",
        "fact_halal": "yes",
        "fact_largest_meal": "800",
    }
    given |= {"fact_build_deposit_cents": "20000.50", "latitude_micro": "30.25", "invoice_ok": "no"}
    answer = member.post(url("new"), given)
    row = Venue.objects.get()
    assert (answer.status_code, answer.url) == (302, url("venue", row.pk))
    assert row.facts == {"halal": True, "largest_meal": 800, "build_deposit_cents": 2_000_050}
    assert (row.latitude_micro, row.invoice_ok, row.is_designated) == (30_250_000, False, None)
    page = member.get(url("venue", row.pk)).content.decode()
    assert all(text in page for text in ("800 人", "¥20,000.50", "不能", "未填"))
    again = member.get(url("edit", row.pk)).content.decode()
    assert 'value="20000.5"' in again or 'value="20000.50"' in again


def test_a_name_taken_and_a_stale_form_keep_what_was_typed(member, cast, venue):
    taken = member.post(url("new"), {"name": venue.name, "kind": "hotel", "city": "上海", "address": "写了很久"})
    assert (taken.status_code, "写了很久" in taken.content.decode()) == (422, True)
    services.change_venue(actor=SYSTEM, venue_id=venue.pk, revision=1, values={"address": "同事写的"})
    sent = {"name": venue.name, "kind": "hotel", "city": "上海", "address": "我写的", "revision": "1"}
    stale = member.post(url("edit", venue.pk), sent)
    text = stale.content.decode()
    assert (stale.status_code, "同事写的" in text, "我写的" in text) == (409, True, True)
    assert member.post(url("edit", venue.pk), sent | {"revision": "2"}).status_code == 302


def test_contacts_distances_and_guest_rooms_are_edited_as_rows(member, venue):
    contacts = rows("rows", {"name": "钱樱", "phone": "139"}, {"name": "", "title": ""})
    assert member.post(url("contacts", venue.pk), contacts).status_code == 302
    distances = rows("rows", {"place": "机场", "metres": "28000", "minutes": "45"}) | {"revision": "1"}
    assert member.post(url("distances", venue.pk), distances).status_code == 302
    lodging = rows("rows", {"room_type": "双床", "count": "80", "rate_cents": "500.00", "has_breakfast": "yes"})
    assert member.post(url("lodging", venue.pk), lodging).status_code == 302
    venue.refresh_from_db()
    assert venue.contacts.get().name == "钱樱"
    assert venue.distances == [{"place": "机场", "metres": 28_000, "minutes": 45}]
    assert (venue.lodging_offers.get().rate_cents, venue.lodging_offers.get().has_breakfast) == (50_000, True)
    assert member.post(url("contacts", venue.pk), rows("rows", {"name": "丙", "email": "x"})).status_code == 422


def test_a_certificate_comes_with_its_scan(member, client, cast, venue):
    scan = SimpleUploadedFile("消防.pdf", b"%PDF-1.4 x")
    given = {"kind": "fire_inspection", "expires_on": "2027-03-01", "file": scan}
    assert member.post(url("certificate_new", venue.pk), given).status_code == 302
    row = venue.certificates.get()
    assert "快到期" in member.get(url("venue", venue.pk)).content.decode()
    address = url("certificate_file", venue.pk, row.pk)
    assert member.get(address).headers["Content-Type"] == "application/pdf"
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 404


def test_a_room_is_registered_in_metres(member, venue):
    given = {"name": "大厅", "shape": "rectangle", "length_mm": "24", "width_mm": "16.5", "half_day_cents": "8000"}
    given |= {"stated_theatre": "400", "contract_theatre": "150", "has_stage_ramp": "no", "fact_booths": "2"}
    given |= rows("columns", {"x_mm": "1", "y_mm": "2", "width_mm": "0.8", "depth_mm": "0.8"})
    given |= rows("exits", {"wall": "back", "offset_mm": "2", "width_mm": "1.8"}) | rows("rigging")
    assert member.post(url("room_new", venue.pk), given).status_code == 302
    row = Room.objects.get()
    assert (row.length_mm, row.width_mm, row.half_day_cents, row.has_stage_ramp) == (24_000, 16_500, 800_000, False)
    assert row.columns == [{"x_mm": 1000, "y_mm": 2000, "width_mm": 800, "depth_mm": 800}]
    assert row.exits == [{"wall": "back", "offset_mm": 2000, "width_mm": 1800}]
    assert (row.stated_capacities, row.contract_capacities, row.facts) == (
        {"theatre": 400},
        {"theatre": 150},
        {"booths": 2},
    )
    text = member.get(url("room_edit", row.pk)).content.decode()
    assert ('value="16.5"' in text, 'value="0.8"' in text) == (True, True)


def test_a_row_of_marks_that_is_half_filled_is_refused(member, venue):
    given = {"name": "大厅", "shape": "rectangle"} | NO_MARKS | rows("columns", {"x_mm": "1"})
    assert member.post(url("room_new", venue.pk), given).status_code == 422
    assert Room.objects.count() == 0


def test_the_room_shows_its_working_and_drawings(member, room):
    page = member.get(url("room", room.pk)).content.decode()
    assert "推荐 = 面积法、排布的推荐部分、疏散、合同四者最小 = 284 人" in page
    assert page.count("<svg viewBox=") >= 2
    part = member.get(url("room", room.pk) + "?layout=banquet", headers={"HX-Request": "true", "HX-Target": "worked"})
    text = part.content.decode()
    assert text.lstrip().startswith('<div id="worked"')
    assert "按整桌取整：136 ÷ 10 = 13 桌，130 人" in text
    assert text.count('<circle class="draw-seat"') == 16
    assert member.get(url("room", room.pk) + "?layout=nonsense").status_code == 200


def test_a_room_without_measures_has_a_page(member, venue):
    row = services.add_room(actor=SYSTEM, venue_id=venue.pk, name="小厅")
    assert "填了尺寸才能计算" in member.get(url("room", row.pk)).content.decode()


def test_a_room_is_copied(member, room):
    answer = member.post(url("room_copy", room.pk), {"name": "大厅二"})
    assert answer.url == url("room_edit", Room.objects.get(name="大厅二").pk)
    assert member.post(url("room_copy", room.pk), {"name": ""}).status_code == 302


def photo(name="厅.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (800, 600)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def test_photos_are_uploaded_seen_and_removed(member, client, cast, venue, room):
    sent = {"file": [photo("一.jpg"), photo("二.jpg")], "caption": "全景", "room": str(room.pk)}
    assert member.post(url("picture_new", venue.pk), sent).url == url("room", room.pk)
    first = Picture.objects.first()
    small = member.get(url("picture_small", venue.pk, first.pk))
    assert (Picture.objects.count(), small.status_code, small.headers["Content-Type"]) == (2, 200, "image/jpeg")
    assert "全景" in member.get(url("room", room.pk)).content.decode()
    assert member.post(url("picture_remove", venue.pk, first.pk)).url == url("room", room.pk)
    assert member.post(url("picture_new", venue.pk), {}).url == url("venue", venue.pk)
    client.force_login(cast.stranger)
    assert client.get(url("picture", venue.pk, Picture.objects.get().pk)).status_code == 404


def test_a_file_that_is_no_photo_is_refused_in_a_sentence(member, venue):
    answer = member.post(url("picture_new", venue.pk), {"file": SimpleUploadedFile("a.jpg", b"nothing")})
    assert (answer.status_code, "不是可读的照片" in answer.content.decode()) == (415, True)


def booking_form(room, **more):
    times = {"from_at": "2027-03-18T08:00", "to_at": "2027-03-18T20:00"}
    return {"room": str(room.pk), "state": "option", "option_until": "2027-02-20"} | times | more


def test_a_room_is_booked_held_confirmed_and_released(member, cast, room):
    slug = cast.meeting.slug
    assert member.post(url("booking_new", slug), booking_form(room)).status_code == 302
    row = Booking.objects.get()
    assert (row.from_at, row.state) == (at(8), "option")
    assert "第 1 选择" in member.get(url("bookings", slug)).content.decode()
    assert member.post(url("booking_hold", slug, row.pk)).status_code == 302
    assert member.post(url("booking_confirm", slug, row.pk)).status_code == 302
    assert "已确认" in member.get(url("bookings", slug)).content.decode()
    member.post(url("booking_release", slug, row.pk), {"reason": "换场地"})
    assert "换场地" in member.get(url("bookings", slug)).content.decode()
    assert "换场地" in member.get(url("booking", slug, row.pk)).content.decode()


def test_a_room_that_is_taken_is_told_and_what_was_typed_stays(member, cast, room):
    book(cast, room, meeting=another_meeting(cast))
    answer = member.post(url("booking_new", cast.meeting.slug), booking_form(room, note="要大屏"))
    text = answer.content.decode()
    assert (answer.status_code, "已有其他会议的预订（已确认）" in text, "要大屏" in text) == (422, True, True)


def test_a_stale_booking_form_shows_both_sides(member, cast, room):
    row = book(cast, room)
    services.change_booking(
        actor=SYSTEM, meeting=cast.meeting, booking_id=row.pk, revision=1, values={"note": "同事写的"}
    )
    sent = booking_form(room, note="我写的", revision="1") | {"to_at": "2027-03-19T22:00"}
    answer = member.post(url("booking", cast.meeting.slug, row.pk), sent)
    text = answer.content.decode()
    assert (answer.status_code, "同事写的" in text, "我写的" in text) == (409, True, True)


def test_a_new_booking_begins_with_the_hours_of_the_space(member, cast, room):
    space = add_space(cast.meeting, "主会场")[0]
    hold_function(cast.meeting, space, load_in_at=at(7))
    text = member.get(url("booking_new", cast.meeting.slug) + "?space=主会场").content.decode()
    assert all(f'value="2027-03-18T{hour}"' in text for hour in ("07:00", "09:00", "11:00"))


def test_the_calendar_shows_every_meeting_and_names_only_those_one_may_see(member, cast, venue, room):
    book(cast, room, from_at=at(8), to_at=at(22, 19))
    book(cast, add_hall(cast, venue, "二厅"), meeting=another_meeting(cast), from_at=at(9), to_at=at(10))
    text = member.get(url("calendar", venue.pk) + "?on=2027-03-18").content.decode()
    assert (cast.meeting.name in text, "其他会议" in text, "另一场会议" in text) == (True, True, False)
    assert member.get(url("calendar", venue.pk) + "?span=day&on=2027-03-18").status_code == 200
    assert member.get(url("calendar", venue.pk) + "?on=nonsense").status_code == 200


def test_what_a_function_asks_is_filled_in(member, cast, room):
    space = add_space(cast.meeting, "主会场")[0]
    function = hold_function(cast.meeting, space)
    book(cast, room, space)
    address = url("demand", cast.meeting.slug, function.number)
    assert member.get(address).status_code == 200
    given = {"screen_height_mm": "3.5", "streams_1080p": "1", "revision": "0"}
    given |= rows(
        "loads", {"name": "LED", "watts": "800", "quantity": "24"}, {"name": "", "watts": "", "quantity": "1"}
    )
    assert member.post(address, given).status_code == 302
    row = FunctionDemand.objects.get()
    assert (row.screen_height_mm, row.streams_1080p, row.relay_screens) == (3500, 1, 0)
    assert [load.total_watts for load in function.power_loads.all()] == [19_200]
    assert member.post(address, given | {"screen_height_mm": "4"}).status_code == 409
    assert member.get(url("demand", cast.meeting.slug, 99)).status_code == 404


def test_the_standards_show_unit_source_and_what_is_pending(member):
    text = member.get(url("standards")).content.decode()
    assert all(said in text for said in ("0.9 m²/人", "GB 55019-2021", "待核", "惯例不一，可选"))


def test_heads_set_their_own_figures_and_rooms_follow(client, cast, room):
    client.force_login(cast.owner)
    form = client.get(url("standards_edit")).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {
        "seat_width_mm": "600",
        "source": "本单位摆台手册",
        "revision": "0",
    }
    sent["wheelchair_rule"] = "gb50763"
    assert client.post(url("standards_edit"), sent).status_code == 302
    row = VenueStandards.objects.get()
    assert row.values == {"seat_width_mm": 600, "wheelchair_rule": "gb50763"}
    assert "本单位摆台手册" in client.get(url("standards")).content.decode()
    text = client.get(url("room", room.pk)).content.decode()
    assert "÷ 0.6 m = 11，每排共 22" in text
    assert client.post(url("standards_edit"), sent | {"seat_width_mm": "5"}).status_code == 422
    assert client.post(url("standards_edit"), sent).status_code == 409
    assert client.post(url("standards_edit"), sent | {"revision": "1", "seat_width_mm": "580"}).status_code == 302
