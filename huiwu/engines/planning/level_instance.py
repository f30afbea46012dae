"""What levelling and repair are asked: tasks of people in working-day numbers, and what each person can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LATE = 10


@dataclass(frozen=True, slots=True)
class LevelTask:
    """`planned`, `earliest`, `due` are working-day numbers (0 = `first_on`); `due` is the last day it should end on."""

    id: str
    person: str
    length: int
    planned: int
    earliest: int = 0
    due: int | None = None
    load_percent: int = 100
    deps: tuple[str, ...] = ()
    weight: int = 1
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class LevelInstance:
    """`capacity` gives percent per person and working-day number; days beyond its length have the last value."""

    tasks: tuple[LevelTask, ...]
    capacity: Mapping[str, tuple[int, ...]]
    first_on: date | None = None
    days: tuple[date, ...] = ()

    def day(self, number: int) -> date:
        """The calendar day of a working-day number within the instance's span."""
        return self.days[number]


def horizon_of(instance: LevelInstance) -> int:
    """A day by which everything can be done in a row, after every absence."""
    last = max([t.planned + t.length for t in instance.tasks], default=0)
    longest = max((len(days) for days in instance.capacity.values()), default=0)
    return max(last, min(longest, last + 400)) + sum(t.length for t in instance.tasks)
