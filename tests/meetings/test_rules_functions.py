from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiwu.meetings.rules.dates import Times
from huiwu.meetings.rules.functions import (
    Clash,
    Use,
    clashes,
    headcount_contradictions,
    is_outside_days,
    problems_with_place_in_meeting,
    problems_with_times,
)


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def test_a_function_inside_load_in_and_strike_has_no_problem():
    assert problems_with_times(Times(at(6), at(9), at(12), at(14))) == []


@pytest.mark.parametrize(
    ("times", "found"),
    [
        (Times(None, at(9), at(9), None), [("end_at", "function_ends_before_start")]),
        (Times(None, at(9), at(8), None), [("end_at", "function_ends_before_start")]),
        (Times(None, at(9, day=1), at(10, day=20), None), [("end_at", "function_too_long")]),
        (Times(at(10), at(9), at(12), None), [("load_in_at", "load_in_after_start")]),
        (Times(None, at(9), at(12), at(11)), [("strike_by_at", "strike_before_end")]),
    ],
)
def test_impossible_times_are_named(times, found):
    assert [(p.field, p.code) for p in problems_with_times(times)] == found


def test_a_function_months_away_from_its_meeting_is_a_slip_of_the_pen():
    far = Times(None, datetime(2072, 3, 18, 9, tzinfo=UTC), datetime(2072, 3, 18, 10, tzinfo=UTC), None)
    days = (date(2027, 3, 18), date(2027, 3, 19), "Asia/Shanghai")
    assert [p.code for p in problems_with_place_in_meeting(far, *days)] == ["function_far_from_meeting"]
    assert problems_with_place_in_meeting(Times(None, at(9, day=10), at(10, day=10), None), *days) == []


def test_a_dinner_past_midnight_belongs_to_the_day_it_began():
    days = (date(2027, 3, 18), date(2027, 3, 19), "Asia/Shanghai")
    assert not is_outside_days(at(15, 30, day=19), "meal", *days)
    assert is_outside_days(at(16, 30, day=19), "meal", *days)


def test_rehearsal_and_registration_may_lie_a_day_early():
    days = (date(2027, 3, 18), date(2027, 3, 19), "Asia/Shanghai")
    kinds = ("rehearsal", "registration_desk", "plenary")
    assert [is_outside_days(at(6, day=17), kind, *days) for kind in kinds] == [False, False, True]


def test_two_functions_in_one_hall_clash_and_touching_ones_do_not():
    hall = "hall"
    a = Use("a", hall, Times(None, at(9), at(10), None))
    b = Use("b", hall, Times(None, at(9, 30), at(11), None))
    c = Use("c", hall, Times(None, at(11), at(12), None))
    elsewhere = Use("d", "foyer", Times(None, at(9), at(12), None))
    assert clashes([b, a, c, elsewhere]) == [Clash("a", "b", hall, True)]


def test_a_load_in_during_another_function_clashes_without_being_live():
    a = Use("a", "hall", Times(None, at(9), at(12), None))
    b = Use("b", "hall", Times(at(11), at(13), at(15), None))
    assert clashes([a, b]) == [Clash("a", "b", "hall", False)]


def test_guaranteeing_more_than_are_expected_or_laid_contradicts():
    assert headcount_contradictions({"expected": 100, "guaranteed": 120, "set": 110, "actual": 90}) == [
        ("guaranteed", "expected"),
        ("guaranteed", "set"),
    ]
    assert headcount_contradictions({"expected": 100, "guaranteed": 90, "set": 110, "actual": None}) == []
