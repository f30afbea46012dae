"""What must hold for every room."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from huiwu.engines.capacity.capacity import LAYOUTS, capacity
from huiwu.engines.capacity.exits import doors_needed, people_allowed
from huiwu.engines.capacity.needs import bandwidth_kbps, wheelchair_spaces
from huiwu.engines.capacity.places import TABLES
from huiwu.engines.capacity.room import Column, Exit, RoomMeasures, usual_arrangement
from huiwu.engines.capacity.sight import relays_needed, screen_for, stage_height
from huiwu.engines.capacity.standards import Numbers, problems_with, standards

NUMBERS = Numbers()
SIDES = st.integers(2_000, 60_000)
DOORS = st.lists(st.builds(Exit, st.just("back"), st.just(0), st.integers(800, 4000)), max_size=6).map(tuple)
COLUMNS = st.lists(
    st.builds(Column, st.integers(0, 60_000), st.integers(0, 60_000), st.just(800), st.just(800)), max_size=4
).map(tuple)
ROOMS = st.builds(RoomMeasures, length_mm=SIDES, width_mm=SIDES, columns=COLUMNS, exits=DOORS)
CASES = (st.sampled_from(LAYOUTS), ROOMS)


def measured(room, layout):
    return capacity(room, layout, usual_arrangement(NUMBERS, layout), NUMBERS)


@settings(max_examples=60, deadline=None)
@given(*CASES)
def test_no_more_are_recommended_than_fit_and_no_figure_is_negative(layout, room):
    found = measured(room, layout)
    assert 0 <= found.recommended <= found.maximum
    assert found.maximum <= found.arranged


@settings(max_examples=60, deadline=None)
@given(*CASES)
def test_the_drawing_holds_exactly_the_places_that_are_counted(layout, room):
    laid = measured(room, layout).laid
    if laid is not None:
        assert (len(laid.places), sum(place.seats for place in laid.places)) == (laid.units, laid.count)


@settings(max_examples=60, deadline=None)
@given(*CASES)
def test_nothing_stands_outside_the_room_or_on_a_column(layout, room):
    for place in getattr(measured(room, layout).laid, "places", ()):
        assert place.x_mm >= 0
        assert place.x_mm + place.width_mm <= room.width_mm
        assert place.y_mm >= 0
        assert place.y_mm + place.depth_mm <= room.length_mm
        assert not any(place.meets(column) for column in room.columns)


@settings(max_examples=60, deadline=None)
@given(*CASES, st.integers(1, 5_000))
def test_a_longer_room_never_takes_fewer(layout, room, more):
    plain = replace(room, columns=())
    assert measured(replace(plain, length_mm=room.length_mm + more), layout).maximum >= measured(plain, layout).maximum


@settings(max_examples=60, deadline=None)
@given(*CASES, st.integers(0, 2000))
def test_a_contract_limit_is_never_passed(layout, room, limit):
    found = measured(replace(room, contract_limit=limit), layout)
    assert found.maximum <= limit
    assert found.recommended <= limit


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TABLES), ROOMS)
def test_round_tables_are_recommended_whole(layout, room):
    found = measured(room, layout)
    assert found.recommended == found.tables * found.table_seats


@given(st.integers(0, 20_000), st.integers(0, 500))
def test_more_people_never_need_less(people, more):
    assert doors_needed(people + more, NUMBERS) >= doors_needed(people, NUMBERS)
    assert wheelchair_spaces(people + more, NUMBERS) >= wheelchair_spaces(people, NUMBERS)
    assert bandwidth_kbps(people + more, NUMBERS) >= bandwidth_kbps(people, NUMBERS)


@given(st.integers(2, 20))
def test_as_many_doors_as_are_needed_let_everybody_out(doors):
    exits = (Exit("back", 0, 1400),) * doors
    allowed = people_allowed(exits, NUMBERS)
    assert doors_needed(allowed, NUMBERS) <= doors


@given(st.integers(1, 200_000), st.sampled_from(["tables", "slides", "video"]))
def test_the_screen_that_is_asked_for_needs_no_relay(farthest, viewing):
    screen = screen_for(farthest, NUMBERS, viewing)
    assert screen.reach_mm >= farthest
    assert relays_needed(farthest, screen.height_mm, NUMBERS, viewing) == 0


@given(st.integers(0, 100_000), st.integers(0, 10_000))
def test_the_stage_never_sinks_with_distance(farthest, more):
    assert stage_height(farthest + more, NUMBERS) >= stage_height(farthest, NUMBERS)


def test_every_default_may_be_set_as_it_is():
    assert problems_with({key: row.value for key, row in standards().items()}) == {}


def test_every_figure_says_where_it_comes_from():
    assert [row.key for row in standards().values() if not row.source.strip() or not row.unit] == []
    assert {row.key for row in standards().values() if row.is_pending and row.kind != "law"} == set()


def test_wrong_figures_are_named():
    assert problems_with(
        {"seat_width_mm": "wide", "row_pitch_mm": 1, "no_such": 1, "wheelchair_rule": "x", "desk_seats": True}
    ) == {
        "seat_width_mm": "not_a_number",
        "row_pitch_mm": "out_of_range",
        "no_such": "unknown",
        "wheelchair_rule": "unknown_choice",
        "desk_seats": "not_a_number",
    }
