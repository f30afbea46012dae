"""Who answers for a step: exactly one A, at least one R; the R may be the A (sop.md §2 rule 5; failures OM-014)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from huiwu.engines.planning.catalogue import Template

LETTERS = ("R", "A", "C", "I")


@dataclass(frozen=True, slots=True)
class RaciRow:
    """`who` (a role code or a person's id) has `letter` on `step`."""

    step: str
    who: str
    letter: str


@dataclass(frozen=True, slots=True)
class RaciProblem:
    """`code`: no_accountable, several_accountable, no_responsible, unknown_letter, same_twice, unknown_step."""

    step: str
    code: str
    sentence: str


def raci_problems(rows: Iterable[RaciRow], steps: Iterable[str]) -> tuple[RaciProblem, ...]:
    """Every step of `steps` that breaks the rule, in that order, then rows that belong to no step."""
    by_step: dict[str, list[RaciRow]] = {step: [] for step in steps}
    strays: list[RaciProblem] = []
    for row in rows:
        if row.step in by_step:
            by_step[row.step].append(row)
        else:
            strays.append(RaciProblem(row.step, "unknown_step", f"职责表提到不存在的步骤 {row.step}。"))
    found = [problem for step, own in by_step.items() for problem in _step_problems(step, own)]
    return (*found, *strays)


def raci_of(template: Template) -> tuple[RaciRow, ...]:
    """The template's own assignment: one A and every R per step, by role code."""
    rows: list[RaciRow] = []
    for step in template.steps:
        rows += [RaciRow(step.id, role, "R") for role in step.responsible]
        rows.append(RaciRow(step.id, step.accountable, "A"))
    return tuple(rows)


def _step_problems(step: str, rows: list[RaciRow]) -> list[RaciProblem]:
    count = Counter(row.letter for row in rows)
    found: list[RaciProblem] = []
    if count["A"] == 0:
        found.append(RaciProblem(step, "no_accountable", f"步骤 {step} 没有负责人（A）：没人负责。"))
    if count["A"] > 1:
        found.append(
            RaciProblem(step, "several_accountable", f"步骤 {step} 有 {count['A']} 个负责人（A），只能有一个。")
        )
    if count["R"] == 0:
        found.append(RaciProblem(step, "no_responsible", f"步骤 {step} 没有执行人（R）。"))
    for letter in sorted(set(count) - set(LETTERS)):
        found.append(RaciProblem(step, "unknown_letter", f"步骤 {step} 的职责“{letter}”不是 R、A、C、I 之一。"))
    for row, times in Counter(rows).items():
        if times > 1:
            found.append(
                RaciProblem(step, "same_twice", f"步骤 {step} 把同一职责 {row.letter} 给了 {row.who} {times} 次。")
            )
    return found
