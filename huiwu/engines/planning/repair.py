"""Repair after somebody falls ill: as few tasks move as possible, then by as few days as possible.

Everything that is already under way or fixed stays. A task moves only when it stands on a day that is no longer there, or
when making room for such a task needs it; `why` tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from huiwu.engines.planning.level_instance import LevelInstance, LevelTask
from huiwu.engines.planning.levelling import (
    hopeless_held,
    overload_of,
    refuse_bad_instance,
    serial_greedy,
    task_cost,
)
from huiwu.engines.planning.levelling_model import LevelModel
from huiwu.engines.planning.plan import PlanRefused


@dataclass(frozen=True, slots=True)
class RepairMove:
    """`why`: `absent` (stands on a lost day), `follows` (after a moved task), `makes_room`."""

    id: str
    from_day: int
    to_day: int
    why: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """`starts` of every task; `moves` in order of their new day. `minimal`: proven to move as few as can be."""

    starts: Mapping[str, int]
    moves: tuple[RepairMove, ...]
    minimal: bool
    overload_percent_days: int


@dataclass(frozen=True, slots=True)
class Away:
    """`person` keeps `left_percent` on the working days `first` to `last`, both included."""

    person: str
    first: int
    last: int
    left_percent: int = 0


def must_move(instance: LevelInstance, starts: Mapping[str, int]) -> tuple[str, ...]:
    """Tasks that stand, with the instance's capacities, on a day without enough capacity even for themselves."""
    return tuple(t.id for t in instance.tasks if not t.fixed and _lacks_capacity(instance, t, starts[t.id]))


def repair(
    instance: LevelInstance,
    starts: Mapping[str, int],
    away: Away | None = None,
    *,
    today: int = 0,
    seconds: float = 5.0,
    seed: int = 1,
    reproducible: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Repaired:
    """`starts` is the plan before the absence; nothing that moves starts before `today`.

    With `away`, `instance` has the capacities before the absence; without, those after it.

    Tasks begun before `today` are left where they are. With `away`, overload that was already there is left alone: it is no
    reason to move. Lateness after `due` counts as in levelling, after the number of moves. Raises PlanRefused for a bad instance
    or an unknown person, levelling_model.SolverMissing without the optional solver.
    """
    refuse_bad_instance(instance)
    if away is not None and away.person not in instance.capacity:
        raise PlanRefused("unknown_person", person=away.person)
    held = _from_today(instance, starts, today)
    held = hopeless_held(held if away is None else _without(held, starts, away))
    if not overload_of(held, starts):
        return Repaired(dict(starts), (), True, 0)
    first = serial_greedy(held).starts
    model = LevelModel(held, starts, first)
    moved = {}
    for name, shift in model.shifts.items():
        moved[name] = model.model.new_bool_var("")
        model.model.add(shift == 0).only_enforce_if(moved[name].negated())
        model.model.add_hint(moved[name], first[name] != starts[name])
    dearest = sum(task_cost(t, model.horizon) for t in held.tasks) + 1
    model.model.minimize(dearest * sum(moved.values()) + model.cost)
    status, found, _ = model.solve(seconds=seconds, seed=seed, reproducible=reproducible, stop=stop)
    if status == "unknown" and overload_of(held, found) >= overload_of(held, starts):
        found = dict(starts)
    return _repaired(held, starts, found, minimal=status == "optimal")


def _without(instance: LevelInstance, starts: Mapping[str, int], away: Away) -> LevelInstance:
    """The instance after the absence; on every other day capacity is at least what is already planned there."""
    load: dict[tuple[str, int], int] = {}
    for task in instance.tasks:
        for day in range(starts[task.id], starts[task.id] + task.length):
            load[task.person, day] = load.get((task.person, day), 0) + task.load_percent
    span = max([away.last, *(day for _, day in load)]) + 2
    capacity = {}
    for person, days in instance.capacity.items():
        longer = [days[d] if d < len(days) else days[-1] for d in range(max(span, len(days)))]
        left = [max(have, load.get((person, day), 0)) for day, have in enumerate(longer)]
        if person == away.person:
            for day in range(max(0, away.first), away.last + 1):
                left[day] = min(longer[day], away.left_percent)
        capacity[person] = tuple(left)
    return replace(instance, capacity=capacity)


def _from_today(instance: LevelInstance, starts: Mapping[str, int], today: int) -> LevelInstance:
    """The same with every task where it stands now, and what has begun held there."""
    tasks = tuple(
        replace(
            t,
            planned=starts[t.id],
            earliest=max(today, min(t.earliest, starts[t.id])) if starts[t.id] >= today else starts[t.id],
            fixed=t.fixed or starts[t.id] < today,
        )
        for t in instance.tasks
    )
    return replace(instance, tasks=tasks)


def _repaired(
    instance: LevelInstance, before: Mapping[str, int], after: Mapping[str, int], *, minimal: bool
) -> Repaired:
    lost = set(must_move(instance, before))
    by_id = {task.id: task for task in instance.tasks}
    ends = {name: start + by_id[name].length for name, start in after.items()}

    def why(name: str) -> str:
        if name in lost:
            return "absent"
        follows = any(ends[dep] > before[name] for dep in by_id[name].deps)
        return "follows" if follows else "makes_room"

    moves = [RepairMove(n, before[n], after[n], why(n)) for n in by_id if after[n] != before[n]]
    moves.sort(key=lambda move: (move.to_day, move.id))
    return Repaired(dict(after), tuple(moves), minimal, overload_of(instance, after))


def _lacks_capacity(instance: LevelInstance, task: LevelTask, start: int) -> bool:
    days = instance.capacity[task.person]
    return any((days[d] if d < len(days) else days[-1]) < task.load_percent for d in range(start, start + task.length))
