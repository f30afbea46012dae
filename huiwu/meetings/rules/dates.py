"""Days of a meeting: what is possible, which phase an instant falls into, and moving wall-clock times by whole days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from huiwu.meetings.rules import Problem

FARTHEST_YEARS = 10
LONGEST_DAYS = 60
Phase = Literal["before", "during", "after"]


def problems_with_dates(start_on: date, end_on: date, today: date) -> list[Problem]:
    """End before start, longer than 60 days, or more than ten years off in either direction."""
    problems = []
    if end_on < start_on:
        problems.append(Problem("end_on", "end_before_start", {"start": start_on, "end": end_on}))
    elif (end_on - start_on).days >= LONGEST_DAYS:
        problems.append(Problem("end_on", "too_long", {"days": (end_on - start_on).days + 1, "most": LONGEST_DAYS}))
    for name, day in (("start_on", start_on), ("end_on", end_on)):
        if abs(day.year - today.year) > FARTHEST_YEARS:
            problems.append(Problem(name, "too_far_off", {"day": day, "years": FARTHEST_YEARS}))
    return problems


def is_time_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database."""
    return name in available_timezones()


def phase_at(start_on: date, end_on: date, time_zone: str, instant: datetime) -> Phase:
    """会前 · 会中 · 会后 at an aware instant, judged by the day it is in the meeting's own zone."""
    day = instant.astimezone(ZoneInfo(time_zone)).date()
    if day < start_on:
        return "before"
    return "during" if day <= end_on else "after"


@dataclass(frozen=True, slots=True)
class Times:
    """The instants of one function, aware: load-in and strike may be unknown."""

    load_in_at: datetime | None
    start_at: datetime
    end_at: datetime
    strike_by_at: datetime | None

    def known(self) -> list[datetime]:
        return [at for at in (self.load_in_at, self.start_at, self.end_at, self.strike_by_at) if at is not None]


def shifted(times: Times, days: int, zone: str, new_zone: str = "") -> Times:
    """The same wall-clock times `days` later, read in `new_zone` if the meeting's zone changes too.

    09:00 stays 09:00 across a change to summer time. Where the new day lacks or repeats an hour so that the order
    would break, every instant keeps its distance from the start instead.
    """
    old, new = ZoneInfo(zone), ZoneInfo(new_zone or zone)

    def move(at: datetime | None) -> datetime | None:
        if at is None:
            return None
        wall = at.astimezone(old).replace(tzinfo=None, fold=0) + timedelta(days=days)
        return wall.replace(tzinfo=new).astimezone(UTC)

    start_at = move(times.start_at) or times.start_at
    moved = Times(move(times.load_in_at), start_at, move(times.end_at) or times.end_at, move(times.strike_by_at))
    if is_in_order(moved):
        return moved

    def keep(at: datetime | None) -> datetime | None:
        return None if at is None else start_at + (at - times.start_at)

    return Times(keep(times.load_in_at), start_at, keep(times.end_at) or times.end_at, keep(times.strike_by_at))


def is_in_order(times: Times) -> bool:
    """Load-in ≤ start < end ≤ strike, as far as known."""
    known = times.known()
    return times.start_at < times.end_at and all(a <= b for a, b in pairwise(known))


def days_covered(instants: Sequence[datetime], zone: str) -> tuple[date, date]:
    """First and last local day of some instants; raises ValueError when there are none."""
    local = [at.astimezone(ZoneInfo(zone)).date() for at in instants]
    return min(local), max(local)
