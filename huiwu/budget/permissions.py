"""Who may do what with the budget (SOP P07: R is 财务)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, leads

WRITERS = (Role.FINANCE, Role.PLANNER, Role.COMMERCIAL_MANAGER, Role.PROCUREMENT)
APPROVERS = (Role.DEPARTMENT_HEAD, Role.OPERATIONS_HEAD)


@permission("budget.view", title=_("查看预算"))
def can_view_budget(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("budget.edit", title=_("编制预算、分摊费用"))
def can_edit_budget(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("budget.approve", title=_("审批超支、调剂与动用不可预见费"))
def can_approve(actor: Actor, meeting: Meeting) -> bool:
    """Who answers for the money, not who keeps the book."""
    return has_role(actor, meeting, *APPROVERS)


@permission("budget.invite", title=_("请客户确认预算"))
def can_invite(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("budget.report", title=_("编写并向客户发出《预算执行简报》"))
def can_report(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.FINANCE)
