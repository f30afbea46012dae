"""Levelling and repair: rows to the engine's question, its answer to what a proposal keeps. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from huiwu.engines.planning.calendar import WorkCalendar
from huiwu.engines.planning.level_instance import LevelInstance, LevelTask
from huiwu.engines.planning.levelling import instance_from_days, level, overload_of
from huiwu.engines.planning.levelling_model import SolverMissing
from huiwu.engines.planning.repair import repair
from huiwu.planning.bridge.people import counted, people_of
from huiwu.planning.choices import StepStatus
from huiwu.planning.errors import LevellingUnavailable
from huiwu.planning.models import Absence, Capacity, Plan, Step

WIDE_OPEN = 100_000
"""Capacity percent of people whose load is no part of the question."""


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
    """This meeting's open steps may move between today and their late finish; those begun, pinned or signed, and the
    work of other meetings (`others`), stay. Windows that overlap in the plan already are not put in order."""
    mine = {s.code: s for s in counted(steps) if _finish(s) >= today}
    rest = [s for s in counted(others) if s.plan_id != plan.pk and _finish(s) >= today]
    everything = [*mine.values(), *rest]
    people = people_of(everything, capacities, absences)
    first = calendar.workday_on_or_after(min([today, *(_start(s) for s in everything)]))
    last = max([first, *(s.late_finish_on or first for s in mine.values()), *(_finish(s) for s in everything)])
    number = _numbering(calendar, first, last)
    tasks = [_level_task(s, mine, number, today) for s in mine.values()]
    tasks += [_fixed_task(s, number) for s in rest]
    return instance_from_days(tasks, people, calendar, first), mine


def _numbering(calendar: WorkCalendar, first: date, last: date) -> Callable[[date], int]:
    """Working-day number of a day, counted from `first`; a day off counts as the working day before it."""
    numbers: dict[date, int] = {}
    count = -1
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        count += calendar.is_workday(day)
        numbers[day] = max(0, count)
    return lambda day: numbers.get(day, 0)


def _level_task(step: Step, mine: Mapping[str, Step], number: Callable[[date], int], today: date) -> LevelTask:
    start, finish = number(_start(step)), number(_finish(step))
    before = tuple(code for code, _only in step.waits_for if code in mine and number(_finish(mine[code])) < start)
    return LevelTask(
        id=step.code,
        person=str(step.owner_id),
        length=max(1, finish - start + 1),
        planned=start,
        earliest=min(start, max(number(today), number(step.early_start_on or _start(step)))),
        due=max(finish, number(step.late_finish_on or _finish(step))),
        deps=before,
        weight=3 if step.is_critical else 1,
        fixed=step.is_pinned or step.status == StepStatus.DOING or getattr(step, "is_signed", False),
    )


def _fixed_task(step: Step, number: Callable[[date], int]) -> LevelTask:
    start = number(_start(step))
    length = max(1, number(_finish(step)) - start + 1)
    return LevelTask(str(step.pk), str(step.owner_id), length, start, fixed=True)


def levelled(
    instance: LevelInstance,
    mine: Mapping[str, Step],
    *,
    seconds: float,
    stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """The best levelling found within `seconds` as a proposal's result, with overload (person-days) before and after.

    Raises LevellingUnavailable without the optional solver.
    """
    try:
        best = level(instance, seconds=seconds, stop=stop)
    except SolverMissing as missing:
        raise LevellingUnavailable from missing
    before = overload_of(instance, {task.id: task.planned for task in instance.tasks})
    about = {"overload": [before // 100, best.overload_percent_days // 100]}
    return {"steps": _days(instance, mine, best.starts), "about": about}


def repaired(instance: LevelInstance, mine: Mapping[str, Step], absent: str, *, today: date) -> dict[str, Any]:
    """The result of repairing the plan after `absent` (a user's id) loses days: only what must move moves, and why."""
    planned = {task.id: task.planned for task in instance.tasks}
    question = _only_absent(instance, absent, planned)
    number = next((n for n, day in enumerate(instance.days) if day >= today), 0)
    try:
        answer = repair(question, planned, today=number, reproducible=True)
    except SolverMissing as missing:
        raise LevellingUnavailable from missing
    return {
        "steps": _days(instance, mine, answer.starts),
        "about": {"why": {move.id: move.why for move in answer.moves}},
    }


def _only_absent(instance: LevelInstance, absent: str, planned: Mapping[str, int]) -> LevelInstance:
    """Everybody else's load is left out, and overload that was there before the absence is no reason to move."""
    load: dict[int, int] = {}
    for task in instance.tasks:
        if task.person == absent:
            for day in range(planned[task.id], planned[task.id] + task.length):
                load[day] = load.get(day, 0) + task.load_percent
    capacity: dict[str, tuple[int, ...]] = dict.fromkeys(instance.capacity, (WIDE_OPEN,))
    own = instance.capacity.get(absent, (WIDE_OPEN,))
    capacity[absent] = tuple(max(left, load.get(day, 0)) if left else 0 for day, left in enumerate(own))
    return replace(instance, capacity=capacity)


def _days(instance: LevelInstance, mine: Mapping[str, Step], starts: Mapping[str, int]) -> dict[str, Any]:
    """New planned days by code for every step that starts on another day."""
    return {
        task.id: {
            "start_on": instance.day(starts[task.id]).isoformat(),
            "finish_on": instance.day(starts[task.id] + task.length - 1).isoformat(),
        }
        for task in instance.tasks
        if task.id in mine and starts[task.id] != task.planned
    }


def _start(step: Step) -> date:
    assert step.start_on is not None  # counted steps have days
    return step.start_on


def _finish(step: Step) -> date:
    assert step.finish_on is not None  # counted steps have days
    return step.finish_on
