"""A meeting's plan as its pages and its re-planning need it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import GateConfirmation, Plan, Step
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


def steps_to_plan(plan: Plan) -> list[Step]:
    """Every step and task as re-planning needs it; `is_signed` marks those whose gate part is confirmed. 3 queries."""
    rows = list(plan.steps.select_related("owner").prefetch_related("needs"))
    by_id = {row.pk: row for row in rows}
    for row in rows:
        row.parent = by_id.get(row.parent_id) if row.parent_id else None
        for need in row.needs.all():
            need.on = by_id[need.on_id]
    signed = set(GateConfirmation.objects.filter(gate__plan=plan).values_list("step_code", flat=True))
    for row in rows:
        row.is_signed = row.code in signed  # type: ignore[attr-defined]  # read by the bridge
    return rows


def columns_now(step: Step) -> dict[str, Any]:
    """The columns that planning writes, as JSON values, to compare with a computed result."""
    return {"kind": step.kind, **{column: _plain(getattr(step, column)) for column in COLUMNS}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def rests_on_other_facts(plan: Plan, anchors: Mapping[str, Any]) -> list[str]:
    """Names of the anchors in which the plan differs from the meeting as it is now."""
    return [key for key, value in anchors.items() if plan.anchors.get(key) != value]
