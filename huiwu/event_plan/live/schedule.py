"""The plan of the SOP's steps as milestones, bars and responsibilities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.documents.blocks import Block, Cell, Column, Gantt, GanttRow, Heading, RaciMatrix, RaciRow, Table
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import Phase, StepKind, StepStatus
from huiwu.planning.models import Plan, Step, StepRole
from huiwu.planning.queries.gates import gate_board
from huiwu.planning.queries.pages import days_off
from huiwu.planning.queries.plans import live_steps, plan_for

WIDEST = 8
"""Columns of a RACI matrix that a page of A4 holds legibly; wider ones are written as a list."""
LETTERS = "ARCI"


def milestones(meeting: Meeting) -> list[Block] | None:
    """Gates: what is confirmed, by whom, by when. Whether it is stands in the plan itself and changes with every signature."""
    plan = plan_for(meeting)
    if plan is None:
        return None
    columns = (
        Column(_("门禁"), 0.7),
        Column(_("内容"), 3.0),
        Column(_("确认方"), 1.0),
        Column(_("计划日期"), 1.2, kind="date"),
    )
    found = [view for view in gate_board(plan) if view.steps]
    due = {v.gate.code: max((s.finish_on for s in v.steps if s.finish_on), default=None) for v in found}
    cells: list[tuple[Cell, ...]] = [
        (v.gate.code, v.gate.title, v.gate.get_party_display(), due[v.gate.code])
        for v in sorted(found, key=lambda v: (due[v.gate.code] or date.max, v.gate.order))
    ]
    return [Table(columns, tuple(cells))] if cells else None


def gantt(meeting: Meeting) -> list[Block] | None:
    """One chart for each phase, so that a bar of a day stays visible beside one of weeks."""
    plan = plan_for(meeting)
    if plan is None:
        return None
    blocks: list[Block] = []
    for phase, steps in _by_phase(plan):
        rows = tuple(_bar(step) for step in steps if step.start_on and step.finish_on)
        if rows:
            first, last = min(row.start_on for row in rows), max(row.end_on for row in rows)
            rest = frozenset(days_off(plan, first, last))
            blocks.append(Gantt(rows, first, last, rest, caption=str(Phase(phase).label)))
    return blocks or None


def _bar(step: Step) -> GanttRow:
    assert step.start_on  # the caller has left out steps without days
    assert step.finish_on
    return GanttRow(
        label=f"{step.code} {step.title}",
        owner=_names(step, "A") or (step.owner.name if step.owner else ""),
        start_on=step.start_on,
        end_on=step.finish_on,
        critical=step.is_critical,
        done=step.status == StepStatus.DONE,
    )


def raci(meeting: Meeting) -> list[Block] | None:
    """Who answers for each step and who does it, phase by phase: a matrix where it fits the page, else a list."""
    blocks: list[Block] = []
    for phase, steps in _by_phase(plan_for(meeting)):
        blocks += [Heading(3, str(Phase(phase).label)), _responsibilities(steps)]
    return blocks or None


def _responsibilities(steps: list[Step]) -> Block:
    roles = list(dict.fromkeys(_name(row) for step in steps for row in step.roles.all()))
    if len(roles) <= WIDEST:
        return RaciMatrix(tuple(roles), tuple(RaciRow(_label(s), tuple(_marks(s, r) for r in roles)) for s in steps))
    held = {row.letter for step in steps for row in step.roles.all()}
    letters = [letter for letter in LETTERS if letter in held]
    words = {"A": _("负责 A"), "R": _("执行 R"), "C": _("征询 C"), "I": _("知会 I")}
    columns = (Column(_("步骤"), 3.2), *(Column(words[letter], 1.6) for letter in letters))
    return Table(columns, tuple((_label(s), *(_names(s, letter) for letter in letters)) for s in steps))


def _by_phase(plan: Plan | None) -> Iterable[tuple[str, list[Step]]]:
    """Live steps of the SOP, each phase with its steps in order; the team's own tasks are no matter of the client's."""
    if plan is None:
        return
    roles = Prefetch("roles", StepRole.objects.select_related("user"))
    found: dict[str, list[Step]] = {}
    for step in live_steps(plan).filter(kind=StepKind.STEP).prefetch_related(roles):
        found.setdefault(step.phase, []).append(step)
    yield from ((phase, found[phase]) for phase in Phase.values if phase in found)


def _label(step: Step) -> str:
    return f"{step.code} {step.title}"


def _name(row: StepRole) -> str:
    return str(dict(Role.choices).get(row.role) or (row.user.name if row.user else ""))


def _names(step: Step, letter: str) -> str:
    return _("、").join(_name(row) for row in step.roles.all() if row.letter == letter)


def _marks(step: Step, role: str) -> str:
    held = {row.letter for row in step.roles.all() if _name(row) == role}
    return "/".join(letter for letter in LETTERS if letter in held)
