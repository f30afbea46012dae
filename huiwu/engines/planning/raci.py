"""Who answers for a step: exactly one A, at least one R; the R may be the A (sop.md §2 rule 5; failures OM-014)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from huiwu.engines.planning.catalogue import Template
from huiwu.engines.planning.sentences import Sentence, say

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
    said: Sentence

    @property
    def code(self) -> str:
        return self.said.code

    @property
    def sentence(self) -> str:
        return str(self.said)


def raci_problems(rows: Iterable[RaciRow], steps: Iterable[str]) -> tuple[RaciProblem, ...]:
    """Every step of `steps` that breaks the rule, in that order, then rows that belong to no step."""
    by_step: dict[str, list[RaciRow]] = {step: [] for step in steps}
    strays: list[RaciProblem] = []
    for row in rows:
        if row.step in by_step:
            by_step[row.step].append(row)
        else:
            strays.append(RaciProblem(row.step, say("unknown_step", step=row.step)))
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
        found.append(RaciProblem(step, say("no_accountable", step=step)))
    if count["A"] > 1:
        found.append(RaciProblem(step, say("several_accountable", step=step, count=count["A"])))
    if count["R"] == 0:
        found.append(RaciProblem(step, say("no_responsible", step=step)))
    for letter in sorted(set(count) - set(LETTERS)):
        found.append(RaciProblem(step, say("unknown_letter", step=step, letter=letter)))
    for row, times in Counter(rows).items():
        if times > 1:
            found.append(RaciProblem(step, say("same_twice", step=step, letter=row.letter, who=row.who, times=times)))
    return found
