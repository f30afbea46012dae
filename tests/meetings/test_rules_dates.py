from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.meetings.rules.dates import Times, is_in_order, is_time_zone, phase_at, problems_with_dates, shifted

TODAY = date(2027, 1, 4)
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Asia/Tehran"]


def test_ordinary_days_have_no_problem():
    assert problems_with_dates(date(2027, 3, 18), date(2027, 3, 19), TODAY) == []


@pytest.mark.parametrize(
    ("start_on", "end_on", "codes"),
    [
        (date(2027, 3, 19), date(2027, 3, 18), ["end_before_start"]),
        (date(2027, 3, 1), date(2027, 4, 30), ["too_long"]),
        (date(2038, 1, 1), date(2038, 1, 2), ["too_far_off", "too_far_off"]),
        (date(1927, 3, 18), date(1927, 3, 18), ["too_far_off", "too_far_off"]),
        (date(2027, 1, 1), date(2207, 1, 1), ["too_long", "too_far_off"]),
    ],
)
def test_impossible_days_are_named(start_on, end_on, codes):
    assert [p.code for p in problems_with_dates(start_on, end_on, TODAY)] == codes


@pytest.mark.parametrize(
    ("instant", "phase"),
    [
        (datetime(2027, 3, 17, 15, 59, tzinfo=UTC), "before"),
        (datetime(2027, 3, 17, 16, 0, tzinfo=UTC), "during"),
        (datetime(2027, 3, 19, 15, 59, tzinfo=UTC), "during"),
        (datetime(2027, 3, 19, 16, 0, tzinfo=UTC), "after"),
    ],
)
def test_the_phase_is_judged_by_the_day_in_the_meetings_own_zone(instant, phase):
    assert phase_at(date(2027, 3, 18), date(2027, 3, 19), "Asia/Shanghai", instant) == phase


def test_a_zone_is_one_of_the_iana_database():
    assert [is_time_zone(z) for z in ("Asia/Shanghai", "Europe/Berlin", "GMT+8小时", "")] == [True, True, False, False]


def test_nine_oclock_stays_nine_oclock_across_summer_time():
    berlin = ZoneInfo("Europe/Berlin")
    winter = Times(
        datetime(2027, 3, 26, 7, 0, tzinfo=berlin).astimezone(UTC),
        datetime(2027, 3, 26, 9, 0, tzinfo=berlin).astimezone(UTC),
        datetime(2027, 3, 26, 17, 0, tzinfo=berlin).astimezone(UTC),
        None,
    )
    summer = shifted(winter, 7, "Europe/Berlin")
    assert summer.start_at == datetime(2027, 4, 2, 7, 0, tzinfo=UTC)
    assert summer.start_at - winter.start_at == timedelta(days=7) - timedelta(hours=1)
    assert [at.astimezone(berlin).strftime("%H:%M") for at in summer.known()] == ["07:00", "09:00", "17:00"]


def test_a_function_inside_the_hour_that_does_not_exist_keeps_its_length():
    berlin = ZoneInfo("Europe/Berlin")
    night = Times(
        None,
        datetime(2027, 3, 27, 2, 10, tzinfo=berlin).astimezone(UTC),
        datetime(2027, 3, 27, 3, 5, tzinfo=berlin).astimezone(UTC),
        None,
    )
    moved = shifted(night, 1, "Europe/Berlin")
    assert moved.start_at.astimezone(berlin) == datetime(2027, 3, 28, 3, 10, tzinfo=berlin)
    assert moved.end_at - moved.start_at == night.end_at - night.start_at


def test_a_change_of_zone_keeps_the_wall_clock():
    shanghai = Times(None, datetime(2027, 3, 18, 1, tzinfo=UTC), datetime(2027, 3, 18, 9, tzinfo=UTC), None)
    moved = shifted(shanghai, 0, "Asia/Shanghai", "Europe/Berlin")
    assert (moved.start_at, moved.end_at) == (
        datetime(2027, 3, 18, 8, tzinfo=UTC),
        datetime(2027, 3, 18, 16, tzinfo=UTC),
    )


instants = st.integers(0, 3 * 366 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
lengths = st.timedeltas(timedelta(minutes=1), timedelta(days=2))


@given(start=instants, length=lengths, early=lengths, days=st.integers(-800, 800), zone=st.sampled_from(ZONES))
def test_moved_functions_stay_in_order_and_in_whole_days(start, length, early, days, zone):
    times = Times(start - early, start, start + length, start + length + early)
    moved = shifted(times, days, zone)
    assert is_in_order(moved)
    local = (moved.start_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) - (
        start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    )
    assert abs(local - timedelta(days=days)) <= timedelta(hours=1)


@given(start=instants, length=lengths, days=st.integers(-800, 800))
def test_where_the_clock_never_changes_a_move_there_and_back_is_no_move(start, length, days):
    times = Times(None, start, start + length, None)
    assert shifted(shifted(times, days, "Asia/Shanghai"), -days, "Asia/Shanghai") == times
