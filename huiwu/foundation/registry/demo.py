"""Invented data for a demo meeting; each capability fills in what it brings, through its real services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Literal

Stage = Literal["planning", "onsite", "wrapup"]


@dataclass(slots=True)
class DemoContext:
    """`cast` maps a role code to its invented User; `script` holds the facts of this meeting's script (see config/demo/).

    A meeting ahead is put off where it would begin on a weekend or holiday; `nominal_start` is the day before that, so
    that what counts back from it stands at the same point on every weekday.
    """

    org: Any
    meeting: Any
    stage: Stage
    people: int
    today: date
    rng: Random
    cast: dict[str, Any] = field(default_factory=dict)
    script: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    put_off: timedelta = timedelta()

    @property
    def nominal_start(self) -> date:
        start: date = self.meeting.start_on
        return start - self.put_off


def moment(day: date, hour: int = 12) -> datetime:
    """That full hour of the day in China, where every demo meeting is prepared, as an instant."""
    return datetime.combine(day, time(hour - 8), tzinfo=UTC)


BUILDERS: list[tuple[int, str, Callable[[DemoContext], None]]] = []


def demo(order: int) -> Callable[[Callable[[DemoContext], None]], Callable[[DemoContext], None]]:
    """Register a builder; lower orders run first (meetings 10, documents 15, brief 20, compliance 25, planning 30, event plan 40)."""

    def keep(build: Callable[[DemoContext], None]) -> Callable[[DemoContext], None]:
        BUILDERS.append((order, build.__module__, build))
        BUILDERS.sort(key=lambda row: row[:2])
        return build

    return keep
