"""Steps complete and gates open from data, and fall back when the data is gone (sop.md §3, architecture: a step is gate plus record)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import TopicVersion
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.foundation.registry.evidence import KINDS, Evidence, EvidenceKind
from huiwu.kernel import clock
from huiwu.planning.choices import DoneHow, GateHow, GateParty, GateState, StepStatus
from huiwu.planning.events import GateConfirmed, GateOpened, GateShut, StepCompleted, StepReopened
from huiwu.planning.models import OPEN_STATUSES, Gate, GateConfirmation, Plan, Step
from huiwu.planning.queries.evidence import Reading, kinds_of, unconfirmed
from huiwu.planning.services.revisions import touch

_waiting: ContextVar[dict[UUID, set[str]] | None] = ContextVar(
    "kinds of facts by meeting whose evidence is read later", default=None
)


@contextmanager
def evidence_read_at_the_end() -> Iterator[None]:
    """Inside, evidence waits until the end and is read once for each meeting: for many facts in one transaction."""
    meetings: dict[UUID, set[str]] = {}
    token = _waiting.set(meetings)
    try:
        yield
    finally:
        _waiting.reset(token)
    for meeting_id in sorted(meetings):
        refresh_evidence(actor=SYSTEM, meeting_id=meeting_id, fact_kinds=meetings[meeting_id])


def waits(meeting_id: UUID, fact_kind: str) -> bool:
    """Whether what this fact may have changed will be read at the end of such a block; it is noted if so."""
    meetings = _waiting.get()
    if meetings is None:
        return False
    meetings.setdefault(meeting_id, set()).add(fact_kind)
    return True


@unasked("done by the worker; the system brings gates and steps in line")
def follow_busy_facts() -> int:
    """Read the evidence of `busy_facts` again in every meeting where anything happened since the last time. How many.

    The version of the meeting's topic says whether anything did: it is raised in the transaction of each fact, so what
    is committed while this reads has another version, and is followed the next time.
    """
    busy = {fact for kind in KINDS.values() for fact in kind.busy_facts}
    seen = Plan.objects.values_list("meeting_id", "evidence_version")
    there = dict(TopicVersion.objects.filter(topic__startswith="meeting:").values_list("topic", "version"))
    moved = [(pk, now) for pk, then in seen if (now := there.get(f"meeting:{pk}", 0)) != then]
    for meeting_id, version in moved:
        refresh_evidence(actor=SYSTEM, meeting_id=meeting_id, fact_kinds=busy)
        Plan.objects.filter(meeting_id=meeting_id).update(evidence_version=version)
    return len(moved)


@unasked("reads what others recorded; the system brings gates and steps in line")
@transaction.atomic
def refresh_evidence(*, actor: Actor, meeting_id: UUID, fact_kinds: Collection[str] | None = None) -> None:
    """Read the evidence that facts of these kinds may have changed (None = all) and let steps and gates follow.

    Asks no permission: it changes only what the data already says. Does nothing where the meeting has no plan.
    """
    kinds = [k for k in KINDS.values() if fact_kinds is None or k.may_follow(fact_kinds)]
    if not kinds:
        return
    plans = Plan.objects.select_for_update(of=("self",)).select_related("meeting").defer("snapshot")
    plan = plans.filter(meeting_id=meeting_id).first()
    if plan is None:
        return
    reading = Reading.of(plan)
    codes = {code for kind in kinds for code in kind.steps}
    for gate in sorted({g for kind in kinds for g in kind.gates} & set(reading.gates)):
        codes |= set(reading.required(gate))
        settle_gate(actor, reading, reading.gates[gate])
    leads = {s.merged_into or s.code for code in codes if (s := reading.steps.get(code)) is not None}
    for code in sorted(leads & set(reading.steps)):
        _settle_step(actor, reading, reading.steps[code])
    if reading.changed:
        touch(plan.pk)


def settle_gate(actor: Actor, reading: Reading, gate: Gate) -> None:
    """Confirm, or take back, each step's part of the gate from evidence; then open or shut it."""
    required = reading.required(gate.code)
    for code in required:
        kinds = _gate_kinds(gate.code, code, required)
        if kinds:
            _settle_part(actor, reading, gate, code, kinds)
    apply_gate_state(actor, reading, gate)


def _gate_kinds(gate: str, code: str, required: list[str]) -> list[EvidenceKind]:
    own = [k for k in KINDS.values() if gate in k.gates and code in k.steps]
    return own or [k for k in KINDS.values() if gate in k.gates and not set(k.steps) & set(required)]


def _settle_part(actor: Actor, reading: Reading, gate: Gate, code: str, kinds: list[EvidenceKind]) -> None:
    existing = reading.confirmed[gate.code].get(code)
    states = [reading.state(kind) for kind in kinds]
    if all(_counts(state, gate) for state in states):
        if existing is None:
            last = max(states, key=lambda s: s.at or clock.now())
            keep_confirmation(
                actor,
                reading,
                gate,
                code,
                how=GateHow.EVIDENCE,
                by_client=last.by_client,
                by_name=last.by,
                at=last.at or clock.now(),
                evidence=kinds[0].code,
                label=last.label,
                url=last.url,
                version_hash=last.version_hash,
            )
    elif existing is not None and existing.how == GateHow.EVIDENCE:
        existing.delete()
        del reading.confirmed[gate.code][code]
        reading.changed = True


def _counts(state: Evidence, gate: Gate) -> bool:
    """A client's gate opens from data only with the client's own sign-off."""
    return state.present and (state.by_client or gate.party != GateParty.CLIENT)


def keep_confirmation(actor: Actor, reading: Reading, gate: Gate, code: str, **values: Any) -> None:
    """Write one step's part, once."""
    row, is_new = GateConfirmation.objects.get_or_create(gate=gate, step_code=code, defaults=values)
    reading.confirmed[gate.code][code] = row
    reading.changed = True
    if is_new:
        fact = GateConfirmed(
            meeting_id=reading.plan.meeting_id, gate_id=gate.pk, code=gate.code, step_code=code, how=values["how"]
        )
        record(fact, actor=actor, org_id=reading.plan.meeting.org_id)


def apply_gate_state(actor: Actor, reading: Reading, gate: Gate) -> None:
    """Open when every live step of the gate is confirmed; not applicable when it has none."""
    required, parts = reading.required(gate.code), reading.confirmed[gate.code]
    state, opened_at = GateState.CLOSED, None
    if not required:
        state = GateState.WAIVED
    elif all(code in parts for code in required):
        state, opened_at = GateState.OPEN, max(parts[code].at for code in required)
    if gate.state == state:
        return
    was = gate.state
    gate.state, gate.opened_at = state, opened_at
    gate.save(update_fields=["state", "opened_at", "updated_at"])
    reading.changed = True
    ids: dict[str, Any] = {"meeting_id": reading.plan.meeting_id, "gate_id": gate.pk, "code": gate.code}
    if state == GateState.OPEN:
        record(GateOpened(**ids), actor=actor, org_id=reading.plan.meeting.org_id)
    elif was == GateState.OPEN:
        record(GateShut(**ids), actor=actor, org_id=reading.plan.meeting.org_id)


def _settle_step(actor: Actor, reading: Reading, step: Step) -> None:
    codes = reading.codes_of(step)
    kinds = kinds_of(codes)
    if not kinds:
        return
    states = [reading.state(kind) for kind in kinds]
    if all(state.present for state in states) and not unconfirmed(reading, codes):
        _complete(actor, reading, step, max(state.at or clock.now() for state in states))
    elif step.status == StepStatus.DONE and step.done_how == DoneHow.EVIDENCE:
        _fall_back(actor, reading, step)


def _complete(actor: Actor, reading: Reading, step: Step, at: datetime) -> None:
    day = at.astimezone(ZoneInfo(reading.plan.meeting.time_zone)).date()
    values = {"status": StepStatus.DONE, "done_at": at, "done_on": day, "done_how": DoneHow.EVIDENCE, "done_by": None}
    if not Step.objects.filter(pk=step.pk, status__in=OPEN_STATUSES).update(**values):
        return
    step.status = StepStatus.DONE
    reading.changed = True
    fact = StepCompleted(meeting_id=reading.plan.meeting_id, step_id=step.pk, code=step.code, how=DoneHow.EVIDENCE)
    record(fact, actor=actor, org_id=reading.plan.meeting.org_id)


def _fall_back(actor: Actor, reading: Reading, step: Step) -> None:
    values = {"status": StepStatus.DOING, "done_at": None, "done_on": None, "done_how": "", "done_by": None}
    if not Step.objects.filter(pk=step.pk, status=StepStatus.DONE).update(**values):
        return
    step.status = StepStatus.DOING
    reading.changed = True
    fact = StepReopened(meeting_id=reading.plan.meeting_id, step_id=step.pk, code=step.code)
    record(fact, actor=actor, org_id=reading.plan.meeting.org_id)
