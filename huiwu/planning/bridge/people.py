"""People's load, levelling and repair: rows to engine values and back. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from huiwu.engines.planning.calendar import WorkCalendar
from huiwu.engines.planning.levelling import LevelInstance, Levelled, LevelTask, instance_from_days, level, overload_of
from huiwu.engines.planning.workload import Absence as Away
from huiwu.engines.planning.workload import DayLoad, Person, Work, overloads
from huiwu.planning.choices import Mode, Phase
from huiwu.planning.models import OPEN_STATUSES, Absence, Capacity, Plan, Step

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
        s
        for s in steps
        if s.owner_id and s.is_open and s.start_on and s.mode == Mode.WINDOW and s.phase in COUNTED
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
    people = _people({str(s.owner_id): s.owner.name for s in work.values() if s.owner}, capacities, absences)
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


def _people(names: dict[str, str], capacities: Iterable[Capacity], absences: Iterable[Absence]) -> list[Person]:
    carries = {str(row.user_id): row.parallel for row in capacities}
    away: dict[str, list[Away]] = {}
    for row in absences:
        away.setdefault(str(row.user_id), []).append(Away(row.from_on, row.to_on))
    return [
        Person(pk, name, carries.get(pk, PARALLEL) * 100, tuple(away.get(pk, ())))
        for pk, name in sorted(names.items(), key=lambda item: item[1])
    ]


def _work(step: Step) -> Work:
    assert step.start_on is not None and step.finish_on is not None  # counted
    return Work(str(step.pk), str(step.owner_id), step.start_on, step.finish_on)


def instance_of(
    plan: Plan,
    steps: Iterable[Step],
    others: Iterable[Step],
    capacities: Iterable[Capacity],
    absences: Iterable[Absence],
    calendar: WorkCalendar,
    *,
    today: date,
) -> tuple[LevelInstance, dict[str, Step]]:
    """The levelling question: this meeting's open steps may move between today and their late finish; those begun,
    pinned or signed, and the work of other meetings (`others`), stay. Overlaps that the plan already has are no order."""
    mine = {s.code: s for s in counted(steps) if s.finish_on and s.finish_on >= today}
    rest = [s for s in counted(others) if s.plan_id != plan.pk and s.finish_on and s.finish_on >= today]
    names = {str(s.owner_id): s.owner.name for s in [*mine.values(), *rest] if s.owner}
    first = calendar.workday_on_or_after(min([today, *(s.start_on for s in [*mine.values(), *rest] if s.start_on)]))
    last = max([first, *(s.late_finish_on or first for s in mine.values()), *(_finish(s) for s in [*mine.values(), *rest])])
    number = _numbering(calendar, first, last)
    tasks = [_level_task(s, mine, number, today) for s in mine.values()]
    tasks += [_fixed_task(s, number) for s in rest]
    return instance_from_days(tasks, _people(names, capacities, absences), calendar, first), mine


def _numbering(calendar: WorkCalendar, first: date, last: date) -> Callable[[date], int]:
    """Working-day number of a day, counted from `first`; a day off counts as the working day before it."""
    numbers: dict[date, int] = {}
    count = -1
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        count += calendar.is_workday(day)
        numbers[day] = max(0, count)
    return lambda day: numbers.get(day, 0)


def _level_task(step: Step, mine: dict[str, Step], number: Callable[[date], int], today: date) -> LevelTask:
    assert step.start_on and step.finish_on and step.late_finish_on  # counted, planned
    start, finish = number(step.start_on), number(step.finish_on)
    needs = [n.on.code for n in step.needs.all() if n.on.code in mine]
    before = tuple(c for c in needs if number(_finish(mine[c])) < start)
    fixed = step.is_pinned or step.status == "doing" or getattr(step, "is_signed", False)
    return LevelTask(
        id=step.code,
        person=str(step.owner_id),
        length=max(1, finish - start + 1),
        planned=start,
        earliest=min(start, max(number(today), number(step.early_start_on or step.start_on))),
        due=max(finish, number(step.late_finish_on)),
        deps=before,
        weight=3 if step.is_critical else 1,
        fixed=fixed,
    )


def _fixed_task(step: Step, number: Callable[[date], int]) -> LevelTask:
    assert step.start_on and step.finish_on  # counted
    start = number(step.start_on)
    length = max(1, number(step.finish_on) - start + 1)
    return LevelTask(str(step.pk), str(step.owner_id), length, start, fixed=True)


def _finish(step: Step) -> date:
    assert step.finish_on  # counted
    return step.finish_on


def levelled(
    instance: LevelInstance,
    mine: dict[str, Step],
    *,
    seconds: float,
    stop: Callable[[], bool] | None = None,
    on_better: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """The result of levelling as a proposal: new days of what moves, and the figures before and after."""
    heard = (lambda found: on_better(found.overload_percent_days)) if on_better else None
    best = level(instance, seconds=seconds, stop=stop, on_better=heard)
    return {"steps": moved_days(instance, mine, best), "about": {"overload": _before_after(instance, best)}}


def moved_days(instance: LevelInstance, mine: dict[str, Step], best: Levelled) -> dict[str, Any]:
    """New planned days by code for every step that starts on another day."""
    lengths = {task.id: task.length for task in instance.tasks}
    return {
        code: {
            "start_on": instance.day(best.starts[code]).isoformat(),
            "finish_on": instance.day(best.starts[code] + lengths[code] - 1).isoformat(),
        }
        for code in best.moved
        if code in mine
    }


def _before_after(instance: LevelInstance, best: Levelled) -> dict[str, int]:
    planned = {task.id: task.planned for task in instance.tasks}
    return {"before": overload_of(instance, planned) // 100, "after": best.overload_percent_days // 100}
