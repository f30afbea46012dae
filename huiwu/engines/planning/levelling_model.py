"""The CP-SAT model behind levelling and repair. The solver is imported here only, and only when it is asked for.

The model is the time-indexed-free form: one start per task, one no-overlap (or cumulative) constraint per person, days
of absence as bars that use capacity up, precedences, and the cost of `levelling.task_cost`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from huiwu.engines.planning.level_instance import LATE, LevelInstance, LevelTask, horizon_of

WORKERS = 4
# Solver effort per second asked for, when the answer must be the same on every machine.
EFFORT_PER_SECOND = 0.5


class SolverMissing(RuntimeError):
    """The optional solver is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "资源平衡需要求解器 ortools，本机没有安装。请安装附加组件 huiwu[levelling]；排期本身不受影响。"
        )


def load_solver() -> Any:
    """The solver module. Raises SolverMissing."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise SolverMissing from None
    return cp_model


class LevelModel:
    """Variables of one instance; `reference` are the starts that shifts are measured from."""

    def __init__(self, instance: LevelInstance, reference: Mapping[str, int], known: Mapping[str, int]) -> None:
        self.cp = load_solver()
        self.instance, self.reference, self.known = instance, reference, known
        self.model = self.cp.CpModel()
        last = max([known[t.id] + t.length for t in instance.tasks], default=0)
        self.horizon = min(horizon_of(instance), last + 5)
        self.starts: dict[str, Any] = {t.id: self._start(t) for t in instance.tasks if not t.fixed}
        self.shifts: dict[str, Any] = {}
        self._precedences()
        self._capacities()
        self.cost = sum(self._cost(t) for t in instance.tasks if not t.fixed)
        for name, start in self.starts.items():
            self.model.add_hint(start, known[name])

    def _start(self, task: LevelTask) -> Any:
        return self.model.new_int_var(min(task.earliest, self.known[task.id]), self.horizon, task.id)

    def _precedences(self) -> None:
        lengths = {task.id: task.length for task in self.instance.tasks}
        for task in self.instance.tasks:
            for dep in task.deps:
                ready = self.starts[dep] if dep in self.starts else self.known[dep]
                if task.id in self.starts:
                    self.model.add(self.starts[task.id] >= ready + lengths[dep])

    def _capacities(self) -> None:
        for person in sorted({task.person for task in self.instance.tasks if not task.fixed}):
            own = [t for t in self.instance.tasks if t.person == person and not t.fixed]
            days = self.instance.capacity[person]
            left = [days[d] if d < len(days) else days[-1] for d in range(self.horizon + max(t.length for t in own))]
            for task in self.instance.tasks:
                if task.fixed and task.person == person:
                    for day in range(task.planned, min(len(left), task.planned + task.length)):
                        left[day] -= task.load_percent
            self._capacity(own, left)

    def _capacity(self, own: list[LevelTask], left: list[int]) -> None:
        top = max([*left, 0])
        bars = [self.model.new_fixed_size_interval_var(self.starts[t.id], t.length, "") for t in own]
        need = [task.load_percent for task in own]
        for first, after, missing in taken_stretches(left, top):
            bars.append(self.model.new_fixed_size_interval_var(first, after - first, ""))
            need.append(missing)
        if all(2 * load > top for load in need):
            self.model.add_no_overlap(bars)
        else:
            self.model.add_cumulative(bars, need, top)

    def _cost(self, task: LevelTask) -> Any:
        start, target = self.starts[task.id], self.reference[task.id]
        shift = self.model.new_int_var(0, self.horizon + target, "")
        self.model.add(shift >= start - target)
        self.model.add(shift >= target - start)
        self.shifts[task.id] = shift
        if task.due is None:
            return task.weight * shift
        late = self.model.new_int_var(0, self.horizon + task.length, "")
        self.model.add(late >= start + task.length - 1 - task.due)
        return task.weight * shift + LATE * task.weight * late

    def solve(
        self,
        *,
        seconds: float,
        seed: int,
        reproducible: bool,
        stop: Callable[[], bool] | None = None,
        on_better: Callable[[Mapping[str, int], int], None] | None = None,
    ) -> tuple[str, dict[str, int], int]:
        """(`optimal` | `feasible` | `unknown`, starts of every task, lower bound of the objective)."""
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = seed
        if reproducible:
            solver.parameters.interleave_search = True
            solver.parameters.max_deterministic_time = seconds * EFFORT_PER_SECOND
        else:
            solver.parameters.max_time_in_seconds = seconds
        with Watched(solver, stop):
            status = solver.solve(self.model, self._listener(on_better) if on_better else None)
        words = {self.cp.OPTIMAL: "optimal", self.cp.FEASIBLE: "feasible"}
        if status not in words:
            return "unknown", dict(self.known), 0
        found = {name: solver.value(var) for name, var in self.starts.items()}
        return words[status], {**self.known, **found}, round(solver.best_objective_bound)

    def _listener(self, on_better: Callable[[Mapping[str, int], int], None]) -> Any:
        outer = self

        class Listener(self.cp.CpSolverSolutionCallback):  # type: ignore[name-defined]  # imported lazily
            def on_solution_callback(self) -> None:
                found = {name: self.value(var) for name, var in outer.starts.items()}
                on_better({**outer.known, **found}, round(self.best_objective_bound))

        return Listener()


class Watched:
    """Asks `stop` ten times a second while the solver runs, and ends it when the answer is yes."""

    def __init__(self, solver: Any, stop: Callable[[], bool] | None) -> None:
        self.solver, self.stop = solver, stop
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        if self.stop is not None:
            self.thread.start()

    def __exit__(self, *exc: object) -> None:
        self.over.set()
        if self.stop is not None:
            self.thread.join()

    def _watch(self) -> None:
        while not self.over.is_set():
            if self.stop is not None and self.stop():
                while not self.over.is_set():  # asked again until the search, once begun, has ended
                    self.solver.stop_search()
                    time.sleep(0.05)
                return
            self.over.wait(0.1)


def taken_stretches(left: list[int], top: int) -> list[tuple[int, int, int]]:
    """Runs of days with the same capacity missing below `top`: (first, after last, missing)."""
    found: list[tuple[int, int, int]] = []
    for day, have in enumerate(left):
        missing = top - max(have, 0)
        if missing <= 0:
            continue
        if found and found[-1][1] == day and found[-1][2] == missing:
            found[-1] = (found[-1][0], day + 1, missing)
        else:
            found.append((day, day + 1, missing))
    return found
