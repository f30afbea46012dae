"""Re-planning: computed, shown as a difference, accepted or discarded. What is done, pinned or signed stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.choices import MeetingStatus
from huiwu.planning.bridge import rows
from huiwu.planning.choices import ProposalKind, ProposalState, StepKind, StepStatus
from huiwu.planning.errors import NoPlanYet, NothingToChange, PlanImpossible, ProposalDecided, ProposalStale
from huiwu.planning.events import PlanChanged, PlanProposed, ProposalDiscarded
from huiwu.planning.models import Gate, Plan, PlanProposal, Step, StepDependency
from huiwu.planning.queries.evidence import Reading
from huiwu.planning.queries.plans import columns_now, links_of, steps_to_plan
from huiwu.planning.rules import COLUMNS, is_empty, plan_difference
from huiwu.planning.services.evidence import apply_gate_state, refresh_evidence
from huiwu.planning.services.plans import make_steps, plan_columns, status_of, template_for

LIVE_STATUSES = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


@transaction.atomic
def propose_replan(
    *,
    actor: Actor,
    meeting_id: UUID,
    reason: str,
    anchors: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    template: str = "keep",
) -> PlanProposal:
    """A re-computed plan waiting to be accepted. `anchors` default to the meeting as it is now; `template` is `keep`
    (the snapshot), `built_in` or a published template's id. Raises NothingToChange, PlanImpossible, NoPlanYet."""
    plan = plan_of(meeting_id)
    require(actor, "planning.edit", plan.meeting)
    changed: dict[str, Any] = {"anchors": anchors or rows.anchors_of(plan.meeting)}
    if settings is not None:
        changed["settings"] = settings
    if template != "keep":
        chosen = template_for(plan.meeting, None if template == "built_in" else UUID(template))
        changed["content"] = chosen.content if chosen else rows.built_in()
    steps = steps_to_plan(plan)
    today = clock.today(plan.meeting.time_zone)
    given = rows.given_of(plan, steps, today=today, calendar=rows.calendar_of(plan.meeting.org_id), **changed)
    result = rows.result_of(rows.compute(given), given)
    if template != "keep":
        result["content"] = changed["content"]
        result["template"] = str(chosen.pk) if chosen else None
    return _keep(actor, plan, ProposalKind.REPLAN, reason, result, steps)


def propose_replans_for_year(
    *, actor: Actor, org_id: UUID, year: int, progress: Callable[[int, int], None]
) -> list[PlanProposal]:
    """A proposal for every live meeting of the organisation that the changed calendar of `year` moves.

    Asks for permission per meeting; each is a transaction of its own, so that a cancelled run keeps what it has made.
    """
    live = Plan.objects.filter(meeting__org_id=org_id, meeting__status__in=LIVE_STATUSES)
    plans = list(
        live.filter(meeting__end_on__year__gte=year, prep_start_on__year__lte=year).only("meeting_id", "anchors")
    )
    made: list[PlanProposal] = []
    for number, plan in enumerate(plans, start=1):
        reason = f"工作日历更新：{year}"
        with suppress(NothingToChange, PlanImpossible):
            made.append(propose_replan(actor=actor, meeting_id=plan.meeting_id, reason=reason, anchors=plan.anchors))
        progress(number, len(plans))
    return made


def plan_of(meeting_id: UUID) -> Plan:
    """The meeting's plan; NoPlanYet when there is none."""
    plan = Plan.objects.select_related("meeting").filter(meeting_id=meeting_id).first()
    if plan is None:
        raise NoPlanYet
    return plan


@unasked("keeps the answer of a job that a permitted person asked for")
def keep_proposal(
    *, actor: Actor, plan: Plan, kind: str, reason: str, result: dict[str, Any], steps: list[Step]
) -> PlanProposal:
    """Keep a computed result for people to decide on; a waiting proposal of the same kind gives way to it."""
    return _keep(actor, plan, kind, reason, result, steps)


def _keep(actor: Actor, plan: Plan, kind: str, reason: str, result: dict[str, Any], steps: list[Step]) -> PlanProposal:
    before = {step.code: columns_now(step) for step in steps if step.status != StepStatus.DONE}
    done = {step.code for step in steps if step.status == StepStatus.DONE}
    whole = kind == ProposalKind.REPLAN
    after = {code: values for code, values in result["steps"].items() if code not in done}
    if not whole:
        after = {**before, **{code: {**before[code], **after[code]} for code in after if code in before}}
    difference = plan_difference(before, after)
    feasible = result.get("plan", {}).get("feasible", plan.feasible)
    difference["feasible"] = [plan.feasible, feasible] if feasible != plan.feasible else None
    difference["unmet"] = result.get("plan", {}).get("notes", {}).get("unmet", [])
    difference.update(result.get("about", {}))
    if is_empty(difference) and not _rests_on_other_facts(plan, result):
        raise NothingToChange
    plan.proposals.filter(kind=kind, state=ProposalState.WAITING).update(state=ProposalState.DISCARDED)
    proposal = PlanProposal.objects.create(
        plan=plan, kind=kind, reason=reason[:300], base_revision=plan.revision, difference=difference, result=result,
        proposed_by=actor.user,
    )  # fmt: skip
    record(PlanProposed(meeting_id=plan.meeting_id, proposal_id=proposal.pk, proposal_kind=kind), actor=actor)
    return proposal


def _rests_on_other_facts(plan: Plan, result: Mapping[str, Any]) -> bool:
    made = result.get("plan", {})
    return "content" in result or any(
        made.get(k, getattr(plan, k)) != getattr(plan, k) for k in ("anchors", "settings")
    )


@transaction.atomic
def accept_proposal(*, actor: Actor, proposal_id: UUID) -> Plan:
    """Write exactly what was shown. Refused when the plan changed since (ProposalStale) or somebody decided already."""
    proposal = proposal_of(proposal_id)
    plan = proposal.plan
    require(actor, "planning.edit", plan.meeting)
    _decide(actor, proposal, ProposalState.ACCEPTED)
    result = proposal.result
    columns = plan_columns(result.get("plan", {}))
    if "content" in result:
        chosen = template_for(plan.meeting, UUID(result["template"]) if result["template"] else None)
        columns |= {"snapshot": result["content"], "template": chosen}
    won = Plan.objects.filter(pk=plan.pk, revision=proposal.base_revision).update(
        **columns, planned_at=clock.now(), revision=F("revision") + 1
    )
    if not won:
        raise ProposalStale
    plan.revision = proposal.base_revision + 1
    for column, value in columns.items():
        setattr(plan, column, value)
    _write_steps(actor, plan, result)
    fact = PlanChanged(
        meeting_id=plan.meeting_id,
        plan_id=plan.pk,
        proposal_id=proposal.pk,
        revision=plan.revision,
        moved=len(proposal.difference["moved"]),
    )
    record(fact, actor=actor, org_id=plan.meeting.org_id)
    return plan


@transaction.atomic
def discard_proposal(*, actor: Actor, proposal_id: UUID) -> PlanProposal:
    """Leave the plan as it is."""
    proposal = proposal_of(proposal_id)
    require(actor, "planning.edit", proposal.plan.meeting)
    _decide(actor, proposal, ProposalState.DISCARDED)
    record(ProposalDiscarded(meeting_id=proposal.plan.meeting_id, proposal_id=proposal.pk), actor=actor)
    return proposal


def proposal_of(proposal_id: UUID) -> PlanProposal:
    found = PlanProposal.objects.select_related("plan__meeting").defer("plan__snapshot").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def _decide(actor: Actor, proposal: PlanProposal, state: str) -> None:
    values = {"state": state, "decided_by": actor.user, "decided_at": clock.now()}
    if not PlanProposal.objects.filter(pk=proposal.pk, state=ProposalState.WAITING).update(**values):
        proposal.refresh_from_db(fields=["state"])
        raise ProposalDecided(state=proposal.get_state_display())


def _write_steps(actor: Actor, plan: Plan, result: Mapping[str, Any]) -> None:
    rows_now = {step.code: step for step in plan.steps.all()}
    lived = {step.code for step in rows_now.values() if step.is_live}
    changed = [step for code, step in rows_now.items() if _take_over(step, result["steps"].get(code))]
    _save_steps(changed)
    if "plan" in result:
        _write_structure(plan, result, rows_now)
    gone = {code for code in rows_now if "plan" in result and code not in result["steps"]}
    come = {code for code in result["steps"] if code not in rows_now}
    if not come and {code for code, step in rows_now.items() if step.is_live and code not in gone} == lived:
        return  # nothing came or went, so gates and evidence stand as they were
    reading = Reading.of(plan)
    for gate in reading.gates.values():
        apply_gate_state(actor, reading, gate)
    refresh_evidence(actor=actor, meeting_id=plan.meeting_id)


def _save_steps(steps: Sequence[Step]) -> None:
    """Write the changed columns of all steps as one prepared statement; the plan's row is held, so nobody else writes them.

    A plan moves every step by its own days: `bulk_update` would spell out a CASE per row and column, ten times slower.
    """
    if not steps:
        return
    named = {field.name for step in steps for field in step.changed_fields}
    fields = [field for field in Step._meta.concrete_fields if field.name in named | {"revision", "updated_at"}]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = Step._meta.get_field("id")
    now = clock.now()
    rows_ = []
    for step in steps:
        step.updated_at = now
        values = [field.get_db_prep_save(getattr(step, field.attname), connection) for field in fields]
        rows_.append([*values, key.get_db_prep_value(step.pk, connection)])
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(Step._meta.db_table)} SET {columns} WHERE {quote('id')} = %s", rows_)  # noqa: S608  names of columns only


def _take_over(step: Step, values: Mapping[str, Any] | None) -> bool:
    """Set the columns of one step that the result changes; False when none does, or it is done."""
    if values is None or step.status == StepStatus.DONE:
        return False
    now = columns_now(step)
    changed = {c: _value(c, values[c]) for c in COLUMNS if c in values and values[c] != now[c]}
    if "omitted" in values:
        fresh = status_of(values)
        if fresh != step.status and not (fresh == StepStatus.TODO and step.status == StepStatus.DOING):
            changed["status"] = fresh
    for column, value in changed.items():
        setattr(step, column, value)
    step.changed_fields = [field for field in Step._meta.concrete_fields if field.name in changed]
    step.revision += bool(changed)
    return bool(changed)


def _value(column: str, value: Any) -> Any:
    return rows.day(value) if column.endswith("_on") else value


def _write_structure(plan: Plan, result: Mapping[str, Any], rows_now: Mapping[str, Step]) -> None:
    """New steps in, dropped ones out, gates and dependencies as the new plan has them."""
    wanted = result["steps"]
    gone = [s.pk for c, s in rows_now.items() if c not in wanted and s.status != StepStatus.DONE]
    plan.steps.filter(pk__in=gone, kind=StepKind.STEP).delete()
    new = {code: values for code, values in wanted.items() if code not in rows_now}
    if "content" in result:
        _write_gates(plan)
    ids = {code: step.pk for code, step in rows_now.items() if step.pk not in gone}
    if new:
        make_steps(plan, new, plan.snapshot)
        ids = dict(plan.steps.values_list("code", "pk"))
    _write_dependencies(plan, {c: v for c, v in wanted.items() if c not in new}, ids)


def _write_gates(plan: Plan) -> None:
    have = set(plan.gates.values_list("code", flat=True))
    for gate in rows.gates_of(plan.snapshot):
        if gate["code"] not in have:
            Gate.objects.create(plan=plan, **{k: v for k, v in gate.items() if k != "steps"})


def _write_dependencies(plan: Plan, wanted: Mapping[str, Mapping[str, Any]], ids: Mapping[str, UUID]) -> None:
    codes = {pk: code for code, pk in ids.items()}
    have = {(codes[a], codes[b]): start_only for a, b, start_only in links_of(plan) if a in codes and b in codes}
    target = {
        (code, on): start_only
        for code, values in wanted.items()
        for on, start_only in values["deps"]
        if code in ids and on in ids
    }
    stale = [pair for pair, start_only in have.items() if pair[0] in wanted and target.get(pair) != start_only]
    for code, on in stale:
        StepDependency.objects.filter(step_id=ids[code], on_id=ids[on]).delete()
    StepDependency.objects.bulk_create(
        StepDependency(step_id=ids[code], on_id=ids[on], start_only=start_only)
        for (code, on), start_only in target.items()
        if have.get((code, on)) != start_only
    )
