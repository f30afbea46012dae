"""People's load: rows to engine values and back. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.engines.planning.calendar import WorkCalendar
from huiwu.engines.planning.workload import Absence as Away
from huiwu.engines.planning.workload import DayLoad, Person, Work, overloads
from huiwu.planning.choices import Mode, Phase
from huiwu.planning.models import Absence, Capacity, Step

PARALLEL = 3
"""Steps and tasks a person carries on one day unless a Capacity says otherwise 「默认」."""
COUNTED = (Phase.PRE_EVENT, Phase.POST_EVENT, Phase.TASK)
"""Phases that load people by the day; on-site days are rostered by the minute elsewhere."""


@dataclass(frozen=True, slots=True)
class Overload:
    """A person is planned beyond capacity on these working days; `steps` are the steps and tasks that meet there."""

    user_id: UUID
    name: str
    days: tuple[date, ...]
    most: int
    capacity: int
    is_absent: bool
    steps: tuple[Step, ...]


def counted(steps: Iterable[Step]) -> list[Step]:
    """Open work that loads a person by the day."""
    return [
        s for s in steps if s.owner_id and s.is_open and s.start_on and s.mode == Mode.WINDOW and s.phase in COUNTED
    ]


def overloads_of(
    steps: Iterable[Step],
    capacities: Iterable[Capacity],
    absences: Iterable[Absence],
    calendar: WorkCalendar,
    *,
    from_on: date,
) -> list[Overload]:
    """Who is planned beyond what they carry, from `from_on` on, over all the given steps (of every meeting)."""
    work = {str(s.pk): s for s in counted(steps)}
    people = people_of(work.values(), capacities, absences)
    found = overloads([_work(s) for s in work.values()], people, calendar)
    by_person: dict[str, list[DayLoad]] = {}
    for item in found:
        if item.day >= from_on:
            by_person.setdefault(item.person, []).append(item)
    names = {p.id: p for p in people}
    return [_overload(names[who], items, work) for who, items in by_person.items()]


def _overload(person: Person, items: list[DayLoad], work: dict[str, Step]) -> Overload:
    ids = dict.fromkeys(i for item in items for i in item.works)
    return Overload(
        user_id=UUID(person.id),
        name=person.name,
        days=tuple(item.day for item in items),
        most=max(item.load_percent for item in items) // 100,
        capacity=person.capacity_percent // 100,
        is_absent=any(item.capacity_percent == 0 for item in items),
        steps=tuple(work[i] for i in ids),
    )


def people_of(steps: Iterable[Step], capacities: Iterable[Capacity], absences: Iterable[Absence]) -> list[Person]:
    """The owners of the steps with what they carry and when they are away, by name."""
    names = {str(s.owner_id): s.owner.name for s in steps if s.owner}
    carries = {str(row.user_id): row.parallel for row in capacities}
    away: dict[str, list[Away]] = {}
    for row in absences:
        away.setdefault(str(row.user_id), []).append(Away(row.from_on, row.to_on))
    return [
        Person(pk, name, carries.get(pk, PARALLEL) * 100, tuple(away.get(pk, ())))
        for pk, name in sorted(names.items(), key=lambda item: item[1])
    ]


def _work(step: Step) -> Work:
    assert step.start_on is not None  # counted steps have days
    assert step.finish_on is not None
    return Work(str(step.pk), str(step.owner_id), step.start_on, step.finish_on)
