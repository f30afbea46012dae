"""Times, head-counts and overlaps of functions (功能单元)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from huiwu.kernel.spans import Span
from huiwu.meetings.rules import Problem
from huiwu.meetings.rules.dates import Times

LONGEST = timedelta(days=7)
FARTHEST_FROM_MEETING = timedelta(days=60)
BASES = ("expected", "guaranteed", "set", "actual")
"""The four head-counts of a function: 预计、保底、摆位、实到."""
EARLY_KINDS = ("rehearsal", "registration_desk", "visit")
"""Kinds that ordinarily lie a day before the meeting."""


def problems_with_times(times: Times) -> list[Problem]:
    """The function lies inside load-in..strike, ends after it starts, and lasts at most a week."""
    problems = []
    if times.end_at <= times.start_at:
        problems.append(Problem("end_at", "function_ends_before_start"))
    elif times.end_at - times.start_at > LONGEST:
        problems.append(Problem("end_at", "function_too_long", {"days": LONGEST.days}))
    if times.load_in_at is not None and times.load_in_at > times.start_at:
        problems.append(Problem("load_in_at", "load_in_after_start"))
    if times.strike_by_at is not None and times.strike_by_at < times.end_at:
        problems.append(Problem("strike_by_at", "strike_before_end"))
    return problems


def problems_with_place_in_meeting(times: Times, start_on: date, end_on: date, zone: str) -> list[Problem]:
    """A function months away from its meeting is a slip of the pen; a day or a week early (build-up, visit) is not."""
    first = times.start_at.astimezone(ZoneInfo(zone)).date()
    if first < start_on - FARTHEST_FROM_MEETING or first > end_on + FARTHEST_FROM_MEETING:
        return [Problem("start_at", "function_far_from_meeting", {"start": start_on, "end": end_on})]
    return []


def is_outside_days(start_at: datetime, kind: str, first: date, last: date, zone: str) -> bool:
    """Whether a function begins on a day that is not the meeting's (a dinner past midnight belongs to its first day)."""
    if kind in EARLY_KINDS:
        first -= timedelta(days=1)
    return not first <= start_at.astimezone(ZoneInfo(zone)).date() <= last


def headcount_contradictions(counts: dict[str, int | None]) -> list[tuple[str, str]]:
    """Pairs (larger, smaller) that contradict each other: guaranteed above set, or guaranteed above expected.

    Paying for more than are expected, or laying fewer places than are guaranteed, is a mistake in one of the two.
    """
    pairs = (("guaranteed", "expected"), ("guaranteed", "set"))
    return [(a, b) for a, b in pairs if (x := counts.get(a)) is not None and (y := counts.get(b)) is not None and x > y]


@dataclass(frozen=True, slots=True)
class Use:
    """A function's use of one space: the function itself, and its hold from load-in to strike."""

    id: str
    space: str
    times: Times

    @property
    def held(self) -> Span:
        return Span(self.times.load_in_at or self.times.start_at, self.times.strike_by_at or self.times.end_at)

    @property
    def live(self) -> Span:
        return Span(self.times.start_at, self.times.end_at)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two functions in one space at once; `is_live` when the events themselves collide, not only build-up or strike."""

    first: str
    second: str
    space: str
    is_live: bool


def clashes(uses: Iterable[Use]) -> list[Clash]:
    """Every pair of functions that hold one space at the same time."""
    by_space: dict[str, list[Use]] = {}
    for use in uses:
        by_space.setdefault(use.space, []).append(use)
    return [
        Clash(a.id, b.id, space, a.live.overlaps(b.live))
        for space, used in by_space.items()
        for a, b in combinations(sorted(used, key=lambda u: (u.times.start_at, u.id)), 2)
        if a.held.overlaps(b.held)
    ]
