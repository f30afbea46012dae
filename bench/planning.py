"""Figures of the planning engine. `python -m bench.planning [--full]` prints them.

Instances of levelling are made here, seeded: a schedule without overload is packed first (tasks of 1 to 5 days, three in
ten at half load, four in ten waiting for one of the thirty before, half of the people away once for 1 to 3 days, people
about 70% busy); then every planned start is set up to 4 days earlier than it was packed, which is what a plan that
ignores people looks like. Due days lie 0 to 6 days after the planned finish; weights are 1 to 3.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from huiwu.engines.planning.calendar import chinese_calendar
from huiwu.engines.planning.catalogue import built_in_template
from huiwu.engines.planning.level_instance import LevelInstance, LevelTask
from huiwu.engines.planning.levelling import level, serial_greedy
from huiwu.engines.planning.plan import MeetingFacts, OwnTask
from huiwu.engines.planning.repair import Away, repair
from huiwu.engines.planning.schedule import plan_meeting

RUNS = 5
PREVIEW = (
    "import argparse,sys; from huiwu.planning.cli import add_commands; p=argparse.ArgumentParser();"
    "add_commands(p.add_subparsers(required=True)); a=p.parse_args(); sys.exit(a.run(a))"
)
SIZES = ((150, 8, 2.0, "within 1% of the optimum in 2 s"), (250, 12, 10.0, "within 3% in 10 s"),
         (400, 15, 20.0, "at least 35% below serial greedy in 20 s"))  # fmt: skip


def levelling_instance(tasks: int, people: int, *, seed: int) -> LevelInstance:
    """The generator described above."""
    pick = random.Random(seed)
    horizon = int(tasks * 3 * 0.85 / (people * 0.7)) + 10
    names = [f"p{n}" for n in range(people)]
    capacity = {name: _capacity(pick, horizon) for name in names}
    used: dict[tuple[str, int], int] = {}
    made: list[LevelTask] = []
    packed: list[int] = []
    for n in range(tasks):
        person, length, load = pick.choice(names), pick.randint(1, 5), 50 if pick.random() < 0.3 else 100
        deps = (pick.randrange(max(0, n - 30), n),) if n and pick.random() < 0.4 else ()
        start = max([pick.randrange(0, horizon - length), *(packed[d] + made[d].length for d in deps)])
        while any(used.get((person, d), 0) + load > _on(capacity[person], d) for d in range(start, start + length)):
            start += 1
        for day in range(start, start + length):
            used[person, day] = used.get((person, day), 0) + load
        packed.append(start)
        planned = max([0, start - pick.randint(0, 4), *(made[d].planned + made[d].length for d in deps)])
        made.append(
            LevelTask(
                f"t{n}", person, length, planned, max(0, planned - pick.randint(0, 5)),
                planned + length - 1 + pick.randint(0, 6), load, tuple(f"t{d}" for d in deps), pick.randint(1, 3),
            )
        )  # fmt: skip
    return LevelInstance(tuple(made), capacity)


def rows(full: bool = False) -> list[dict[str, Any]]:
    """Medians of at least 5 runs; the three levelling sizes with their 60 s reference only when `full`."""
    found = [_schedule_row(), _preview_row(), _repair_row()]
    if full:
        found += [_levelling_row(*size) for size in SIZES]
    return found


def _capacity(pick: random.Random, horizon: int) -> tuple[int, ...]:
    days = [100] * (horizon * 2)
    if pick.random() < 0.5:
        first = pick.randrange(5, horizon - 5)
        for day in range(first, first + pick.randint(1, 3)):
            days[day] = 0
    return tuple(days)


def _on(days: tuple[int, ...], day: int) -> int:
    return days[day] if day < len(days) else days[-1]


def _schedule_row() -> dict[str, Any]:
    meeting = MeetingFacts("seminar", 300, date(2026, 6, 30), date(2026, 7, 1), date(2026, 3, 1))
    tasks = [
        OwnTask(f"T{n}", f"任务{n}", 1 + n % 5, deps=(f"T{n - 1}",) if n % 4 else ("P09",), assignee=f"p{n % 15}")
        for n in range(300)
    ]
    calendar, template = chinese_calendar(), built_in_template()
    return _row("plan: 75 steps + 300 own tasks", lambda: plan_meeting(template, meeting, calendar, tasks=tasks), runs=30,
                note="goal 10 ms")  # fmt: skip


def _preview_row() -> dict[str, Any]:
    words = [
        "plan",
        "preview",
        "--type",
        "seminar",
        "--people",
        "300",
        "--start",
        "2026-06-30",
        "--today",
        "2026-03-01",
    ]
    command = [sys.executable, "-c", PREVIEW, *words, "--holidays", "cn", "--format", "json"]

    def run() -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert len(json.loads(done.stdout)["steps"]) == 75

    return _row("huiwu plan preview, whole command", run, children=True, note="goal 0.5 s")


def _repair_row() -> dict[str, Any]:
    instance = levelling_instance(150, 8, seed=1)
    starts = serial_greedy(instance).starts
    busy = {t.person for t in instance.tasks if 10 <= starts[t.id] <= 14}
    away = Away(min(busy), 10, 14)
    return _row("repair of 150 tasks after five days' absence", lambda: repair(instance, starts, away, today=8),
                note=f"{len(repair(instance, starts, away, today=8).moves)} tasks moved")  # fmt: skip


def _levelling_row(tasks: int, people: int, seconds: float, goal: str) -> dict[str, Any]:
    instance = levelling_instance(tasks, people, seed=1)
    started = time.perf_counter()
    greedy = serial_greedy(instance)
    greedy_s = time.perf_counter() - started
    reference = level(instance, seconds=60.0, seed=2)
    costs: list[int] = []
    row = _row(f"levelling {tasks} tasks, {people} people", lambda: costs.append(level(instance, seconds=seconds).cost))
    cost = int(statistics.median(costs))
    against = (
        f"{cost / max(1, reference.bound):.4f} of the bound, {100 - 100 * cost // max(1, greedy.cost)}% below greedy"
    )
    best = sum(found == reference.bound for found in costs)
    return {
        **row,
        "baseline_name": f"serial greedy of the same instance (cost {greedy.cost})",
        "baseline_s": round(greedy_s, 5),
        "ratio": round(cost / max(1, greedy.cost), 4),
        "note": f"ratio is of costs, not times: median {cost} (runs {sorted(costs)}) against {greedy.cost}; {against}; "
        f"CP-SAT 60 s: {reference.status}, cost {reference.cost}, bound {reference.bound}, met in {best} of {len(costs)} "
        f"runs; goal {goal}",
    }


def _row(
    name: str, work: Callable[[], object], *, runs: int = RUNS, children: bool = False, note: str = ""
) -> dict[str, Any]:
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    walls, cpus = [], []
    for _ in range(runs):
        before, started = resource.getrusage(who), time.perf_counter()
        work()
        walls.append(time.perf_counter() - started)
        after = resource.getrusage(who)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {
        "name": name,
        "median_s": round(statistics.median(walls), 5),
        "cpu_s": round(statistics.median(cpus), 5),
        "peak_mb": round(resource.getrusage(who).ru_maxrss / 1024, 1),
        "baseline_name": None,
        "baseline_s": None,
        "ratio": None,
        "note": note,
    }


if __name__ == "__main__":
    for line in rows(full="--full" in sys.argv):
        print(json.dumps(line, ensure_ascii=False))
