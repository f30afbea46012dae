"""The worked examples of numbers.md §1–4, 7 and 8, exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiwu.engines.capacity.capacity import capacity
from huiwu.engines.capacity.exits import doors_needed, width_needed
from huiwu.engines.capacity.hours import Billed, billed, turnover_minutes
from huiwu.engines.capacity.needs import bandwidth_mbps, companion_seats, power_usable, wheelchair_spaces
from huiwu.engines.capacity.room import Exit, RoomMeasures, usual_arrangement
from huiwu.engines.capacity.sight import relays_needed, screen_for, stage_height, tallest_screen
from huiwu.engines.capacity.standards import Numbers

NUMBERS = Numbers()
HALL = RoomMeasures(length_mm=24_000, width_mm=16_000)
"""24 × 16 m; stage 4 m, first row 2 m off, 2 m free behind, aisles 0.8 – 1.2 – 0.8 m."""


def figures(layout, room=HALL):
    found = capacity(room, layout, usual_arrangement(NUMBERS, layout), NUMBERS)
    return found.arranged, found.by_area, found.recommended, found.maximum


@pytest.mark.parametrize(
    ("layout", "arranged", "by_area", "recommended"),
    [("theatre", 384, 284, 284), ("classroom", 120, 160, 102), ("banquet", 160, 182, 130)],
)
def test_the_hall_of_24_by_16(layout, arranged, by_area, recommended):
    assert figures(layout) == (arranged, by_area, recommended, arranged)


def test_the_theatre_has_16_rows_of_24_in_two_blocks():
    laid = capacity(HALL, "theatre", usual_arrangement(NUMBERS, "theatre"), NUMBERS).laid
    assert (laid.rows, laid.across, laid.blocks, laid.block_mm, laid.seats_beside) == (16, 24, 2, 6600, 12)


def test_the_classroom_has_three_desks_in_a_block():
    laid = capacity(HALL, "classroom", usual_arrangement(NUMBERS, "classroom"), NUMBERS).laid
    assert (laid.rows, laid.across, laid.units, laid.unit_seats) == (10, 6, 60, 2)


def test_thirteen_tables_are_recommended_of_sixteen():
    found = capacity(HALL, "banquet", usual_arrangement(NUMBERS, "banquet"), NUMBERS)
    assert (found.laid.units, found.tables, found.table_seats) == (16, 13, 10)


def test_the_working_can_be_read_line_by_line():
    found = capacity(HALL, "banquet", usual_arrangement(NUMBERS, "banquet"), NUMBERS)
    assert [(step.code, step.result, step.unit) for step in found.steps] == [
        ("usable", 25_600, "dm2"),
        ("by_area", 182, "people"),
        ("tables", 16, "tables"),
        ("arranged", 160, "people"),
        ("maximum", 160, "people"),
        ("share", 136, "people"),
        ("recommended", 136, "people"),
        ("whole_tables", 130, "people"),
    ]
    assert [note.code for note in found.notes] == ["exits_unknown"]


def test_a_block_of_6600_takes_twelve_seats_of_550():
    assert 6600 // NUMBERS["seat_width_mm"] == 12


@pytest.mark.parametrize(("people", "doors", "width"), [(100, 2, 650), (300, 2, 1950), (1400, 7, 9100)])
def test_doors(people, doors, width):
    assert (doors_needed(people, NUMBERS), width_needed(people, NUMBERS)) == (doors, width)


def test_1400_people_would_need_six_doors_by_number_alone():
    assert doors_needed(1400, Numbers({"exit_width_per_100_mm": 300})) == 6


def test_beyond_2000_people_a_door_counts_for_400():
    assert doors_needed(2800, Numbers({"exit_width_per_100_mm": 300})) == 10


def test_exits_and_contract_limit_both_figures():
    doors = (Exit("back", 0, 1400), Exit("left", 0, 1400))
    assert figures("theatre", replace(HALL, exits=doors)) == (384, 284, 284, 384)
    assert figures("theatre", replace(HALL, exits=(Exit("back", 0, 1200),))) == (384, 284, 184, 184)
    assert figures("theatre", replace(HALL, contract_limit=200)) == (384, 284, 200, 200)


def test_the_screen_of_a_hall_24_metres_deep():
    screen = screen_for(24_000, NUMBERS)
    assert (screen.height_mm, screen.width_mm, screen.clear_height_mm) == (4000, 7111, 5350)
    assert (screen.nearest_mm, screen.reach_mm) == (8000, 24_000)


@pytest.mark.parametrize(("viewing", "height"), [("tables", 6000), ("slides", 4000), ("video", 3000)])
def test_four_six_eight(viewing, height):
    assert screen_for(24_000, NUMBERS, viewing).height_mm == height


def test_a_low_room_gets_a_relay_every_six_heights():
    height = tallest_screen(3350, NUMBERS)
    assert (height, relays_needed(24_000, height, NUMBERS)) == (2000, 1)
    assert relays_needed(25_000, height, NUMBERS) == 2
    assert relays_needed(24_000, 4000, NUMBERS) == 0
    assert relays_needed(24_000, tallest_screen(1300, NUMBERS), NUMBERS) is None


@pytest.mark.parametrize(
    ("farthest", "heights"),
    [(10_000, (400, 600)), (15_000, (400, 600)), (17_500, (600, 800)), (20_000, (800, 1000)), (40_000, (800, 1000))],
)
def test_the_stage_rises_between_15_and_20_metres(farthest, heights):
    assert stage_height(farthest, NUMBERS) == heights


@pytest.mark.parametrize(
    ("seats", "spaces"), [(0, 0), (1, 1), (50, 1), (100, 1), (101, 2), (400, 2), (401, 3), (600, 3), (601, 4), (750, 4)]
)
def test_wheelchair_spaces_by_the_present_standard(seats, spaces):
    assert wheelchair_spaces(seats, NUMBERS) == spaces


@pytest.mark.parametrize(("seats", "spaces"), [(0, 0), (300, 1), (301, 2), (1000, 2), (1001, 3), (2000, 4)])
def test_wheelchair_spaces_by_the_former_standard(seats, spaces):
    assert wheelchair_spaces(seats, Numbers({"wheelchair_rule": "gb50763"})) == spaces


def test_a_companion_sits_beside_each():
    assert companion_seats(4, NUMBERS) == 4


def test_500_people_and_a_stream_need_362_megabits():
    assert bandwidth_mbps(500, NUMBERS, streams_1080p=1) == 362
    assert bandwidth_mbps(500, NUMBERS) == 350
    assert bandwidth_mbps(0, NUMBERS, streams_4k=2) == 75


def test_a_fifth_of_the_power_stays_in_reserve():
    assert power_usable(100_000, NUMBERS) == 80_000


@pytest.mark.parametrize(
    ("before", "after", "minutes"),
    [
        ("theatre", "theatre", 30),
        ("theatre", "classroom", 60),
        ("classroom", "theatre", 60),
        ("theatre", "banquet", 90),
        ("banquet", "classroom", 90),
        ("", "banquet", 30),
    ],
)
def test_turnover(before, after, minutes):
    assert turnover_minutes(before, after, NUMBERS) == minutes


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, (0, 0, 0)),
        (1, (1, 0, 0)),
        (240, (1, 0, 0)),
        (241, (0, 1, 0)),
        (480, (0, 1, 0)),
        (481, (0, 1, 1)),
        (601, (0, 1, 3)),
    ],
)
def test_hours_are_billed_as_half_days_full_days_and_overtime(minutes, expected):
    assert billed(minutes, NUMBERS) == Billed(*expected)


def test_a_price_is_known_when_its_rates_are():
    assert Billed(0, 1, 2).cost_cents(None, 800_000, 120_000) == 1_040_000
    assert Billed(1, 0, 0).cost_cents(None, 800_000, 120_000) is None
