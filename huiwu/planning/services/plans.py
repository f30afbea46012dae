"""Launch a plan: the SOP is snapshotted, every step gets its days, people and gates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.planning.bridge import rows
from huiwu.planning.choices import StepStatus, TemplateStatus
from huiwu.planning.errors import PlanExists
from huiwu.planning.events import PlanLaunched
from huiwu.planning.models import BUILT_IN_NAME, Gate, Plan, SopTemplate, Step, StepDependency, StepRole
from huiwu.planning.rules import COLUMNS
from huiwu.planning.services.evidence import refresh_evidence


@transaction.atomic
def launch_plan(
    *,
    actor: Actor,
    meeting_id: UUID,
    template_id: UUID | None = None,
    anchors: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Plan:
    """The meeting's plan from a published template (none = the built-in one), scheduled backwards (sop.md §2, §9).

    `anchors` and `settings` as in Plan; left out, they are read from the meeting. A plan that cannot be kept is launched
    all the same with `feasible` False and the reasons in `notes`. Raises PlanExists, PlanImpossible.
    """
    meeting = Meeting.objects.select_related("org").get(pk=meeting_id)
    require(actor, "planning.edit", meeting)
    template = template_for(meeting, template_id)
    given = rows.Given(
        content=template.content if template else rows.built_in(),
        anchors=anchors or rows.anchors_of(meeting),
        settings=settings or {},
        today=clock.today(meeting.time_zone),
        calendar=rows.calendar_of(meeting.org_id),
    )
    result = rows.result_of(rows.compute(given), given)
    plan = _make(meeting, template, given, result)
    make_steps(plan, result["steps"], given.content)
    _make_gates(plan, given.content)
    record(
        PlanLaunched(meeting_id=meeting.pk, plan_id=plan.pk, feasible=plan.feasible), actor=actor, org_id=meeting.org_id
    )
    refresh_evidence(actor=actor, meeting_id=meeting.pk)
    return plan


def template_for(meeting: Meeting, template_id: UUID | None) -> SopTemplate | None:
    """A published template of the meeting's own organisation; None for the built-in one."""
    if template_id is None:
        return None
    found = SopTemplate.objects.filter(pk=template_id, org_id=meeting.org_id, status=TemplateStatus.PUBLISHED).first()
    if found is None:
        raise NotFound
    return found


def _make(meeting: Meeting, template: SopTemplate | None, given: rows.Given, result: dict[str, Any]) -> Plan:
    try:
        with transaction.atomic():
            return Plan.objects.create(
                meeting=meeting,
                template=template,
                template_name=str(template) if template else f"{BUILT_IN_NAME} {given.content.get('version', '')}",
                snapshot=given.content,
                planned_at=clock.now(),
                **plan_columns(result["plan"]),
            )
    except IntegrityError:
        raise PlanExists from None


def plan_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """A result's columns of Plan, with days as days."""
    return {name: rows.day(value) if name.endswith("_on") else value for name, value in values.items()}


def make_steps(plan: Plan, columns: Mapping[str, Mapping[str, Any]], content: Mapping[str, Any]) -> None:
    """Insert these steps with their roles, owners and dependencies in a handful of statements."""
    people = owners_by_role(plan.meeting)
    roles = rows.roles_of(content)
    made = {code: new_step(plan, code, values) for code, values in columns.items()}
    for code, step in made.items():
        step.owner_id = owner_among(people, roles.get(code, ()))
    Step.objects.bulk_create(made.values())
    StepRole.objects.bulk_create(
        StepRole(step=made[code], letter=letter, role=role) for code in made for letter, role in roles.get(code, ())
    )
    existing = dict(plan.steps.values_list("code", "pk"))
    StepDependency.objects.bulk_create(
        StepDependency(step=made[code], on_id=existing[on], start_only=start_only)
        for code, values in columns.items()
        for on, start_only in values["deps"]
    )


def new_step(plan: Plan, code: str, values: Mapping[str, Any]) -> Step:
    """An unsaved step with a plan's columns."""
    step = Step(plan=plan, code=code, kind=values["kind"], status=status_of(values))
    for column in COLUMNS:
        value = values[column]
        setattr(step, column, rows.day(value) if column.endswith("_on") else value)
    return step


def status_of(values: Mapping[str, Any]) -> str:
    """The status a freshly planned step begins with."""
    if values["merged_into"]:
        return StepStatus.MERGED
    return StepStatus.OMITTED if values["omitted"] else StepStatus.TODO


def owners_by_role(meeting: Meeting) -> dict[str, UUID]:
    """The first person of each role who is not a backup."""
    members = TeamMember.objects.filter(meeting=meeting, is_backup=False).order_by("created_at")
    people: dict[str, UUID] = {}
    for member in members:
        people.setdefault(member.role, member.user_id)
    return people


def owner_among(people: Mapping[str, UUID], roles: Any) -> UUID | None:
    """Who does the step: the first R that has a person, else its A."""
    for letter in ("R", "A"):
        for own, role in roles:
            if own == letter and role in people:
                return people[role]
    return None


def _make_gates(plan: Plan, content: Mapping[str, Any]) -> None:
    Gate.objects.bulk_create(
        Gate(plan=plan, **{key: value for key, value in gate.items() if key != "steps"})
        for gate in rows.gates_of(content)
    )
