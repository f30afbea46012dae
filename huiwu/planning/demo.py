"""The demo meeting's plan: launched in time, worked through up to the stage's today by its own people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from huiwu.documents.services import invite_to_sign, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.planning import services
from huiwu.planning.choices import GateParty, StepStatus
from huiwu.planning.errors import EvidenceMissing, GateClosed, PredecessorOpen
from huiwu.planning.models import Gate, Plan, Step
from huiwu.planning.permissions import GATE_ROLES
from huiwu.planning.services.sheets import has_own_document
from huiwu.planning.services.tasks import TaskWish

OWN_TASKS = (
    ("主视觉三稿比选", "P14", 3),
    ("核对生僻字字形", "P15", 1),
    ("无障碍动线走一遍", "D01", 1),
)


@demo(30)
def launch(ctx: DemoContext) -> None:
    """The plan, where the signed brief has not made it already, and the team's own tasks."""
    plan = Plan.objects.filter(meeting=ctx.meeting).first()
    lead = Actor.of_user(ctx.cast["project_manager"])
    if plan is None:
        began = min(ctx.today, ctx.meeting.start_on) - timedelta(days=7)
        with clock.at(moment(began)):
            plan = services.launch_plan(actor=lead, meeting_id=ctx.meeting.pk)
    with clock.at(moment(plan.computed_on)):
        for name, parent, days in OWN_TASKS:
            if plan.steps.filter(code=parent, status=StepStatus.TODO).exists():
                wish = TaskWish(name=name, parent=parent, length_days=days, owner_id=lead.id, needs=())
                services.add_task(actor=lead, meeting_id=ctx.meeting.pk, wish=wish)
    ctx.made["plan"] = plan


@demo(72)
def work_through(ctx: DemoContext) -> None:
    """Day by day: what should have begun has begun; everything planned to be finished before today is finished.

    `ctx.script["left_late"]` names steps that stay open past their day while the meeting lies ahead.
    """
    plan = Plan.objects.select_related("meeting").get(meeting=ctx.meeting)
    steps = [step for step in plan.steps.filter(status__in=["todo", "doing"]) if step.start_on and step.finish_on]
    for day, is_end, _order, step in sorted(_events(steps), key=lambda event: event[:3]):
        if day > ctx.today or (is_end and day == ctx.today):
            continue
        with clock.at(moment(max(day, plan.computed_on))):
            if not is_end:
                _begin(ctx, step)
            elif not _is_left(ctx, step):
                _confirm_gate(ctx, step)
                _complete(ctx, step)


def _events(steps: Iterable[Step]) -> Iterator[tuple[date, bool, int, Step]]:
    """Day, whether it is the step's end, place in the plan, step."""
    for step in steps:
        yield step.start_on or date.max, False, step.order, step
        yield step.finish_on or date.max, True, step.order, step


def _is_left(ctx: DemoContext, step: Step) -> bool:
    return ctx.stage == "planning" and step.code in ctx.script.get("left_late", ())


def _begin(ctx: DemoContext, step: Step) -> None:
    step.refresh_from_db()
    if step.status == StepStatus.TODO:
        services.start_step(actor=_doer(ctx, step), step_id=step.pk)


def _confirm_gate(ctx: DemoContext, step: Step) -> None:
    gate = Gate.objects.select_related("plan__meeting").filter(plan_id=step.plan_id, code=step.gate_code).first()
    if gate is None or gate.confirmations.filter(step_code=step.code).exists() or has_own_document(gate, step.code):
        return
    lead = Actor.of_user(ctx.cast["project_manager"])
    if gate.party != GateParty.CLIENT:
        role = GATE_ROLES.get(gate.code, ("project_manager",))[0]
        who = Actor.of_user(ctx.cast.get(role) or ctx.cast["project_manager"])
        services.open_gate(actor=who, gate_id=gate.pk, step_codes=[step.code])
        return
    items = [f"{step.name}：按所附成果执行", "如有变化，另出新版本确认"]
    version = services.propose_gate_sheet(actor=lead, step_id=step.pk, revision=None, items=items)
    contact = ctx.meeting.client.contacts.order_by("-is_approver", "order").first() if ctx.meeting.client else None
    name = contact.name if contact else "客户"
    link, _token = invite_to_sign(actor=lead, version_id=version.pk, person=name)
    sign_version(
        actor=Actor.of_link(link),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name=name,
        person_title=contact.title if contact else "",
    )


def _complete(ctx: DemoContext, step: Step) -> None:
    step.refresh_from_db()
    if not step.is_open:
        return
    try:
        services.complete_step(actor=_doer(ctx, step), step_id=step.pk, note="已按要求完成，成果已归入会议文件夹。")
    except (EvidenceMissing, GateClosed):
        return  # it stays begun
    except PredecessorOpen:
        if not step.gate_code:
            _go_ahead(ctx, step)


def _go_ahead(ctx: DemoContext, step: Step) -> None:
    """The lead lets it be done before what it waits for, with a reason; a closed gate still holds it."""
    lead = Actor.of_user(ctx.cast["project_manager"])
    try:
        services.complete_step(actor=lead, step_id=step.pk, override="前置资料由客户延后提供，经商定先行推进")
    except (GateClosed, PredecessorOpen):
        return


def _doer(ctx: DemoContext, step: Step) -> Actor:
    return Actor.of_user(step.owner or ctx.cast["project_manager"])
