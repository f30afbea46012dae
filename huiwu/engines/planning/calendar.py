"""Working days: weekends, public holidays and make-up workdays, counted both ways.

A year is `announced` when its holidays and make-up workdays are official; otherwise the table holds the statutory days
only, may be edited, and every plan that touches the year says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

from huiwu.engines.planning.sentences import BadTable, Sentence, say

ANNOUNCED = "announced"
UNANNOUNCED = "unannounced"
_NO_YEAR_TABLE = "没有该年度的节假日表，只按周末和固定日期节日推算"
_FIXED_DAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's official table: `holidays` maps a day off to its name, `workdays` are the make-up workdays."""

    year: int
    state: str
    source: str
    holidays: Mapping[date, str]
    workdays: frozenset[date]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`weekend` holds the weekdays off (Monday 0). With `uses_years` False no holiday applies, only the weekend."""

    name: str
    weekend: frozenset[int]
    uses_years: bool
    years: Mapping[int, YearTable]

    def is_workday(self, day: date) -> bool:
        """Whether work is planned on `day`."""
        if self.uses_years:
            table = self.years.get(day.year)
            if table is None:
                return day.weekday() not in self.weekend and (day.month, day.day) not in _FIXED_DAYS
            if day in table.workdays:
                return True
            if day in table.holidays:
                return False
        return day.weekday() not in self.weekend

    def day_name(self, day: date) -> str | None:
        """Name of the holiday on `day`, `调休上班` on a make-up workday, or None."""
        if not self.uses_years:
            return None
        table = self.years.get(day.year)
        if table is None:
            return _FIXED_DAYS.get((day.month, day.day))
        return "调休上班" if day in table.workdays else table.holidays.get(day)

    def workday_on_or_before(self, day: date) -> date:
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def workday_on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """`count` working days after (before, when negative) `day`. 0 gives `day` itself, or the next working day."""
        if count == 0:
            return self.workday_on_or_after(day)
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is earlier."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def unannounced_years(self, first: date, last: date) -> tuple[int, ...]:
        """Years from `first` to `last` whose holidays or make-up workdays are not official yet."""
        if not self.uses_years:
            return ()
        return tuple(y for y in range(first.year, last.year + 1) if not self._is_announced(y))

    def notice_for(self, first: date, last: date) -> Sentence | None:
        """What is to be said about years not announced between the two days."""
        years = self.unannounced_years(first, last)
        return say("unannounced_years", years=tuple(str(year) for year in years)) if years else None

    def note_for(self, first: date, last: date) -> str:
        """The same as a Chinese sentence, or an empty string."""
        return str(self.notice_for(first, last) or "")

    def edited(
        self, year: int, *, state: str, holidays: Mapping[date, str], workdays: Iterable[date], source: str = ""
    ) -> WorkCalendar:
        """A copy with the table of `year` replaced. BadTable (a ValueError) when a day is outside the year, or both off and on."""
        table = YearTable(year, state, source, dict(holidays), frozenset(workdays))
        for day in (*table.holidays, *table.workdays):
            if day.year != year:
                raise BadTable("day_of_another_year", day=day.isoformat(), year=year)
        for day in table.workdays & set(table.holidays):
            raise BadTable("day_off_and_on", day=day.isoformat())
        return replace(self, years={**self.years, year: table})

    def _is_announced(self, year: int) -> bool:
        table = self.years.get(year)
        return table is not None and table.state == ANNOUNCED


def year_table(year: int, data: Mapping[str, Any]) -> YearTable:
    """A year of the shipped JSON shape: state, source, holidays {ISO day: name}, workdays [ISO day]."""
    return YearTable(
        year,
        data["state"],
        data.get("source", _NO_YEAR_TABLE),
        {date.fromisoformat(day): name for day, name in data["holidays"].items()},
        frozenset(date.fromisoformat(day) for day in data["workdays"]),
    )


@lru_cache(maxsize=1)
def chinese_calendar() -> WorkCalendar:
    """Weekends, public holidays and make-up workdays of mainland China, from the shipped table."""
    source = resources.files("huiwu.engines.planning") / "data" / "holidays_cn.json"
    years = json.loads(source.read_text("utf-8"))["years"]
    return WorkCalendar("cn", frozenset({5, 6}), True, {int(y): year_table(int(y), t) for y, t in years.items()})


def every_day_calendar() -> WorkCalendar:
    """Every day counts: the catalogue's own calendar days."""
    return WorkCalendar("none", frozenset(), False, {})


def weekend_calendar() -> WorkCalendar:
    """Monday to Friday, no holidays."""
    return WorkCalendar("weekends", frozenset({5, 6}), False, {})


def calendar_named(name: str) -> WorkCalendar:
    """`cn`, `weekends` or `none`; KeyError for another name."""
    makers: dict[str, Callable[[], WorkCalendar]] = {
        "cn": chinese_calendar,
        "weekends": weekend_calendar,
        "none": every_day_calendar,
    }
    return makers[name]()


@dataclass(frozen=True, slots=True)
class Ruler:
    """Constant-time working-day arithmetic on day ordinals within a span; made once per plan."""

    base: int
    floors: tuple[int, ...]
    days: tuple[int, ...]

    @classmethod
    def spanning(cls, calendar: WorkCalendar, first: date, last: date) -> Ruler:
        """Covers `first` to `last`, both included."""
        base, floors, days = first.toordinal(), [], []
        for ordinal in range(base, last.toordinal() + 1):
            if calendar.is_workday(date.fromordinal(ordinal)):
                days.append(ordinal)
            floors.append(len(days) - 1)
        return cls(base, tuple(floors), tuple(days))

    def floor(self, ordinal: int) -> int:
        """Index of the last working day on or before `ordinal`."""
        return self.floors[ordinal - self.base]

    def ceil(self, ordinal: int) -> int:
        """Index of the first working day on or after `ordinal`."""
        index = self.floors[ordinal - self.base]
        return index if index >= 0 and self.days[index] == ordinal else index + 1
