"""Levelling against brute force on tiny instances, and its promises on larger ones."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from itertools import product

import pytest

from bench.planning import levelling_instance
from huiwu.engines.planning.calendar import chinese_calendar
from huiwu.engines.planning.level_instance import LevelInstance, LevelTask
from huiwu.engines.planning.levelling import (
    Levelled,
    cost_of,
    instance_from_days,
    level,
    overload_of,
    problems_of,
    serial_greedy,
)
from huiwu.engines.planning.plan import PlanRefused
from huiwu.engines.planning.repair import Away, must_move, repair
from huiwu.engines.planning.workload import Absence, Person


def tiny(seed: int) -> LevelInstance:
    """Four tasks, two people, eight days, an absence, a dependency: small enough to try everything."""
    r = random.Random(seed)
    tasks = []
    for n in range(4):
        planned, length = r.randint(0, 3), r.randint(1, 2)
        deps = (f"t{n - 1}",) if n and r.random() < 0.4 else ()
        due = planned + length + r.randint(-1, 2)
        load = r.choice([50, 100])
        tasks.append(LevelTask(f"t{n}", r.choice("ab"), length, planned, 0, due, load, deps, r.randint(1, 3)))
    return LevelInstance(tuple(tasks), {"a": (100, 0, 100), "b": (100,) * 3})


def best_by_trying_everything(instance: LevelInstance) -> int:
    costs = []
    for starts in product(range(9), repeat=len(instance.tasks)):
        given = dict(zip([t.id for t in instance.tasks], starts, strict=True))
        if not overload_of(instance, given) and not problems_of(instance, given):
            costs.append(cost_of(instance, given))
    return min(costs)


@pytest.mark.parametrize("seed", range(8))
def test_levelling_is_optimal_on_tiny_instances(seed: int) -> None:
    instance = tiny(seed)
    found = level(instance, seconds=10)
    assert (found.cost, found.status) == (best_by_trying_everything(instance), "optimal")
    assert (found.overload_percent_days, problems_of(instance, found.starts)) == (0, ())
    assert serial_greedy(instance).cost >= found.cost


def test_the_greedy_baseline_keeps_every_rule() -> None:
    instance = levelling_instance(60, 5, seed=3)
    found = serial_greedy(instance)
    assert (found.overload_percent_days, problems_of(instance, found.starts)) == (0, ())


def test_levelling_sixty_tasks_is_far_below_greedy_and_tells_its_progress() -> None:
    instance = levelling_instance(60, 5, seed=3)
    seen: list[Levelled] = []
    found = level(instance, seconds=10, on_better=seen.append)
    assert found.cost <= serial_greedy(instance).cost * 65 // 100
    assert found.bound <= found.cost == cost_of(instance, found.starts)
    assert min(s.cost for s in seen) == found.cost


def test_the_reproducible_search_gives_the_same_schedule_for_the_same_seed() -> None:
    instance = levelling_instance(60, 5, seed=4)
    one = level(instance, seconds=1, seed=7, reproducible=True)
    assert one == level(instance, seconds=1, seed=7, reproducible=True)


def test_a_stopped_search_returns_the_best_so_far() -> None:
    instance = levelling_instance(150, 8, seed=1)
    found = level(instance, seconds=60, stop=lambda: True)
    assert found.cost <= serial_greedy(instance).cost
    assert problems_of(instance, found.starts) == ()


def test_fixed_tasks_stay_and_a_plan_without_overload_is_left_alone() -> None:
    fixed = LevelTask("a", "wang", 2, 0, fixed=True)
    free = LevelTask("b", "wang", 1, 1)
    found = level(LevelInstance((fixed, free), {"wang": (100,)}), seconds=5)
    assert dict(found.starts) == {"a": 0, "b": 2}
    calm = level(LevelInstance((fixed, LevelTask("b", "wang", 1, 2)), {"wang": (100,)}))
    assert (calm.cost, calm.status, calm.moved) == (0, "optimal", ())


@pytest.mark.parametrize(
    ("tasks", "code"),
    [
        ((LevelTask("a", "nobody", 1, 0),), "unknown_person"),
        ((LevelTask("a", "wang", 0, 0),), "bad_length"),
        ((LevelTask("a", "wang", 1, 0, deps=("z",)),), "missing_dependency"),
        ((LevelTask("a", "wang", 1, 0, deps=("b",)), LevelTask("b", "wang", 1, 0, deps=("a",))), "cycle"),
    ],
)
def test_a_bad_instance_is_refused(tasks: tuple[LevelTask, ...], code: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        level(LevelInstance(tasks, {"wang": (100,)}))
    assert refused.value.code == code


def test_an_instance_on_a_real_calendar_skips_days_off_and_knows_absences() -> None:
    people = [Person("wang", absences=(Absence(date(2026, 9, 30), date(2026, 9, 30)),))]
    instance = instance_from_days([LevelTask("a", "wang", 2, 1)], people, chinese_calendar(), date(2026, 9, 29), room=6)
    assert instance.days[:3] == (date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 8))
    assert instance.capacity["wang"][:3] == (100, 0, 100)
    assert dict(level(instance, seconds=5).starts) == {"a": 2}


def moves_by_trying_everything(instance: LevelInstance, starts: dict[str, int]) -> tuple[int, int]:
    """Fewest moves, then fewest days, over all schedules without overload."""
    found = []
    for days in product(range(9), repeat=len(instance.tasks)):
        given = dict(zip(starts, days, strict=True))
        if not overload_of(instance, given) and not problems_of(instance, given):
            moved = sum(given[n] != starts[n] for n in starts)
            late = sum(10 * t.weight * max(0, given[t.id] + t.length - 1 - (t.due or 99)) for t in instance.tasks)
            shift = sum(t.weight * abs(given[t.id] - starts[t.id]) for t in instance.tasks)
            found.append((moved, shift + late))
    return min(found)


def test_repair_moves_only_what_stands_on_the_lost_days() -> None:
    tasks = (LevelTask("a", "wang", 2, 0), LevelTask("b", "wang", 1, 2), LevelTask("c", "li", 3, 0))
    instance = LevelInstance(tasks, {"wang": (100,) * 6, "li": (100,)})
    before = {"a": 0, "b": 2, "c": 0}
    found = repair(instance, before, Away("wang", 2, 2))
    assert [(m.id, m.from_day, m.to_day, m.why) for m in found.moves] == [("b", 2, 3, "absent")]
    assert found.minimal


def test_repair_leaves_old_overload_and_other_people_alone() -> None:
    tasks = (LevelTask("a", "wang", 2, 0), LevelTask("b", "wang", 2, 0), LevelTask("c", "li", 2, 0))
    instance = LevelInstance(tasks, {"wang": (100,), "li": (100,)})
    found = repair(instance, {"a": 0, "b": 0, "c": 0}, Away("li", 1, 1))
    assert [m.id for m in found.moves] == ["c"]


def test_repair_of_an_absence_without_work_changes_nothing() -> None:
    instance = LevelInstance((LevelTask("a", "wang", 1, 0),), {"wang": (100,)})
    assert repair(instance, {"a": 0}, Away("wang", 3, 4)).moves == ()


def test_repair_does_not_move_what_has_begun() -> None:
    instance = LevelInstance((LevelTask("a", "wang", 3, 0),), {"wang": (100,)})
    found = repair(instance, {"a": 0}, Away("wang", 2, 2), today=1)
    assert (found.moves, found.overload_percent_days) == ((), 100)
    with pytest.raises(PlanRefused):
        repair(instance, {"a": 0}, Away("nobody", 2, 2))


def test_repair_takes_capacities_after_the_absence_too() -> None:
    tasks = (LevelTask("a", "wang", 2, 0), LevelTask("b", "wang", 1, 2))
    after = LevelInstance(tasks, {"wang": (100, 100, 0, 100)})
    assert [(m.id, m.to_day) for m in repair(after, {"a": 0, "b": 2}).moves] == [("b", 3)]


def test_a_task_that_needs_more_than_a_person_has_does_not_stop_the_others() -> None:
    tasks = (LevelTask("a", "half", 1, 0), LevelTask("b", "wang", 1, 0), LevelTask("c", "wang", 1, 0))
    found = level(LevelInstance(tasks, {"half": (50,), "wang": (100,)}), seconds=5)
    assert (found.starts["a"], found.cost, found.overload_percent_days) == (0, 1, 50)


@pytest.mark.parametrize("seed", range(6))
def test_repair_moves_as_few_as_can_be(seed: int) -> None:
    instance = tiny(seed)
    levelled = level(instance, seconds=5)
    found = repair(instance, levelled.starts, Away("b", 0, 1))
    lost = [100 if d not in (0, 1) else 0 for d in range(3)]
    after = LevelInstance(instance.tasks, {"a": instance.capacity["a"], "b": tuple(lost)})
    expected = moves_by_trying_everything(after, dict(levelled.starts))
    late = sum(10 * t.weight * max(0, found.starts[t.id] + t.length - 1 - (t.due or 99)) for t in instance.tasks)
    shift = sum(t.weight * abs(found.starts[t.id] - levelled.starts[t.id]) for t in instance.tasks)
    assert (len(found.moves), shift + late) == expected
    assert set(must_move(after, levelled.starts)) <= {m.id for m in found.moves}


def test_the_schedule_never_loads_the_solver() -> None:
    code = (
        "import sys; import huiwu.engines.planning.schedule, huiwu.engines.planning.levelling, huiwu.planning.cli;"
        "print('ortools' in sys.modules, 'django' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
