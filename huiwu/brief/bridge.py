"""The working calendar of the planning engine, read for days near the wished dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from huiwu.engines.planning.calendar import chinese_calendar

NEAR = timedelta(days=3)
"""How close to the dates a holiday still empties offices and fills trains (default, SOP P01 "日期撞节假日")."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A public holiday, or a make-up workday on a weekend."""

    day: date
    name: str
    kind: Literal["holiday", "makeup"]


def special_days(first: date, last: date) -> list[SpecialDay]:
    """Public holidays and make-up workdays from `first` to `last`, both included."""
    calendar = chinese_calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    named = [(day, calendar.day_name(day)) for day in days]
    return [SpecialDay(day, name, "makeup" if calendar.is_workday(day) else "holiday") for day, name in named if name]


def calendar_note(first: date, last: date) -> str:
    """A sentence when the official table of a year between the days is not published yet, else empty."""
    return chinese_calendar().note_for(first, last)
