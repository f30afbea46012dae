"""Load of people per working day against their capacity and absences. Loads and capacities are percent of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huiwu.engines.planning.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from `first_on` to `last_on`, both included; `capacity_percent` is what is left of the person on those days."""

    first_on: date
    last_on: date
    capacity_percent: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """`capacity_percent` of a working day this person gives to the meeting; `roles` are glossary codes."""

    id: str
    name: str = ""
    capacity_percent: int = 100
    absences: tuple[Absence, ...] = ()
    roles: frozenset[str] = frozenset()

    def capacity_on(self, day: date) -> int:
        """Percent available on a working day."""
        left = [a.capacity_percent for a in self.absences if a.first_on <= day <= a.last_on]
        return min([self.capacity_percent, *left])


@dataclass(frozen=True, slots=True)
class Work:
    """What a person is planned to do: `load_percent` of every working day from start to finish."""

    id: str
    person: str
    start_on: date
    finish_on: date
    load_percent: int = 100


@dataclass(frozen=True, slots=True)
class DayLoad:
    person: str
    day: date
    load_percent: int
    capacity_percent: int
    works: tuple[str, ...]

    @property
    def over_percent(self) -> int:
        return max(0, self.load_percent - self.capacity_percent)


def loads(work: Iterable[Work], people: Iterable[Person], calendar: WorkCalendar) -> tuple[DayLoad, ...]:
    """Every person and working day with work on it, by person in the order given, then by day.

    Work on a day off counts for that day only when the whole of it lies on days off: then the first day carries it.
    Work of somebody not in `people` is left out.
    """
    by_person: dict[str, dict[date, list[Work]]] = {}
    for item in work:
        for day in _days(item, calendar):
            by_person.setdefault(item.person, {}).setdefault(day, []).append(item)
    return tuple(
        _day_load(person, day, items)
        for person in people
        for day, items in sorted(by_person.get(person.id, {}).items())
    )


def overloads(work: Iterable[Work], people: Iterable[Person], calendar: WorkCalendar) -> tuple[DayLoad, ...]:
    """Only the days on which somebody is planned beyond capacity, absences included."""
    return tuple(item for item in loads(work, people, calendar) if item.over_percent)


def overload_by_person(found: Iterable[DayLoad]) -> Mapping[str, int]:
    """Percent-days beyond capacity per person."""
    total: dict[str, int] = {}
    for item in found:
        if item.over_percent:
            total[item.person] = total.get(item.person, 0) + item.over_percent
    return total


def _days(item: Work, calendar: WorkCalendar) -> list[date]:
    count = (item.finish_on - item.start_on).days + 1
    span = [item.start_on + timedelta(days=n) for n in range(count)]
    return [day for day in span if calendar.is_workday(day)] or span[:1]


def _day_load(person: Person, day: date, items: list[Work]) -> DayLoad:
    total = sum(item.load_percent for item in items)
    return DayLoad(person.id, day, total, person.capacity_on(day), tuple(item.id for item in items))
