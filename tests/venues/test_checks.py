"""OM-028, 029, 032, 033, 034, 036 and the general ones: found on faulty data, silent on sound."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiwu.foundation.actors import SYSTEM
from huiwu.venues import services
from huiwu.venues.models import Booking, Room
from tests.venues.conftest import (
    add_hall,
    add_space,
    another_meeting,
    at,
    book,
    findings,
    hold_function,
    severities,
)

CODES = ("OM-028", "OM-029", "OM-032", "OM-033", "OM-034", "OM-036", "GEN-VEN-1", "GEN-VEN-2")
SOUND = {
    "uplink_mbps": 400,
    "has_wired_uplink": True,
    "power_kw": 60,
    "wheelchair_spaces": 2,
    "has_stage_ramp": True,
}


@pytest.fixture
def hall(cast, venue):
    return add_hall(cast, venue, **SOUND)


@pytest.fixture
def space(cast):
    return add_space(cast.meeting, "主会场")[0]


def demand(function, loads=None, **values):
    return services.set_room_demand(actor=SYSTEM, function=function, revision=0, values=values, loads=loads)


def refit(room, **values):
    Room.objects.filter(pk=room.pk).update(**values)


def test_a_sound_meeting_is_free_of_findings(cast, hall, space):
    book(cast, hall, space)
    function = hold_function(cast.meeting, space)
    demand(function, screen_height_mm=3000, streams_1080p=1, loads=[{"name": "屏", "watts": 1000, "quantity": 20}])
    hold_function(cast.meeting, space, "晚宴", start_at=at(18), end_at=at(20), layout="banquet", headcount_expected=120)
    assert {code: severities(cast.meeting, code) for code in CODES} == dict.fromkeys(CODES, [])


@pytest.mark.parametrize(("people", "found"), [(284, []), (285, ["warn"]), (384, ["warn"]), (385, ["block"])])
def test_om_028_more_people_than_the_room_takes(cast, hall, space, people, found):
    book(cast, hall, space)
    hold_function(cast.meeting, space, headcount_expected=people)
    assert severities(cast.meeting, "OM-028") == found
    assert severities(cast.meeting, "OM-028", days=51) == []


def test_om_028_names_both_sides_the_room_and_who_mends_it(cast, hall, space):
    book(cast, hall, space)
    function = hold_function(cast.meeting, space, headcount_expected=500)
    hit = findings(cast.meeting, "OM-028")[0]
    assert hit.detail == "“开幕”500 人，“大厅”剧院式最大 384 人（推荐 284 人）：坐不下或超过疏散允许。"
    assert [s.type for s in hit.subjects] == ["function", "room"]
    assert (hit.owner_role, hit.url, bool(hit.action)) == ("venue_team", f"/venues/rooms/{hall.pk}/", True)
    assert hit.subjects[0].id == str(function.pk)


def test_om_028_the_largest_head_count_counts_and_missing_measures_are_told(cast, hall, space):
    book(cast, hall, space)
    hold_function(cast.meeting, space, headcount_expected=100, headcount_set=400)
    assert severities(cast.meeting, "OM-028") == ["block"]
    refit(hall, length_mm=None, width_mm=None)
    assert severities(cast.meeting, "OM-028") == ["warn"]


def test_om_029_a_gap_shorter_than_the_turnover(cast, hall, space):
    book(cast, hall, space)
    hold_function(cast.meeting, space)
    late = hold_function(
        cast.meeting, space, "午宴", start_at=at(12, minute=29), end_at=at(14), layout="banquet", headcount_expected=100
    )
    assert severities(cast.meeting, "OM-029") == ["block"]
    type(late).objects.filter(pk=late.pk).update(start_at=at(12, minute=30))
    assert severities(cast.meeting, "OM-029") == []


@pytest.mark.parametrize(("minutes", "found"), [(0, []), (20, ["warn"]), (30, [])])
def test_om_029_the_same_layout_goes_on_or_is_tidied(cast, hall, space, minutes, found):
    book(cast, hall, space)
    hold_function(cast.meeting, space)
    hold_function(cast.meeting, space, "续", start_at=at(11) + timedelta(minutes=minutes), end_at=at(13))
    assert severities(cast.meeting, "OM-029") == found


def test_om_029_two_spaces_of_one_room_and_gen_mtg_2_says_nothing_twice(cast, hall, space):
    other = add_space(cast.meeting, "分会场")[0]
    book(cast, hall, space, from_at=at(8), to_at=at(12))
    row = book(cast, hall, other, from_at=at(13), to_at=at(20))
    hold_function(cast.meeting, space)
    hold_function(cast.meeting, other, "分论坛", start_at=at(10), end_at=at(12), headcount_expected=50)
    assert "block" in severities(cast.meeting, "OM-029")
    assert severities(cast.meeting, "GEN-MTG-2") == []
    Booking.objects.filter(pk=row.pk).delete()
    hold_function(cast.meeting, space, "撞上", start_at=at(10), end_at=at(12))
    assert severities(cast.meeting, "GEN-MTG-2") == ["block"]
    assert [h for h in findings(cast.meeting, "OM-029") if "撞上" in h.detail] == []


def test_om_029_another_meeting_in_the_same_room(cast, hall, space):
    book(cast, hall, space)
    Booking.objects.create(
        meeting=another_meeting(cast), room=hall, from_at=at(9), to_at=at(10), state="held", asked_at=at(9)
    )
    assert severities(cast.meeting, "OM-029") == ["block"]
    Booking.objects.filter(meeting=cast.meeting).update(state="option")
    assert severities(cast.meeting, "OM-029") == ["warn"]


def test_om_029_another_meeting_too_close_before(cast, hall, space):
    book(cast, hall, space)
    before = book(cast, hall, meeting=another_meeting(cast), from_at=at(6), to_at=at(7, minute=40))
    hit = findings(cast.meeting, "OM-029")[0]
    assert "只隔 20 分钟" in hit.detail
    Booking.objects.filter(pk=before.pk).update(to_at=at(7, minute=30))
    assert severities(cast.meeting, "OM-029") == []


def test_om_032_too_little_bandwidth_or_no_wire(cast, hall, space):
    book(cast, hall, space)
    function = hold_function(cast.meeting, space)
    demand(function, streams_1080p=1)
    refit(hall, uplink_mbps=151, has_wired_uplink=False)
    assert [h.detail.split("，")[-1] for h in findings(cast.meeting, "OM-032")] == [
        "“大厅”的带宽只有 151 Mbps。",
        "而“大厅”的有线上行没有。",
    ]
    refit(hall, uplink_mbps=152, has_wired_uplink=True)
    assert severities(cast.meeting, "OM-032") == []
    refit(hall, uplink_mbps=None)
    assert severities(cast.meeting, "OM-032") == ["warn"]
    assert severities(cast.meeting, "OM-032", days=21) == []


def test_om_032_registration_needs_a_wire(cast, hall, space):
    book(cast, hall, space)
    refit(hall, has_wired_uplink=None)
    hold_function(cast.meeting, space, "报到", kind="registration_desk", layout="", headcount_expected=10)
    assert severities(cast.meeting, "OM-032") == ["warn"]


@pytest.mark.parametrize(("height", "found"), [(5350, []), (5349, ["block"]), (None, ["block"])])
def test_om_033_a_room_too_low_for_the_screen(cast, hall, space, height, found):
    book(cast, hall, space)
    demand(hold_function(cast.meeting, space), screen_height_mm=4000)
    refit(hall, clear_height_mm=height)
    assert severities(cast.meeting, "OM-033") == found
    assert severities(cast.meeting, "OM-033", days=41) == []


def test_om_033_the_screen_that_the_farthest_place_needs_and_relays_that_spare_it(cast, hall, space):
    book(cast, hall, space)
    function = hold_function(cast.meeting, space)
    row = demand(function, viewing="slides")
    refit(hall, clear_height_mm=4000)
    assert severities(cast.meeting, "OM-033") == ["block"]
    services.set_room_demand(actor=SYSTEM, function=function, revision=row.revision, values={"relay_screens": 1})
    assert severities(cast.meeting, "OM-033") == []


def test_om_033_a_structure_and_a_stage(cast, hall, space):
    book(cast, hall, space)
    demand(hold_function(cast.meeting, space), structure_height_mm=6001, screen_height_mm=3000, stage_height_mm=2900)
    assert severities(cast.meeting, "OM-033") == ["block", "block"]


@pytest.mark.parametrize(("watts", "found"), [(48_000, []), (48_001, ["block"])])
def test_om_034_more_power_than_the_room_has_with_its_reserve(cast, hall, space, watts, found):
    book(cast, hall, space)
    demand(hold_function(cast.meeting, space), loads=[{"name": "屏", "watts": watts}])
    assert severities(cast.meeting, "OM-034") == found


def test_om_034_unknown_power_counts_as_none(cast, hall, space):
    book(cast, hall, space)
    demand(hold_function(cast.meeting, space), loads=[{"name": "屏", "watts": 1}])
    refit(hall, power_kw=None)
    assert severities(cast.meeting, "OM-034") == ["block"]


@pytest.mark.parametrize(("spaces", "found"), [(2, []), (1, ["block"]), (None, ["block"])])
def test_om_036_wheelchair_spaces_by_the_rule(cast, hall, space, spaces, found):
    book(cast, hall, space)
    hold_function(cast.meeting, space)
    refit(hall, wheelchair_spaces=spaces)
    assert severities(cast.meeting, "OM-036") == found
    assert severities(cast.meeting, "OM-036", days=31) == []


def test_om_036_by_those_who_need_one_and_for_those_who_go_on_stage(cast, hall, space):
    book(cast, hall, space)
    function = hold_function(cast.meeting, space)
    demand(function, wheelchair_users=3, has_wheelchair_on_stage=True)
    assert [h.detail for h in findings(cast.meeting, "OM-036")] == [
        "“开幕”在“大厅”有轮椅席 2 席，应有 3 席（规则与实际需要 3 席取大）。"
    ]
    refit(hall, has_stage_ramp=None)
    assert severities(cast.meeting, "OM-036") == ["block", "block"]


def test_gen_ven_1_a_function_outside_its_booking(cast, hall, space):
    book(cast, hall, space, from_at=at(9), to_at=at(10))
    hold_function(cast.meeting, space)
    assert severities(cast.meeting, "GEN-VEN-1") == ["block"]


def test_gen_ven_2_an_option_about_to_lapse_and_one_that_has(cast, hall, space):
    row = book(cast, hall, space, state="held", option_until=date(2027, 3, 8))
    assert severities(cast.meeting, "GEN-VEN-2", days=14) == []
    assert severities(cast.meeting, "GEN-VEN-2", days=13) == ["warn"]
    Booking.objects.filter(pk=row.pk).update(state="lapsed")
    assert severities(cast.meeting, "GEN-VEN-2") == ["warn"]
    book(cast, hall, space)
    assert severities(cast.meeting, "GEN-VEN-2") == []
