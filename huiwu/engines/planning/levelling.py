"""Levelling: move tasks in time so that nobody is planned beyond capacity, as close to the plan as can be.

Time is counted in working days from `first_on`. A task runs on consecutive working days of one person, never across a day
on which that person has less capacity left than its load. Every task has a cost, all whole numbers:

    weight x days moved from the planned start (either way)  +  LATE x weight x days finished after `due`

and the cost of a schedule is the sum. Overload is not traded: a task that may move never adds any. Tasks that are fixed
stay where they are even when that overloads somebody (`overload_percent_days` counts it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heappop, heappush

from huiwu.engines.planning.calendar import WorkCalendar
from huiwu.engines.planning.level_instance import LATE, LevelInstance, LevelTask, horizon_of
from huiwu.engines.planning.levelling_model import LevelModel
from huiwu.engines.planning.plan import PlanRefused
from huiwu.engines.planning.workload import Person


@dataclass(frozen=True, slots=True)
class Levelled:
    """`starts` by task id, in working-day numbers. `bound` is a proven lower bound of the cost, `optimal` that it is met.

    `status`: `optimal`, `feasible`, `greedy` (nothing better than the first schedule was found in time).
    """

    starts: Mapping[str, int]
    cost: int
    bound: int
    optimal: bool
    status: str
    overload_percent_days: int
    moved: tuple[str, ...] = field(default=())


def instance_from_days(
    tasks: Sequence[LevelTask],
    people: Sequence[Person],
    calendar: WorkCalendar,
    first_on: date,
    *,
    room: int | None = None,
) -> LevelInstance:
    """An instance on a real calendar; `room` working days are laid out (default: enough for everything in a row)."""
    needed = max([t.planned + t.length for t in tasks], default=0) + sum(t.length for t in tasks)
    away = sum((a.last_on - a.first_on).days + 1 for p in people for a in p.absences)
    count = room if room is not None else needed + away + 1
    days: list[date] = []
    day = calendar.workday_on_or_after(first_on)
    while len(days) < count:
        if calendar.is_workday(day):
            days.append(day)
        day += timedelta(days=1)
    capacity = {p.id: tuple(p.capacity_on(d) for d in days) for p in people}
    return LevelInstance(tuple(tasks), capacity, days[0] if days else first_on, tuple(days))


def cost_of(instance: LevelInstance, starts: Mapping[str, int]) -> int:
    """The cost defined above, of any schedule."""
    return sum(task_cost(task, starts[task.id]) for task in instance.tasks)


def task_cost(task: LevelTask, start: int) -> int:
    """Cost of one task at `start`."""
    late = max(0, start + task.length - 1 - task.due) if task.due is not None else 0
    return task.weight * (abs(start - task.planned) + LATE * late)


def overload_of(instance: LevelInstance, starts: Mapping[str, int]) -> int:
    """Percent-days beyond capacity of a schedule."""
    load: dict[tuple[str, int], int] = {}
    for task in instance.tasks:
        for day in range(starts[task.id], starts[task.id] + task.length):
            load[task.person, day] = load.get((task.person, day), 0) + task.load_percent
    return sum(max(0, total - _capacity(instance, who, day)) for (who, day), total in load.items())


def problems_of(instance: LevelInstance, starts: Mapping[str, int]) -> tuple[str, ...]:
    """What a schedule breaks besides capacity: fixed tasks moved, starts before the earliest day, dependencies."""
    by_id = {task.id: task for task in instance.tasks}
    found: list[str] = []
    for task in instance.tasks:
        start = starts[task.id]
        if task.fixed:
            found += [f"{task.id} 是固定的，却被移动。"] if start != task.planned else []
            continue
        if start < task.earliest:
            found.append(f"{task.id} 早于最早可开始日。")
        for dep in task.deps:
            if starts[dep] + by_id[dep].length > start:
                found.append(f"{task.id} 早于它的前置 {dep}。")
    return tuple(found)


def serial_greedy(instance: LevelInstance) -> Levelled:
    """The baseline: by planned start, each task on the first free days not before its planned start."""
    calendar = _Booking(instance)
    starts: dict[str, int] = {}
    for task in _in_order(instance):
        if task.fixed:
            starts[task.id] = task.planned
            continue
        ready = max([task.planned, task.earliest, *_ends(instance, task, starts)])
        starts[task.id] = calendar.first_fit(task, ready)
        calendar.book(task, starts[task.id])
    return outcome(instance, starts, bound=0, status="greedy")


def level(
    instance: LevelInstance,
    *,
    seconds: float = 10.0,
    seed: int = 1,
    reproducible: bool = False,
    stop: Callable[[], bool] | None = None,
    on_better: Callable[[Levelled], None] | None = None,
) -> Levelled:
    """The best schedule found within `seconds` of solving (loading the solver the first time takes about another half).

    A proven optimum has the same cost for every run. With `reproducible` the effort is counted instead of the clock, so
    one seed gives one answer on every machine, found about three times slower. `stop` is asked ten times a second and
    ends the search with the best so far; `on_better` hears of each improvement, from the solver's threads.
    Raises PlanRefused for a bad instance, levelling_model.SolverMissing without the optional solver.
    """
    refuse_bad_instance(instance)
    instance = hopeless_held(instance)
    first = serial_greedy(instance)
    if first.cost == 0:
        return outcome(instance, first.starts, bound=0, status="optimal")
    constant = sum(task_cost(task, task.planned) for task in instance.tasks if task.fixed)
    model = LevelModel(instance, {task.id: task.planned for task in instance.tasks}, first.starts)
    model.model.minimize(model.cost)

    def better(starts: Mapping[str, int], bound: int) -> None:
        if on_better is not None:
            on_better(outcome(instance, starts, bound=bound + constant, status="feasible"))

    status, starts, bound = model.solve(
        seconds=seconds, seed=seed, reproducible=reproducible, stop=stop, on_better=better if on_better else None
    )
    if status == "unknown" or cost_of(instance, starts) > first.cost:
        return first
    return outcome(instance, starts, bound=bound + constant, status=status)


def hopeless_held(instance: LevelInstance) -> LevelInstance:
    """Tasks that need more of a person than there ever is stay where they are, so that the others can still move."""
    most = {person: max(days, default=0) for person, days in instance.capacity.items()}
    tasks = tuple(replace(t, fixed=True) if t.load_percent > most[t.person] else t for t in instance.tasks)
    return replace(instance, tasks=tasks)


def outcome(instance: LevelInstance, starts: Mapping[str, int], *, bound: int, status: str) -> Levelled:
    """A schedule with its cost and what moved."""
    cost = cost_of(instance, starts)
    moved = tuple(task.id for task in instance.tasks if starts[task.id] != task.planned)
    optimal = status == "optimal"
    return Levelled(
        dict(starts), cost, cost if optimal else bound, optimal, status, overload_of(instance, starts), moved
    )


def refuse_bad_instance(instance: LevelInstance) -> None:
    """PlanRefused for unknown people or dependencies, lengths below 1, or dependencies in a circle."""
    ids = {task.id for task in instance.tasks}
    for task in instance.tasks:
        if task.person not in instance.capacity:
            raise PlanRefused("unknown_person.task", task=task.id, person=task.person)
        if task.length < 1:
            raise PlanRefused("bad_length.task", task=task.id)
        for dep in task.deps:
            if dep not in ids:
                raise PlanRefused("missing_dependency.task", task=task.id, dep=dep)
    if len(_in_order(instance)) < len(ids):
        raise PlanRefused("cycle.tasks")


class _Booking:
    """Free capacity per person and day, used up as tasks are booked."""

    def __init__(self, instance: LevelInstance) -> None:
        self.instance = instance
        self.used: dict[tuple[str, int], int] = {}
        for task in instance.tasks:
            if task.fixed:
                self.book(task, task.planned)
        self.horizon = horizon_of(instance)

    def book(self, task: LevelTask, start: int) -> None:
        for day in range(start, start + task.length):
            self.used[task.person, day] = self.used.get((task.person, day), 0) + task.load_percent

    def first_fit(self, task: LevelTask, ready: int) -> int:
        """First start from `ready` on with enough capacity on every day; `ready` itself when there is none at all."""
        start, free = ready, 0
        for day in range(ready, self.horizon + task.length):
            left = _capacity(self.instance, task.person, day) - self.used.get((task.person, day), 0)
            if left < task.load_percent:
                start, free = day + 1, 0
                continue
            free += 1
            if free == task.length:
                return start
        return ready


def _capacity(instance: LevelInstance, person: str, day: int) -> int:
    days = instance.capacity[person]
    return days[day] if day < len(days) else days[-1] if days else 0


def _ends(instance: LevelInstance, task: LevelTask, starts: Mapping[str, int]) -> list[int]:
    lengths = {t.id: t.length for t in instance.tasks if t.id in task.deps}
    return [starts[dep] + lengths[dep] for dep in task.deps]


def _in_order(instance: LevelInstance) -> list[LevelTask]:
    """Dependencies first; among those ready, the one planned first."""
    by_id = {task.id: task for task in instance.tasks}
    waiting = {task.id: len(set(task.deps)) for task in instance.tasks}
    after: dict[str, list[str]] = {}
    for task in instance.tasks:
        for dep in set(task.deps):
            after.setdefault(dep, []).append(task.id)
    ready: list[tuple[int, str]] = []
    for task in instance.tasks:
        if not waiting[task.id]:
            heappush(ready, (task.planned, task.id))
    order: list[LevelTask] = []
    while ready:
        _, name = heappop(ready)
        order.append(by_id[name])
        for later in after.get(name, ()):
            waiting[later] -= 1
            if not waiting[later]:
                heappush(ready, (by_id[later].planned, later))
    return order
