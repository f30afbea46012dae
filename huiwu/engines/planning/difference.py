"""What changed between two plans, ready to be put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huiwu.engines.planning.plan import Plan, PlannedStep

Bar = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Moved:
    """Same length, other days. `days` is how far the start moved, negative = earlier."""

    id: str
    name: str
    from_start: date
    to_start: date
    from_finish: date
    to_finish: date
    days: int


@dataclass(frozen=True, slots=True)
class Resized:
    """Another number of days, perhaps on other days."""

    id: str
    name: str
    from_start: date
    to_start: date
    from_finish: date
    to_finish: date
    from_days: int
    to_days: int


@dataclass(frozen=True, slots=True)
class Added:
    id: str
    name: str
    start: date
    finish: date


@dataclass(frozen=True, slots=True)
class Removed:
    """No longer planned; `why` is the reason of omission, or None when the step or task is gone altogether."""

    id: str
    name: str
    start: date
    finish: date
    why: str | None


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """`feasible_changed` is (before, after) when feasibility changed, else None."""

    moved: tuple[Moved, ...]
    resized: tuple[Resized, ...]
    added: tuple[Added, ...]
    removed: tuple[Removed, ...]
    feasible_changed: tuple[bool, bool] | None

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.resized or self.added or self.removed or self.feasible_changed)


def difference(before: Plan, after: Plan) -> PlanDifference:
    """From `before` to `after`, in the order of the later plan, by planned (early) dates."""
    old, new = _placed(before), _placed(after)
    still = {step.id: step for step in after.steps}
    shared = [(old[i], new[i]) for i in new if i in old and _bar(old[i]) != _bar(new[i])]
    changed = (before.feasible, after.feasible) if before.feasible != after.feasible else None
    return PlanDifference(
        moved=tuple(_moved(a, b) for a, b in shared if a.length_days == b.length_days),
        resized=tuple(_resized(a, b) for a, b in shared if a.length_days != b.length_days),
        added=tuple(Added(s.id, s.name, *_bar(s)) for i, s in new.items() if i not in old),
        removed=tuple(
            Removed(s.id, s.name, *_bar(s), still[i].omitted if i in still else None)
            for i, s in old.items()
            if i not in new
        ),
        feasible_changed=changed,
    )


def bars(plan: Plan) -> dict[str, Bar]:
    """Planned start and finish of everything that is planned, by id."""
    return {i: _bar(step) for i, step in _placed(plan).items()}


def applied(before: Mapping[str, Bar], change: PlanDifference) -> dict[str, Bar]:
    """The bars of the later plan, made from those of the earlier one and the difference."""
    result = dict(before)
    for gone in change.removed:
        del result[gone.id]
    changed: list[Moved | Resized] = [*change.moved, *change.resized]
    for item in changed:
        result[item.id] = (item.to_start, item.to_finish)
    for new in change.added:
        result[new.id] = (new.start, new.finish)
    return result


def _placed(plan: Plan) -> dict[str, PlannedStep]:
    return {step.id: step for step in plan.steps if step.early_start is not None}


def _bar(step: PlannedStep) -> Bar:
    assert step.early_start is not None
    assert step.early_finish is not None
    return step.early_start, step.early_finish


def _moved(a: PlannedStep, b: PlannedStep) -> Moved:
    (s0, f0), (s1, f1) = _bar(a), _bar(b)
    return Moved(b.id, b.name, s0, s1, f0, f1, (s1 - s0) // timedelta(days=1))


def _resized(a: PlannedStep, b: PlannedStep) -> Resized:
    (s0, f0), (s1, f1) = _bar(a), _bar(b)
    return Resized(b.id, b.name, s0, s1, f0, f1, a.length_days, b.length_days)
