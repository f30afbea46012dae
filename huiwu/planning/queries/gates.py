"""Gates: which are shut, what they block and unlock, which comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from huiwu.meetings.models import Meeting
from huiwu.planning.choices import GateParty, GateState, StepStatus
from huiwu.planning.errors import GateClosed
from huiwu.planning.models import Gate, GateConfirmation, Plan, Step, StepDependency


@dataclass(slots=True)
class GateView:
    """A gate with its steps, when it should open, and the steps that wait behind it."""

    gate: Gate
    steps: list[Step] = field(default_factory=list)
    behind: list[Step] = field(default_factory=list)
    confirmations: dict[str, GateConfirmation] = field(default_factory=dict)

    @property
    def due_on(self) -> date | None:
        """The last planned day of its open steps."""
        return max((s.finish_on for s in self.steps if s.finish_on), default=None)

    @property
    def is_open(self) -> bool:
        return self.gate.is_open

    def is_late(self, today: date) -> bool:
        last = max((s.late_finish_on for s in self.steps if s.late_finish_on), default=None)
        return not self.is_open and last is not None and last < today

    @property
    def waiting_codes(self) -> list[str]:
        return [s.code for s in self.steps if s.code not in self.confirmations]


def gate_board(plan: Plan) -> list[GateView]:
    """All gates of the plan in order. 4 queries, whatever the number of gates."""
    steps = {s.pk: s for s in plan.steps.exclude(status=StepStatus.OMITTED)}
    views = {gate.code: GateView(gate) for gate in plan.gates.all()}
    for step in steps.values():
        if step.gate_code in views:
            views[step.gate_code].steps.append(step)
    for row in GateConfirmation.objects.filter(gate__plan=plan).select_related("gate", "by_user"):
        views[row.gate.code].confirmations[row.step_code] = row
    gate_of = {s.pk: s.gate_code for s in steps.values() if s.gate_code}
    lead_of = {s.code: s.pk for s in steps.values()}
    gates_of_lead: dict[UUID, set[str]] = {}
    for pk, code in gate_of.items():
        lead = lead_of.get(steps[pk].merged_into, pk)
        gates_of_lead.setdefault(lead, set()).add(code)
    for step_id, on_id in StepDependency.objects.filter(step__plan=plan, start_only=False).values_list(
        "step_id", "on_id"
    ):
        for code in gates_of_lead.get(on_id, ()):
            if step_id in steps and code in views and steps[step_id] not in views[code].behind:
                views[code].behind.append(steps[step_id])
    for view in views.values():
        view.behind.sort(key=lambda step: step.order)
    return list(views.values())


def next_gate(meeting: Meeting) -> GateView | None:
    """The shut gate whose steps are planned to finish first; None when all are open or there is no plan."""
    plan = Plan.objects.defer("snapshot").filter(meeting=meeting).first()
    if plan is None:
        return None
    shut = [view for view in gate_board(plan) if not view.is_open and view.due_on]
    return min(shut, key=lambda view: (view.due_on or date.max, view.gate.order), default=None)


def require_gate(meeting: Meeting, code: str) -> None:
    """Raise GateClosed unless the gate is open or does not apply. Acts of other capabilities ask this (G4 before production)."""
    gate = Gate.objects.filter(plan__meeting=meeting, code=code).first()
    if gate is None or gate.state == GateState.CLOSED:
        party = GateParty(gate.party).label if gate else GateParty.CLIENT.label
        raise GateClosed(gate=code, name=gate.title if gate else "", party=party)


@dataclass(frozen=True, slots=True)
class NextGate:
    """The shut gate of a meeting that is planned to open first, and when."""

    code: str
    name: str
    party: str
    due_on: date


def next_gates(meeting_ids: Iterable[UUID]) -> dict[UUID, NextGate]:
    """As `next_gate`, for many meetings in 2 queries; without their steps."""
    ids = list(meeting_ids)
    due = Step.objects.filter(plan__meeting__in=ids).exclude(gate_code="").exclude(status=StepStatus.OMITTED)
    last = due.order_by().values_list("plan_id", "gate_code").annotate(last=Max("finish_on"))
    finish = {(plan_id, code): day for plan_id, code, day in last if day}
    found: dict[UUID, NextGate] = {}
    for gate in Gate.objects.filter(plan__meeting__in=ids, state=GateState.CLOSED).annotate(of=F("plan__meeting_id")):
        day, meeting_id = finish.get((gate.plan_id, gate.code)), gate.of
        if day and (meeting_id not in found or day < found[meeting_id].due_on):
            found[meeting_id] = NextGate(gate.code, gate.title, gate.party, day)
    return found


def steps_waiting_for_client(meetings: QuerySet[Meeting] | Iterable[UUID]) -> QuerySet[Step]:
    """Open steps whose client gate is shut and whose planned work has begun: what waits for the client, earliest first.

    `meetings` are ids, or a query that stays part of this one.
    """
    shut = Gate.objects.filter(
        plan=OuterRef("plan"), code=OuterRef("gate_code"), party=GateParty.CLIENT, state=GateState.CLOSED
    )
    confirmed = GateConfirmation.objects.filter(
        gate__plan=OuterRef("plan"), gate__code=OuterRef("gate_code"), step_code=OuterRef("code")
    )
    begun = Step.objects.filter(plan__meeting__in=meetings, status=StepStatus.DOING).exclude(gate_code="")
    rows = begun.filter(Exists(shut), ~Exists(confirmed)).select_related("plan__meeting", "owner")
    return rows.defer("plan__snapshot", "plan__notes").order_by("late_finish_on", "order")


def waiting_for_client(meetings: Iterable[Meeting]) -> list[Step]:
    """`steps_waiting_for_client`, fetched."""
    return list(steps_waiting_for_client([meeting.pk for meeting in meetings]))
