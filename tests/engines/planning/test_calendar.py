"""Working days with Chinese public holidays and make-up workdays, both ways."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.engines.planning.calendar import (
    Ruler,
    calendar_named,
    chinese_calendar,
    every_day_calendar,
    weekend_calendar,
)
from huiwu.engines.planning.holiday_table import table

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def test_national_day_2026_and_its_make_up_workdays() -> None:
    calendar = chinese_calendar()
    off = [date(2026, 10, 1) + timedelta(days=n) for n in range(7)]
    assert [calendar.is_workday(day) for day in off] == [False] * 7
    assert calendar.is_workday(date(2026, 9, 20))
    assert calendar.is_workday(date(2026, 10, 10))
    assert calendar.day_name(date(2026, 10, 10)) == "调休上班"
    assert calendar.day_name(date(2026, 10, 1)) == "国庆节"
    assert not calendar.is_workday(date(2026, 10, 11))


def test_spring_festival_2026_is_nine_days_with_two_saturdays_worked() -> None:
    calendar = chinese_calendar()
    assert calendar.workday_on_or_after(date(2026, 2, 15)) == date(2026, 2, 24)
    assert calendar.workday_on_or_before(date(2026, 2, 23)) == date(2026, 2, 14)
    assert calendar.is_workday(date(2026, 2, 28))


def test_counting_over_a_holiday_both_ways() -> None:
    calendar = chinese_calendar()
    assert calendar.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert calendar.add_workdays(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert calendar.workdays_between(date(2026, 9, 30), date(2026, 10, 12)) == 4
    assert calendar.workdays_between(date(2026, 10, 12), date(2026, 9, 30)) == -4


def test_2027_is_planned_on_statutory_days_and_says_so() -> None:
    calendar = chinese_calendar()
    assert calendar.unannounced_years(date(2026, 12, 1), date(2027, 2, 1)) == (2027,)
    assert calendar.note_for(date(2026, 12, 1), date(2027, 2, 1)).startswith("2027 年放假与调休安排未发布")
    assert calendar.note_for(date(2026, 1, 1), date(2026, 12, 31)) == ""
    assert not calendar.is_workday(date(2027, 10, 1))
    assert calendar.years[2027].workdays == frozenset()


def test_a_year_outside_the_table_still_knows_the_fixed_days() -> None:
    calendar = chinese_calendar()
    assert calendar.unannounced_years(date(2050, 1, 1), date(2050, 2, 1)) == (2050,)
    assert not calendar.is_workday(date(2052, 10, 1))
    assert calendar.day_name(date(2052, 10, 1)) == "国庆节"


def test_an_edited_year_counts_as_announced() -> None:
    calendar = chinese_calendar().edited(
        2027, state="announced", holidays={date(2027, 1, 1): "元旦"}, workdays=[date(2027, 1, 3)]
    )
    assert calendar.unannounced_years(date(2027, 1, 1), date(2027, 12, 31)) == ()
    assert calendar.is_workday(date(2027, 1, 3))
    assert not chinese_calendar().is_workday(date(2027, 1, 3))


def test_an_edited_year_refuses_days_of_another_year_and_days_both_off_and_on() -> None:
    with pytest.raises(ValueError, match="2026-01-01 不在 2027 年内。"):
        chinese_calendar().edited(2027, state="announced", holidays={date(2026, 1, 1): "元旦"}, workdays=[])
    with pytest.raises(ValueError, match="2027-01-01 既是放假日又是调休上班日。"):
        chinese_calendar().edited(
            2027, state="announced", holidays={date(2027, 1, 1): "元旦"}, workdays=[date(2027, 1, 1)]
        )


def test_the_shipped_table_is_what_the_holidays_package_says() -> None:
    years = table()["years"]
    assert isinstance(years, dict)
    shipped = chinese_calendar().years
    for year, data in years.items():
        own = shipped[int(year)]
        if own.state == "announced":
            assert {day.isoformat() for day in own.holidays} == set(data["holidays"])
            assert {day.isoformat() for day in own.workdays} == set(data["workdays"])


@given(DAYS, st.integers(-120, 120))
def test_working_days_added_are_working_days_counted(day: date, count: int) -> None:
    for calendar in (chinese_calendar(), weekend_calendar(), every_day_calendar()):
        there = calendar.add_workdays(day, count)
        assert calendar.is_workday(there)
        if count > 0:
            assert calendar.workdays_between(day, there) == count


@given(DAYS)
def test_the_ruler_agrees_with_the_calendar(day: date) -> None:
    calendar = chinese_calendar()
    ruler = Ruler.spanning(calendar, day - timedelta(days=30), day + timedelta(days=30))
    assert date.fromordinal(ruler.days[ruler.floor(day.toordinal())]) == calendar.workday_on_or_before(day)
    assert date.fromordinal(ruler.days[ruler.ceil(day.toordinal())]) == calendar.workday_on_or_after(day)


def test_calendars_are_found_by_name() -> None:
    assert [calendar_named(name).name for name in ("cn", "weekends", "none")] == ["cn", "weekends", "none"]
    with pytest.raises(KeyError):
        calendar_named("mars")
