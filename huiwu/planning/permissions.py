"""Who may do what with templates, plans, steps and gates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.permissions import can_administer, org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import is_on_team, leads, roles_in
from huiwu.planning.choices import GateParty
from huiwu.planning.models import Gate, Step

GATE_ROLES = {"G0": ("compliance_officer",), "G7": ("show_caller",)}
"""Internal gates and the roles that open them (sop.md §3)."""


@permission("planning.view", title=_("查看计划"))
def can_view(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("planning.edit", title=_("生成计划、重排、分派"))
def can_edit(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("planning.add_task", title=_("添加任务"))
def can_add_task(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("planning.change_task", title=_("修改、删除任务"))
def can_change_task(actor: Actor, task: Step) -> bool:
    """Its owner, while on the team, and those who lead."""
    meeting = task.plan.meeting
    return leads(actor, meeting) or (is_on_team(actor, meeting) and task.owner_id == actor.id)


@permission("planning.work_on_step", title=_("做步骤：开始、完成、写说明"))
def can_work_on(actor: Actor, step: Step) -> bool:
    """Its owner, anyone who holds one of its R or A letters, and those who lead."""
    meeting = step.plan.meeting
    if leads(actor, meeting):
        return True
    if not is_on_team(actor, meeting):
        return False
    return step.owner_id == actor.id or _holds_letter(actor, step, meeting)


def _holds_letter(actor: Actor, step: Step, meeting: Meeting) -> bool:
    mine = roles_in(actor, meeting)
    return any(r.letter in "RA" and (r.user_id == actor.id or r.role in mine) for r in step.roles.all())


@permission("planning.override", title=_("证据不齐时例外放行"))
def can_override(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("planning.open_gate", title=_("放行门禁"))
def can_open_gate(actor: Actor, gate: Gate) -> bool:
    """Internal gates: the role sop.md §3 names, or those who lead where nobody on the team holds it. Client gates
    that the SOP does not state: those who lead, traced. SOP gates: nobody."""
    meeting = gate.plan.meeting
    if gate.is_sop:
        return False
    if gate.party == GateParty.CLIENT:
        return leads(actor, meeting)
    named = GATE_ROLES.get(gate.code, ())
    if meeting.team.filter(role__in=named).exists():
        return bool(roles_in(actor, meeting) & set(named))
    return leads(actor, meeting)


@permission("planning.edit_templates", title=_("编辑 SOP 模板"))
def can_edit_templates(actor: Actor, org_id: Any) -> bool:
    return can_administer(actor, org_id)


@permission("planning.view_templates", title=_("查看 SOP 模板"))
def can_view_templates(actor: Actor, org_id: Any) -> bool:
    return org_role(actor, org_id) is not None


@permission("planning.edit_workdays", title=_("编辑工作日历"))
def can_edit_workdays(actor: Actor, org_id: Any) -> bool:
    return can_administer(actor, org_id)


@permission("planning.edit_people", title=_("登记他人的请假与承载量"))
def can_edit_people(actor: Actor, org_id: Any) -> bool:
    return can_administer(actor, org_id)
