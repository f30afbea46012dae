"""A meeting's plan as its pages and its re-planning need it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import GateConfirmation, Plan, Step, StepDependency
from huiwu.planning.rules import COLUMNS


def plan_for(meeting: Meeting) -> Plan | None:
    """The meeting's plan without its snapshot (78 KB, read only where it is asked for); None before launch."""
    plan = Plan.objects.defer("snapshot").filter(meeting=meeting).first()
    if plan is not None:
        plan.meeting = meeting
    return plan


def live_steps(plan: Plan) -> QuerySet[Step]:
    """Steps and tasks with a life of their own, in order, with owners."""
    return plan.steps.exclude(status__in=[StepStatus.OMITTED, StepStatus.MERGED]).select_related("owner")


def steps_to_plan(plan: Plan, *, with_owners: bool = False) -> list[Step]:
    """Every step and task as re-planning needs it: `waits_for` holds (code, start only), `is_signed` marks those whose gate
    part is confirmed. 3 queries."""
    rows = list(plan.steps.select_related("owner") if with_owners else plan.steps.all())
    by_id = {row.pk: row for row in rows}
    for row in rows:
        row.parent = by_id.get(row.parent_id) if row.parent_id else None
        row.waits_for = []
    for step_id, on_id, start_only in links_of(plan):
        by_id[step_id].waits_for.append((by_id[on_id].code, start_only))
    signed = set(GateConfirmation.objects.filter(gate__plan=plan).values_list("step_code", flat=True))
    for row in rows:
        row.is_signed = row.code in signed
    return rows


def links_of(plan: Plan) -> list[tuple[UUID, UUID, bool]]:
    """(step, what it waits for, only until that has begun) of the whole plan, by id."""
    return list(StepDependency.objects.filter(step__plan=plan).values_list("step_id", "on_id", "start_only"))


def columns_now(step: Step) -> dict[str, Any]:
    """The columns that planning writes, as JSON values, to compare with a computed result."""
    return {"kind": step.kind, **{column: _plain(getattr(step, column)) for column in COLUMNS}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def rests_on_other_facts(plan: Plan, anchors: Mapping[str, Any]) -> list[str]:
    """Names of the anchors in which the plan differs from the meeting as it is now."""
    return [key for key, value in anchors.items() if plan.anchors.get(key) != value]
