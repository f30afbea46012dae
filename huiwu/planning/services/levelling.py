"""Levelling and repair: asked for on a page, computed by a worker, kept as a proposal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.models import Job
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.planning.bridge import rows
from huiwu.planning.choices import ProposalKind
from huiwu.planning.errors import LevellingRunning, NothingToChange
from huiwu.planning.events import LevellingAsked
from huiwu.planning.models import Absence, Capacity, Plan, PlanProposal, Step
from huiwu.planning.queries.plans import steps_to_plan
from huiwu.planning.queries.workload import loading_steps
from huiwu.planning.services.proposals import keep_proposal, plan_of

LEVEL, REPAIR = "planning.level", "planning.repair"
RUNNING = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def ask_for_levelling(*, actor: Actor, meeting_id: UUID, seconds: int = 20) -> Job:
    """Queue the search for a plan without overload (1 to 120 seconds). Raises LevellingRunning while one is under way."""
    plan = plan_of(meeting_id)
    require(actor, "planning.edit", plan.meeting)
    if Job.objects.filter(work=LEVEL, meeting_id=meeting_id, state__in=RUNNING).exists():
        raise LevellingRunning
    args = {"plan_id": str(plan.pk), "seconds": min(max(seconds, 1), 120)}
    job = enqueue(LEVEL, args=args, meeting_id=meeting_id, asked_by=actor.id)
    record(LevellingAsked(meeting_id=meeting_id, plan_id=plan.pk, job_id=job.pk), actor=actor)
    return job


def level_plan(
    *, plan_id: UUID, seconds: float, stop: Callable[[], bool], decide: Callable[[], None]
) -> PlanProposal | None:
    """The worker's part: compute outside any transaction, then keep the proposal; None when nothing is better.

    `stop` is asked while the search runs, from another thread; `decide` raises, after it, when nothing is to be kept.
    """
    from huiwu.planning.bridge import levelling  # the solver behind it takes a second to load

    plan = Plan.objects.select_related("meeting").get(pk=plan_id)
    steps, instance, mine = _question(plan, clock.today(plan.meeting.time_zone))
    result = levelling.levelled(instance, mine, seconds=seconds, stop=stop)
    decide()
    return _kept(plan, ProposalKind.LEVELLING, "均衡工作量", result, steps)


def repair_plan(*, plan_id: UUID, absence_id: UUID) -> PlanProposal | None:
    """The worker's part: free only what the absence hits; None when the plan does not feel it, or the absence is gone."""
    from huiwu.planning.bridge import levelling  # the solver behind it takes a second to load

    absence = Absence.objects.select_related("user").filter(pk=absence_id).first()
    if absence is None:
        return None
    plan = Plan.objects.select_related("meeting").get(pk=plan_id)
    today = clock.today(plan.meeting.time_zone)
    steps, instance, mine = _question(plan, today)
    result = levelling.repaired(instance, mine, str(absence.user_id), today=today)
    reason = f"{absence.user.name} {absence.from_on} – {absence.to_on}"
    return _kept(plan, ProposalKind.REPAIR, reason, result, steps)


def _question(plan: Plan, today: date) -> tuple[list[Step], Any, dict[str, Step]]:
    from huiwu.planning.bridge import levelling

    org_id = plan.meeting.org_id
    steps = steps_to_plan(plan, with_owners=True)
    owners = list({s.owner_id for s in steps if s.owner_id})
    found, mine = levelling.instance_of(
        plan,
        steps,
        loading_steps(org_id, owners),
        Capacity.objects.filter(org_id=org_id),
        Absence.objects.filter(org_id=org_id, to_on__gte=today),
        rows.calendar_of(org_id),
        today=today,
    )
    return steps, found, mine


def _kept(plan: Plan, kind: str, reason: str, result: dict[str, Any], steps: list[Step]) -> PlanProposal | None:
    with transaction.atomic():
        try:
            return keep_proposal(actor=SYSTEM, plan=plan, kind=kind, reason=reason, result=result, steps=steps)
        except NothingToChange:
            return None


def queue_repairs(absence: Absence) -> list[Job]:
    """A repair for each live plan in which the absent person has open work on those days. In the caller's transaction."""
    hit = [
        s
        for s in loading_steps(absence.org_id, [absence.user_id])
        if s.start_on and s.finish_on and s.start_on <= absence.to_on and s.finish_on >= absence.from_on
    ]
    plans = {s.plan_id: s.plan.meeting_id for s in hit}
    return [
        enqueue(
            REPAIR,
            args={"plan_id": str(plan_id), "absence_id": str(absence.pk)},
            meeting_id=meeting_id,
            key=f"{REPAIR}:{absence.pk}:{plan_id}",
        )
        for plan_id, meeting_id in plans.items()
    ]
