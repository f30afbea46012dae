"""The team's own tasks: added under a step, placed by the same schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.planning.bridge import rows
from huiwu.planning.choices import Phase, StepKind
from huiwu.planning.events import TaskAdded, TaskChanged, TaskRemoved
from huiwu.planning.models import Plan, Step, StepDependency
from huiwu.planning.queries.plans import steps_to_plan
from huiwu.planning.rules import DATE_COLUMNS
from huiwu.planning.services.revisions import touch
from huiwu.planning.services.steps import refuse_outsider, step_for

ORDER = 1000
"""Own tasks stand after the catalogue's steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWish:
    """What is asked of a task. `length_days` in working days; `needs` codes it waits for."""

    name: str
    length_days: int = 1
    parent: str = ""
    owner_id: UUID | None = None
    not_before_on: date | None = None
    due_on: date | None = None
    needs: tuple[str, ...] = ()


@transaction.atomic
def add_task(*, actor: Actor, meeting_id: UUID, wish: TaskWish) -> Step:
    """A task of the team, placed on days at once. Raises PlanImpossible when it cannot be placed, InvalidInput."""
    plan = Plan.objects.select_related("meeting").filter(meeting_id=meeting_id).first()
    if plan is None:
        raise NotFound
    require(actor, "planning.add_task", plan.meeting)
    _refuse_bad(plan, wish)
    used = plan.steps.filter(kind=StepKind.TASK).aggregate(most=Max("order"))["most"] or ORDER
    task = Step.objects.create(plan=plan, kind=StepKind.TASK, code=f"T{used + 1 - ORDER:02d}", phase=Phase.TASK,
                               order=used + 1, **_columns(plan, wish))  # fmt: skip
    _link(task, wish.needs)
    _place(plan, task)
    record(TaskAdded(meeting_id=meeting_id, step_id=task.pk, code=task.code), actor=actor)
    touch(plan.pk)
    return task


@transaction.atomic
def change_task(*, actor: Actor, task_id: UUID, revision: int, wish: TaskWish) -> Step:
    """Write a task anew and place it. Its owner and those who lead may. Raises StaleEdit with the current values."""
    task = _task(task_id)
    require(actor, "planning.change_task", task)
    _refuse_bad(task.plan, wish, task.code)
    columns = _columns(task.plan, wish)
    touch(task.plan_id)
    if not Step.objects.filter(pk=task.pk, revision=revision).update(**columns, revision=F("revision") + 1):
        raise StaleEdit({name: getattr(task, name) for name in columns}, who=_("别人"))
    task.refresh_from_db()
    _link(task, wish.needs)
    if task.is_open and not task.is_pinned:
        _place(task.plan, task)
    record(TaskChanged(meeting_id=task.plan.meeting_id, step_id=task.pk, code=task.code), actor=actor)
    return task


@transaction.atomic
def remove_task(*, actor: Actor, task_id: UUID) -> None:
    """Take a task away; the catalogue's steps cannot be removed, only omitted by re-planning."""
    task = _task(task_id)
    require(actor, "planning.change_task", task)
    plan_id, meeting_id, code = task.plan_id, task.plan.meeting_id, task.code
    touch(plan_id)
    task.delete()
    record(TaskRemoved(meeting_id=meeting_id, code=code), actor=actor)


def _task(task_id: UUID) -> Step:
    task = step_for(task_id)
    if task.kind != StepKind.TASK:
        raise NotFound
    return task


def _refuse_bad(plan: Plan, wish: TaskWish, own: str = "") -> None:
    faults: dict[str, list[str]] = {}
    if not wish.name.strip():
        faults["name"] = [_("请写任务名称。")]
    if not 1 <= wish.length_days <= 400:
        faults["length_days"] = [_("工期应为 1 到 400 个工作日。")]
    codes = set(plan.steps.values_list("code", flat=True))
    if unknown := [code for code in wish.needs if code not in codes or code == own]:
        faults["needs"] = [_("没有编号为 {code} 的前置。").format(code=unknown[0])]
    if own and not faults and _leads_back(plan, own, wish.needs):
        faults["needs"] = [_("前置成环：所选前置本身又在等这个任务。")]
    if faults:
        raise InvalidInput(faults, detail="".join(words[0] for words in faults.values()))
    refuse_outsider(plan.meeting_id, wish.owner_id)


def _leads_back(plan: Plan, own: str, needs: tuple[str, ...]) -> bool:
    waits: dict[str, list[str]] = {}
    for step, on in StepDependency.objects.filter(step__plan=plan).values_list("step__code", "on__code"):
        waits.setdefault(step, []).append(on)
    todo, seen = list(needs), set()
    while todo:
        code = todo.pop()
        if code == own:
            return True
        if code not in seen:
            seen.add(code)
            todo += waits.get(code, [])
    return False


def _columns(plan: Plan, wish: TaskWish) -> dict[str, object]:
    return {
        "name": wish.name.strip()[:160],
        "length_days": wish.length_days,
        "owner_id": wish.owner_id,
        "not_before_on": wish.not_before_on,
        "due_on": wish.due_on,
        "parent": plan.steps.filter(code=wish.parent, kind=StepKind.STEP).first() if wish.parent else None,
    }


def _link(task: Step, needs: tuple[str, ...]) -> None:
    task.needs.all().delete()
    on = dict(Step.objects.filter(plan_id=task.plan_id, code__in=needs).values_list("code", "pk"))
    StepDependency.objects.bulk_create(StepDependency(step=task, on_id=on[code]) for code in dict.fromkeys(needs))


def _place(plan: Plan, task: Step) -> None:
    """Days of one task beside everything else as it is planned now."""
    today = clock.today(plan.meeting.time_zone)
    steps = steps_to_plan(plan)
    for row in steps:
        row.is_pinned = row.is_pinned or (row.code != task.code and row.start_on is not None)
    given = rows.given_of(plan, steps, today=today, calendar=rows.calendar_of(plan.meeting.org_id))
    values = rows.result_of(rows.compute(given), given)["steps"][task.code]
    columns = {name: values[name] for name in (*DATE_COLUMNS, "slack", "is_critical", "unit")}
    Step.objects.filter(pk=task.pk).update(**columns)
    task.refresh_from_db()
