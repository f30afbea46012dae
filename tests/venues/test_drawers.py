"""Demo, archive, evidence, impact, search, reminders, plan, history: what venues declare to the mechanisms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from random import Random

import pytest

from huiwu.accounts.choices import Role
from huiwu.documents.blocks import Table
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.demo import DemoContext
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.foundation.registry.jobs import PERIODIC
from huiwu.foundation.registry.names import FINDERS as NAMES
from huiwu.foundation.registry.search import FINDERS
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.meetings.services import export_meeting, import_meeting
from huiwu.venues import services
from huiwu.venues.demo import house_meeting
from huiwu.venues.demo_library import HOUSES
from huiwu.venues.evidence import rooms_booked
from huiwu.venues.models import Booking, Room, Venue
from huiwu.venues.plan_sections import capacities, rooms
from huiwu.venues.reminders import options_with_a_last_day
from huiwu.venues.statements import certificates_the_meeting_relies_on, what_the_bookings_state
from tests.venues.conftest import add_space, another_meeting, at, book, findings, hold_function


@pytest.fixture
def space(cast):
    return add_space(cast.meeting, "主会场")[0]


def context(cast, meeting=None):
    return DemoContext(
        org=cast.org,
        meeting=meeting or cast.meeting,
        stage="planning",
        people=200,
        today=date(2027, 2, 10),
        rng=Random(1),
        cast={Role.PROJECT_MANAGER: cast.lead},
    )


def test_the_demo_registers_the_houses_once_and_holds_a_room_for_every_space(cast, space):
    hold_function(cast.meeting, space)
    house_meeting(context(cast))
    assert Venue.objects.count() == len(HOUSES)
    assert list(Booking.objects.values_list("space__name", "state", "room__name")) == [
        ("主会场", "held", "多功能厅（A、B、C 合并）")
    ]


def test_the_demo_loaded_twice_finds_a_second_hall(cast):
    twin = another_meeting(cast)
    TeamMember.objects.create(meeting=twin, user=cast.lead, role=Role.PROJECT_MANAGER)
    for meeting in (cast.meeting, twin):
        hold_function(meeting, add_space(meeting, "大会堂")[0])
        house_meeting(context(cast, meeting))
    assert Venue.objects.count() == len(HOUSES)
    assert sorted(Booking.objects.values_list("room__name", flat=True)) == ["大会堂", "大会堂（2）"]


def test_every_room_of_the_demo_houses_is_reckoned_without_a_fault(cast):
    house_meeting(context(cast))
    assert Room.objects.count() == sum(len(house.halls) for house in HOUSES)
    assert Room.objects.filter(part_of__isnull=False).count() == 3


def test_p09_rests_on_confirmed_rooms_for_every_place_that_is_used(cast, room, space):
    function = hold_function(cast.meeting, space)
    hold_function(cast.meeting, add_space(cast.meeting, "产业园")[0], "考察", kind="visit")
    assert not rooms_booked(cast.meeting).present
    row = book(cast, room, space, state="held", option_until=date(2027, 2, 20))
    assert not rooms_booked(cast.meeting).present
    services.confirm_booking(actor=cast.actor("lead"), meeting=cast.meeting, booking_id=row.pk)
    found = rooms_booked(cast.meeting)
    assert (found.present, found.by, found.by_client) == (True, cast.lead.name, False)
    other = add_space(cast.meeting, "分会场")[0]
    type(function).objects.filter(pk=function.pk).update(space=other)
    assert not rooms_booked(cast.meeting).present


@pytest.mark.parametrize("key", ["meeting.start_on", "meeting.expected_headcount", "function.layout"])
def test_live_bookings_rest_on_days_people_and_layouts(cast, room, key):
    book(cast, room)
    option = book(cast, room, state="option", from_at=at(9, 20), to_at=at(10, 20))
    services.release_booking(actor=SYSTEM, meeting=cast.meeting, booking_id=option.pk)
    found = [i for i in impacts(cast.meeting, [Change(key, "人数", 600, 700)]) if i.kind == "booking"]
    assert [(i.label, i.state, i.owner_role) for i in found] == [
        ("会场预订：滨江会议中心 大厅", "confirmed", "venue_team")
    ]


@pytest.mark.parametrize(
    ("kind", "text", "titles"),
    [
        ("venue", "bjhy", ["滨江会议中心"]),
        ("room", "大厅", ["大厅"]),
        ("booking", "BEO-7", ["滨江会议中心 大厅"]),
        ("venue", " ", []),
        ("room", "没有", []),
    ],
)
def test_the_one_search_box_finds_venues_rooms_and_bookings(cast, room, kind, text, titles):
    book(cast, room, reference="BEO-7")
    _title, find = FINDERS[kind]
    assert [hit.title for hit in find(cast.actor("lead"), text, 5)] == titles
    assert list(find(cast.actor("stranger"), text, 5)) == []


def test_options_are_due_on_their_last_day(cast, room, django_assert_num_queries):
    services.book_room(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        room_id=room.pk,
        from_at=at(9),
        to_at=at(10),
        option_until=date(2027, 2, 20),
    )
    book(cast, room, from_at=at(9, 20), to_at=at(10, 20))
    with django_assert_num_queries(1):
        due = list(options_with_a_last_day())
    assert [(str(d.label), d.due_on, d.person_id) for d in due] == [
        ("询位“滨江会议中心 大厅”到期前确认或延期", date(2027, 2, 20), cast.lead.pk)
    ]


def test_lapsing_is_periodic_work():
    assert "venues.lapse_overdue_bookings" in PERIODIC


def test_the_plan_shows_rooms_and_what_they_take(cast, room, space):
    assert (rooms(cast.meeting), capacities(cast.meeting)) == (None, None)
    book(cast, room, space)
    hold_function(cast.meeting, space)
    heads, table = rooms(cast.meeting)
    assert heads.pairs == (("滨江会议中心", "地址未填"),)
    assert table.rows == (("大厅", "", "24 × 16 × 6", "384", "主会场", "已确认"),)
    found = capacities(cast.meeting)[0]
    assert isinstance(found, Table)
    assert found.rows == (("开幕", "大厅", "剧院式", 200, 284, 384),)


def test_confirmed_bookings_state_the_venue_and_contradict_another_name(cast, room, space):
    Meeting.objects.filter(pk=cast.meeting.pk).update(venue_name="湖畔酒店")
    row = book(cast, room, space, state="option")
    assert list(what_the_bookings_state(cast.meeting)) == []
    services.confirm_booking(actor=SYSTEM, meeting=cast.meeting, booking_id=row.pk)
    assert [(s.key, s.value) for s in what_the_bookings_state(cast.meeting)] == [("meeting.venue_name", "滨江会议中心")]
    assert any("滨江会议中心" in f.detail for f in findings(cast.meeting, "GEN-001"))


def test_the_meeting_relies_on_the_newest_certificate_of_each_kind(cast, venue, room):
    for expires in (date(2027, 3, 1), date(2027, 3, 19)):
        services.record_certificate(actor=SYSTEM, venue_id=venue.pk, kind="fire_inspection", expires_on=expires)
    services.record_certificate(actor=SYSTEM, venue_id=venue.pk, kind="business_licence")
    assert list(certificates_the_meeting_relies_on(cast.meeting)) == []
    book(cast, room)
    found = list(certificates_the_meeting_relies_on(cast.meeting))
    assert [(r.target, r.expires_on, r.needed_on) for r in found] == [
        ("滨江会议中心的消防验收或消防安全检查合格", date(2027, 3, 19), date(2027, 3, 19))
    ]


def test_ids_in_the_history_read_as_names(room):
    assert NAMES["room"]({str(room.pk)}) == {str(room.pk): "滨江会议中心 大厅"}
    assert NAMES["venue"]({str(room.venue_id)}) == {str(room.venue_id): "滨江会议中心"}


def test_bookings_travel_with_their_rooms_and_what_is_already_here_stays(cast, venue, room, space):
    book(cast, room, space, from_at=at(8), to_at=at(12))
    book(cast, room, space, from_at=at(13), to_at=at(20))
    function = hold_function(cast.meeting, space)
    services.set_room_demand(
        actor=SYSTEM, function=function, revision=0, values={"streams_1080p": 1}, loads=[{"name": "屏", "watts": 900}]
    )
    archive = BytesIO()
    written = export_meeting(actor=cast.actor("lead"), meeting=cast.meeting, into=archive)
    names = ("venues", "rooms", "bookings", "function_demands", "power_loads")
    assert {name: written.counts[name] for name in names} == {
        "venues": 1,
        "rooms": 1,
        "bookings": 2,
        "function_demands": 1,
        "power_loads": 1,
    }
    before = list(Booking.objects.order_by("pk").values())
    cast.meeting.delete()
    room.delete()
    for left in (0, 1):  # first the house is gone, then it is still here
        meeting, arrived = import_meeting(actor=cast.actor("owner"), org=cast.org, source=archive)
        kept = (Room.objects.get().length_mm, Venue.objects.count(), list(Booking.objects.order_by("pk").values()))
        assert kept == (24_000, 1, before)
        assert arrived.kept == left + 3  # the client, its contact, the venue
        meeting.delete()


def test_an_option_warns_and_then_lapses_as_the_days_pass(cast, room, space):
    book(cast, room, space, state="option", option_until=date(2027, 2, 12))
    with clock.at(datetime(2027, 2, 13, 1, tzinfo=UTC)):
        services.lapse_overdue_bookings()
    assert Booking.objects.get().state == "lapsed"
    assert findings(cast.meeting, "GEN-VEN-2")[0].action == "向场地方重新询位。"
