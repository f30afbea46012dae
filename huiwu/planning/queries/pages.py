"""What the plan's pages show: rows with their state in words, a matrix, bars, one step with everything about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.evidence import Evidence, EvidenceKind
from huiwu.meetings.models import Meeting
from huiwu.planning.bridge import rows
from huiwu.planning.choices import GateParty, Phase, StepStatus
from huiwu.planning.models import (
    Gate,
    GateConfirmation,
    Plan,
    PlanProposal,
    Step,
    StepDependency,
    StepNote,
    StepRole,
)
from huiwu.planning.queries.evidence import Reading, has_own_evidence, kinds_of
from huiwu.planning.queries.gates import gate_board
from huiwu.planning.queries.plans import live_steps, rests_on_other_facts


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the list with its state as the `state` tag draws it."""

    step: Step
    state: str
    label: str
    url: str
    merged: tuple[Step, ...] = ()


@dataclass(slots=True)
class PhaseLines:
    code: str
    title: Any
    lines: list[StepLine] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(1 for line in self.lines if line.step.status == StepStatus.DONE)


def step_url(meeting: Meeting, code: str) -> str:
    return reverse("planning:step", args=[meeting.slug, code])


def state_of(step: Step, today: date, waits_for_client: bool) -> tuple[str, str]:
    """(state code, words): done, late, waiting for the client, doing, open."""
    if step.status == StepStatus.DONE:
        return "done", ""
    if step.status in (StepStatus.OMITTED, StepStatus.MERGED):
        return "skipped", str(step.get_status_display())
    if step.is_late(today):
        return "late", ""
    if step.is_overdue(today):
        return "late", _("已过计划日")
    if waits_for_client and step.status == StepStatus.DOING:
        return "waiting_client", ""
    return ("doing", "") if step.status == StepStatus.DOING else ("open", "")


def plan_lines(plan: Plan, today: date, filters: Mapping[str, str] | None = None) -> list[PhaseLines]:
    """Steps and tasks by phase, filtered by `owner` (id or `none`), `state`, `phase`, `q`. 3 queries."""
    chosen = filters or {}
    waiting = _waiting_pairs(plan)
    found = _filtered(plan, chosen)
    merged: dict[str, list[Step]] = {}
    for row in plan.steps.filter(status=StepStatus.MERGED):
        merged.setdefault(row.merged_into, []).append(row)
    groups = {code: PhaseLines(code, title) for code, title in Phase.choices}
    for step in found:
        state, label = state_of(step, today, step.code in waiting)
        if chosen.get("state") and not _wanted(chosen["state"], state, step):
            continue
        line = StepLine(step, state, label, step_url(plan.meeting, step.code), tuple(merged.get(step.code, ())))
        groups[step.phase].lines.append(line)
    return [group for group in groups.values() if group.lines]


def _wanted(wish: str, state: str, step: Step) -> bool:
    return (
        step.is_open
        if wish == "unfinished"
        else step.is_critical and step.is_open
        if wish == "critical"
        else wish == state
    )


def _filtered(plan: Plan, chosen: Mapping[str, str]) -> Iterable[Step]:
    found = live_steps(plan)
    if chosen.get("phase"):
        found = found.filter(phase=chosen["phase"])
    if chosen.get("owner") == "none":
        found = found.filter(owner=None)
    elif chosen.get("owner"):
        found = found.filter(owner_id=UUID(chosen["owner"]))
    if chosen.get("q"):
        text = chosen["q"].strip()
        found = found.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__iexact=text))
    return found


def _waiting_pairs(plan: Plan) -> set[str]:
    """Codes of steps whose client gate is not confirmed yet."""
    confirmed = set(GateConfirmation.objects.filter(gate__plan=plan).values_list("step_code", flat=True))
    gated = plan.steps.filter(gate_party=GateParty.CLIENT).exclude(gate_code="").values_list("code", flat=True)
    return {code for code in gated if code not in confirmed}


def omitted_steps(plan: Plan) -> list[Step]:
    return list(plan.steps.filter(status=StepStatus.OMITTED))


def gantt_rows(plan: Plan, today: date) -> list[dict[str, Any]]:
    """Diamonds of the gates, then bars of every live step by phase, for the `gantt` tag."""
    phases = dict(Phase.choices)
    return _gate_rows(plan, today) + [
        {
            "label": step.title,
            "code": step.code,
            "start": step.start_on,
            "end": step.finish_on,
            "latest": step.late_finish_on if step.is_open else None,
            "done": step.status == StepStatus.DONE,
            "critical": step.is_critical and step.is_open,
            "late": step.is_overdue(today),
            "group": str(phases[step.phase]),
            "url": step_url(plan.meeting, step.code),
        }
        for step in live_steps(plan)
        if step.start_on
    ]


def _gate_rows(plan: Plan, today: date) -> list[dict[str, Any]]:
    return [
        {
            "label": view.gate.title,
            "code": view.gate.code,
            "start": view.due_on,
            "end": view.due_on,
            "latest": None,
            "done": view.is_open,
            "late": view.is_late(today),
            "gate": True,
            "group": _("门禁"),
            "url": f"{reverse('planning:gates', args=[plan.meeting.slug])}#{view.gate.code}",
        }
        for view in gate_board(plan)
        if view.due_on
    ]


def days_off(plan: Plan, first: date, last: date) -> list[date]:
    """Days without work from first to last, as the organisation's calendar has them."""
    calendar = rows.calendar_of(plan.meeting.org_id)
    span = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    return [day for day in span if not calendar.is_workday(day)]


@dataclass(frozen=True, slots=True)
class Matrix:
    """RACI: `columns` are names, `rows` are (step, url, letters per column)."""

    columns: list[str]
    rows: list[tuple[Step, str, list[str]]]
    faults: dict[str, str]


def raci_matrix(plan: Plan, phase: str = "") -> Matrix:
    """Who has which letter on each live step. 2 queries."""
    roles = Prefetch("roles", StepRole.objects.select_related("user"))
    steps = list((live_steps(plan).filter(phase=phase) if phase else live_steps(plan)).prefetch_related(roles))
    names: dict[str, str] = {}
    words = dict(Role.choices)
    for step in steps:
        for row in step.roles.all():
            names.setdefault(
                row.role or str(row.user_id), str(words.get(row.role) or (row.user and row.user.name) or "")
            )
    order = [code for code in Role.values if code in names] + [key for key in names if key not in Role.values]
    table = [(step, step_url(plan.meeting, step.code), _letters(step, order)) for step in steps]
    return Matrix([names[key] for key in order], table, raci_faults(steps))


def _letters(step: Step, order: list[str]) -> list[str]:
    held: dict[str, str] = {}
    for row in step.roles.all():
        key = row.role or str(row.user_id)
        held[key] = "/".join(sorted({*held.get(key, "").split("/"), row.letter} - {""}, key="RACI".index))
    return [held.get(key, "") for key in order]


def raci_faults(steps: Iterable[Step]) -> dict[str, str]:
    """Sentence per step code that has not exactly one A and at least one R; own tasks are excused while unshared."""
    checked = [s for s in steps if s.kind == "step" or s.roles.all()]
    letters = [(s.code, r.role or str(r.user_id), r.letter) for s in checked for r in s.roles.all()]
    return dict(rows.raci_faults(letters, [s.code for s in checked]))


@dataclass(frozen=True, slots=True)
class StepPage:
    """Everything about one step on its page."""

    step: Step
    state: str
    label: str
    text: rows.StepText | None
    evidence: list[tuple[EvidenceKind, Evidence]]
    gate: Gate | None
    confirmations: list[GateConfirmation]
    needs: list[StepDependency]
    unlocks: list[StepDependency]
    merged: list[Step]
    tasks: list[Step]
    notes: list[StepNote]
    history: list[Told]
    roles: dict[str, list[str]]
    takes_sheet: bool


def step_page(plan: Plan, code: str, today: date) -> StepPage | None:
    """One step or task of the plan; None when there is none of that code. A fixed number of queries."""
    found = plan.steps.select_related("owner", "done_by", "parent").prefetch_related(
        Prefetch("roles", StepRole.objects.select_related("user")),
        Prefetch("needs", StepDependency.objects.select_related("on").order_by("on__order")),
        Prefetch("unlocks", StepDependency.objects.select_related("step").order_by("step__order")),
        Prefetch("notes", StepNote.objects.select_related("by", "file")),
        "tasks",
    )
    step = found.filter(code=code).first()
    if step is None:
        return None
    step.plan = plan
    reading = Reading.of(plan)
    codes = reading.codes_of(step)
    gate = reading.gates.get(step.gate_code)
    confirmed = [row for parts in reading.confirmed.values() for c, row in parts.items() if c in codes]
    waits = bool(gate and gate.party == GateParty.CLIENT and not confirmed)
    state, label = state_of(step, today, waits)
    return StepPage(
        step=step,
        state=state,
        label=label,
        text=rows.text_of(plan.snapshot, code),
        evidence=[(kind, reading.state(kind)) for kind in kinds_of(codes)],
        gate=gate,
        confirmations=confirmed,
        needs=list(step.needs.all()),
        unlocks=list(step.unlocks.all()),
        merged=[s for s in reading.steps.values() if s.merged_into == code],
        tasks=list(step.tasks.all()),
        notes=list(step.notes.all()),
        history=_history(step),
        roles=_roles(step),
        takes_sheet=waits and not has_own_evidence(step.gate_code, step.code, reading.required(step.gate_code)),
    )


def _roles(step: Step) -> dict[str, list[str]]:
    words = dict(Role.choices)
    found: dict[str, list[str]] = {}
    for row in step.roles.all():
        found.setdefault(row.letter, []).append(str(words.get(row.role) or (row.user and row.user.name) or ""))
    return {letter: found[letter] for letter in "RACI" if letter in found}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a step's history."""

    at: datetime
    title: str
    by: str


TOLD = {
    "step_started": gettext_lazy("开始"),
    "step_completed": gettext_lazy("完成"),
    "step_reopened": gettext_lazy("重新打开"),
    "step_assigned": gettext_lazy("改分派"),
    "step_roles_changed": gettext_lazy("改职责"),
    "step_pinned": gettext_lazy("改日期并固定"),
    "step_unpinned": gettext_lazy("取消固定"),
    "step_noted": gettext_lazy("写说明或传照片"),
    "task_added": gettext_lazy("添加任务"),
    "task_changed": gettext_lazy("修改任务"),
}


def _history(step: Step) -> list[Told]:
    """Facts of planning about this step, newest first."""
    found = FactRecord.objects.filter(meeting_id=step.plan.meeting_id, payload__step_id=str(step.pk)).order_by("-id")[
        :30
    ]
    people = dict(User.objects.filter(pk__in={row.actor_id for row in found if row.actor_id}).values_list("pk", "name"))
    return [
        Told(row.happened_at, str(TOLD.get(row.kind, row.kind)), people.get(row.actor_id or step.pk, _("系统")))
        for row in found
    ]


def waiting_proposals(plan: Plan) -> list[PlanProposal]:
    return list(plan.proposals.filter(state="waiting").defer("result", "difference").select_related("proposed_by"))


def changed_anchors(plan: Plan) -> list[str]:
    """Anchors in which the plan is behind the meeting, as words."""
    words = {
        "type": _("会议类型"),
        "headcount": _("人数"),
        "start_on": _("首日"),
        "end_on": _("末日"),
        "conditions": _("会议条件"),
        "publicness": _("公开性"),
        "contract_on": _("主合同签订日"),
        "load_in_on": _("进场日"),
        "timezone": _("时区"),
    }
    return [words[key] for key in rests_on_other_facts(plan, rows.anchors_of(plan.meeting))]
