"""OM-014, OM-016 (domain/failures.md, 策划方案) and the general layer of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.foundation.registry.evidence import KINDS
from huiwu.planning.bridge.wording import listed, unmet_name, unmet_sentence
from huiwu.planning.choices import StepKind
from huiwu.planning.models import Absence, Plan, Step, StepRole
from huiwu.planning.queries.gates import gate_board
from huiwu.planning.queries.pages import changed_anchors, raci_faults, step_url
from huiwu.planning.queries.plans import live_steps, plan_for

SOON = timedelta(days=3)
AHEAD = timedelta(days=14)


def _plan(scope: Scope) -> Plan | None:
    found: Plan | None = scope.once("planning.plan", lambda: plan_for(scope.meeting))
    return found


def _steps(scope: Scope) -> list[Step]:
    plan = _plan(scope)

    def fetch() -> list[Step]:
        roles = Prefetch("roles", StepRole.objects.select_related("user"))
        return list(live_steps(plan).prefetch_related(roles)) if plan else []

    found: list[Step] = scope.once("planning.steps", fetch)
    return found


def _hit(scope: Scope, step: Step, detail: str, action: str, **more: Any) -> Hit:
    subject = Subject("step", str(step.pk), str(step))
    url = step_url(scope.meeting, step.code)
    return Hit(detail=detail, subjects=(subject,), url=url, action=action, root=more.pop("root", step.code), **more)


@check(
    "OM-014",
    module="plan",
    severity="warn",
    title=gettext_lazy("职责不清：没有或不止一个负责人"),
    step="P06",
    from_days_before=42,
)
def unclear_responsibility(scope: Scope) -> Iterator[Hit]:
    """Each step has exactly one A and at least one R; a task of the team has somebody who does it."""
    steps = _steps(scope)
    faults = raci_faults(steps)
    for step in steps:
        if step.code in faults:
            yield _hit(scope, step, faults[step.code], _("在步骤页改职责：恰好一个 A，至少一个 R。"))
        elif step.kind == StepKind.TASK and step.is_open and step.owner_id is None and not step.roles.all():
            detail = _("任务 {step} 没有负责人。").format(step=step)
            yield _hit(scope, step, detail, _("把任务分派给会务组里的一个人。"))


@check("OM-016", module="plan", severity="block", title=gettext_lazy("排期不可行，或步骤已过最晚日"), step="P01")
def plan_that_cannot_be_kept(scope: Scope) -> Iterator[Hit]:
    """A step's last chance is gone and it is neither done nor re-planned; or less time is left than law, contract or work need."""
    plan = _plan(scope)
    if plan is None:
        return
    late = {step.code for step in _steps(scope) if step.is_late(scope.today)}
    for step in _steps(scope):
        if step.code in late:
            detail = _("{step} 最晚应在 {day} 完成，今天 {today} 仍是“{state}”，也没有新的计划。").format(
                step=step, day=step.late_finish_on, today=scope.today, state=step.get_status_display()
            )
            yield _hit(scope, step, detail, _("尽快完成，或重排并说明。"))
    url = reverse("planning:plan", args=[scope.meeting.slug])
    for item in plan.notes.get("unmet", ()):
        if item["code"] not in late:
            subject = Subject("deadline", item["code"], unmet_name(item))
            action = _("提前筹备起点、改会期，或与客户商定放弃这一项。")
            yield Hit(
                detail=unmet_sentence(item), subjects=(subject,), url=url, action=action, root=f"unmet:{item['code']}"
            )


@check("GEN-PLN-01", module="plan", severity="warn", title=gettext_lazy("步骤已过计划日"))
def steps_past_their_day(scope: Scope) -> Iterator[Hit]:
    """Past the planned finish, not yet past the last chance."""
    for step in _steps(scope):
        if step.is_overdue(scope.today) and not step.is_late(scope.today):
            detail = _("{step} 计划 {day} 完成，最晚 {last}，还没有完成。").format(
                step=step, day=step.finish_on, last=step.late_finish_on
            )
            yield _hit(scope, step, detail, _("完成它，或改日期。"))


@check("GEN-PLN-02", module="plan", severity="warn", title=gettext_lazy("步骤快到期而证据还空"))
def due_without_evidence(scope: Scope) -> Iterator[Hit]:
    """Due within three days, completes from data, and none of the data is there."""
    for step in _steps(scope):
        if not (step.is_open and step.finish_on and scope.today <= step.finish_on <= scope.today + SOON):
            continue
        lacking = [kind for kind in KINDS.values() if step.code in kind.steps and not kind.state(scope.meeting).present]
        if lacking:
            detail = _("{step} {day} 到期，还缺：{missing}。").format(
                step=step, day=step.finish_on, missing=listed(kind.title for kind in lacking)
            )
            yield _hit(scope, step, detail, _("补齐证据，步骤会自动完成。"))


@check("GEN-PLN-03", module="plan", severity="warn", title=gettext_lazy("步骤临近开始而没有人"))
def nobody_does_it(scope: Scope) -> Iterator[Hit]:
    """Begins within two weeks, or should have begun, and has no owner."""
    for step in _steps(scope):
        if step.is_open and step.owner_id is None and step.start_on and step.start_on <= scope.today + AHEAD:
            detail = _("{step} {day} 开始，还没有指定人。").format(step=step, day=step.start_on)
            yield _hit(scope, step, detail, _("在步骤页分派，或把相应岗位的人加入会务组。"))


@check("GEN-PLN-04", module="plan", severity="warn", title=gettext_lazy("负责人在那几天不在"))
def owner_is_away(scope: Scope) -> Iterator[Hit]:
    """The owner is away on days of the planned window."""
    steps = [s for s in _steps(scope) if s.is_open and s.owner_id and s.start_on and s.finish_on]
    owners = {s.owner_id for s in steps if s.owner_id}
    away: dict[Any, list[Absence]] = {}
    for row in Absence.objects.filter(org_id=scope.meeting.org_id, user_id__in=owners, to_on__gte=scope.today):
        away.setdefault(row.user_id, []).append(row)
    for step in steps:
        for row in away.get(step.owner_id, ()):
            if step.start_on and step.finish_on and row.from_on <= step.finish_on and row.to_on >= step.start_on:
                detail = _("{step} 计划 {start} 至 {finish}，{who}在 {first} 至 {last} 不在。").format(
                    step=step,
                    start=step.start_on,
                    finish=step.finish_on,
                    who=step.owner.name if step.owner else "",
                    first=row.from_on,
                    last=row.to_on,
                )
                yield _hit(scope, step, detail, _("换人、改日期，或采用修补方案。"), root=f"{step.code}:{row.pk}")


@check("GEN-PLN-05", module="plan", severity="warn", title=gettext_lazy("门禁过了日期还没打开"))
def gates_past_their_day(scope: Scope) -> Iterator[Hit]:
    """Every step of the gate should be confirmed by now."""
    plan = _plan(scope)
    for view in gate_board(plan) if plan else ():
        if not view.is_open and view.due_on and view.due_on < scope.today:
            detail = _("{gate} 应在 {day} 前打开，还缺：{codes}。").format(
                gate=view.gate, day=view.due_on, codes=listed(view.waiting_codes)
            )
            url = f"{reverse('planning:gates', args=[scope.meeting.slug])}#{view.gate.code}"
            subject = Subject("gate", str(view.gate.pk), str(view.gate))
            yield Hit(detail=detail, subjects=(subject,), url=url, action=_("请确认方尽快确认。"), root=view.gate.code)


@check("GEN-PLN-06", module="plan", severity="hint", title=gettext_lazy("计划算在未发布的放假安排上"))
def calendar_not_announced(scope: Scope) -> Iterator[Hit]:
    """The plan touches a year whose make-up workdays are not official."""
    plan = _plan(scope)
    if plan and plan.notes.get("unannounced_years"):
        years = listed(plan.notes["unannounced_years"])
        yield Hit(
            detail=_("{years} 年放假与调休安排未发布，计划暂按法定节日和周末推算。").format(years=years),
            subjects=(Subject("plan", str(plan.pk), _("工作计划")),),
            url=reverse("planning:workdays"),
            action=_("通知发布后更新工作日历，再重排。"),
            root="calendar",
        )


@check("GEN-PLN-07", module="plan", severity="warn", title=gettext_lazy("计划没有跟上会议的变化"))
def plan_rests_on_old_facts(scope: Scope) -> Iterator[Hit]:
    """Dates, size or conditions of the meeting changed after the plan was computed."""
    plan = _plan(scope)
    changed = changed_anchors(plan) if plan else []
    if plan and changed:
        yield Hit(
            detail=_("计划还按原来的算：{what}已经变了。").format(what=listed(changed)),
            subjects=(Subject("plan", str(plan.pk), _("工作计划")),),
            url=reverse("planning:replan", args=[scope.meeting.slug]),
            action=_("重排，看过差异后接受。"),
            root="anchors",
        )


@check("GEN-PLN-08", module="plan", severity="block", title=gettext_lazy("简报已签认而没有计划"), step="P02")
def signed_brief_without_plan(scope: Scope) -> Iterator[Hit]:
    """The plan could not be made when the client signed, for instance because the load-in day lies after the first day."""
    if _plan(scope) is not None:
        return
    signed = [kind for kind in KINDS.values() if "G1" in kind.gates and kind.state(scope.meeting).present]
    if signed:
        yield Hit(
            detail=_("客户已签认简报，但按会议现在的日期排不出计划。"),
            subjects=(Subject("meeting", str(scope.meeting.pk), scope.meeting.name),),
            url=reverse("planning:launch", args=[scope.meeting.slug]),
            action=_("核对会期、合同签订日与进场日，再手工生成计划。"),
            root="no_plan",
        )
