from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from huiwu.notifications.rules import (
    RETRY_WAITS,
    Rest,
    digest_day,
    is_permanent,
    late_stages,
    next_try_at,
    reminder_stage,
    sendable_at,
)


def at(day, hour, minute=0):
    return datetime(2027, 2, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(1, 12, 59), at(1, 12, 59)),  # 20:59 in Shanghai
        (at(1, 13), at(2, 0)),  # 21:00 → 08:00 the next day
        (at(1, 17), at(2, 0)),  # 01:00, past midnight
        (at(1, 23, 59), at(2, 0)),  # 07:59
        (at(2, 0), at(2, 0)),  # 08:00
    ],
)
def test_quiet_hours_last_past_midnight(now, then):
    assert sendable_at(now, Rest()) == then


def test_quiet_hours_within_one_day_end_on_that_day():
    rest = Rest(starts=time(12), ends=time(14))
    assert sendable_at(at(1, 5), rest) == at(1, 6)


def test_quiet_hours_are_those_of_the_readers_zone():
    paris = Rest(zone="Europe/Paris")
    assert sendable_at(at(1, 21), paris) == at(2, 7)  # 22:00 → 08:00 in Paris
    assert sendable_at(at(1, 13), paris) == at(1, 13)


def test_quiet_hours_count_from_the_day_they_begin_on():
    weeknights = Rest(weekdays=(0, 1, 2, 3, 4))
    saturday_night = datetime(2027, 2, 6, 15, tzinfo=UTC)
    saturday_early = datetime(2027, 2, 5, 17, tzinfo=UTC)  # 01:00 on Saturday, of Friday's night
    assert sendable_at(saturday_night, weeknights) == saturday_night
    assert sendable_at(saturday_early, weeknights) == datetime(2027, 2, 6, 0, tzinfo=UTC)


def test_quiet_hours_turned_off_or_empty_hold_nothing_back():
    assert sendable_at(at(1, 17), Rest(is_on=False)) == at(1, 17)
    assert sendable_at(at(1, 17), Rest(starts=time(8), ends=time(8))) == at(1, 17)


def test_the_night_the_clocks_go_forward_is_an_hour_shorter():
    paris = Rest(zone="Europe/Paris")
    night = datetime(2027, 3, 27, 21, tzinfo=UTC)  # 22:00; at 02:00 it becomes 03:00
    assert sendable_at(night, paris) - night == timedelta(hours=9)


@pytest.mark.parametrize(("days_left", "stage"), [(4, None), (3, 3), (2, 3), (1, 1), (0, 0), (-1, None)])
def test_the_stage_is_the_nearest_not_yet_over(days_left, stage):
    today = date(2027, 2, 1)
    assert reminder_stage(today + timedelta(days=days_left), today, [3, 1, 0]) == stage


@pytest.mark.parametrize(
    ("late", "who"), [(0, ()), (1, ("owner",)), (2, ("owner",)), (3, ("owner", "leads")), (30, ("owner", "leads"))]
)
def test_the_owner_hears_first_then_the_leads(late, who):
    today = date(2027, 2, 10)
    assert late_stages(today - timedelta(days=late), today, owner_after=1, leads_after=3) == who


def test_the_digest_is_due_once_the_hour_has_passed_in_the_readers_zone():
    assert digest_day(at(1, 0, 29), "Asia/Shanghai", time(8, 30)) is None
    assert digest_day(at(1, 0, 30), "Asia/Shanghai", time(8, 30)) == date(2027, 2, 1)
    assert digest_day(at(1, 17), "Asia/Shanghai", time(1)) == date(2027, 2, 2)
    assert digest_day(at(1, 0, 30), "Europe/Paris", time(8, 30)) is None


def test_five_hundreds_are_permanent_and_four_hundreds_are_not():
    assert [is_permanent(code) for code in (421, 450, 550, 554, 600)] == [False, False, True, True, False]


def test_waits_grow_and_end():
    now = at(1, 0)
    waits = [next_try_at(now, attempts) for attempts in range(1, len(RETRY_WAITS) + 2)]
    assert waits == [now + wait for wait in RETRY_WAITS] + [None]
    assert sorted(RETRY_WAITS) == list(RETRY_WAITS)
