"""Who may do what about money. Who may approve a request is decided by its amount (see the approval chain)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, leads, roles_in

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)
MONEY_ROLES = (Role.FINANCE, Role.COMMERCIAL_MANAGER, Role.PROCUREMENT, Role.DEPARTMENT_HEAD)


@permission("payments.view", title=_("查看付款与收款"))
def can_view_payments(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *MONEY_ROLES)


@permission("payments.request", title=_("提出付款申请"))
def can_request_payments(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.FINANCE, Role.COMMERCIAL_MANAGER, Role.PROCUREMENT)


@permission("payments.approve", title=_("审批付款申请（按限额）"))
def can_approve_payments(actor: Actor, meeting: Meeting) -> bool:
    """Who may ever stand in a chain; which request, its level says."""
    return leads(actor, meeting) or Role.DEPARTMENT_HEAD in roles_in(actor, meeting) or can_pay(actor, meeting)


@permission("payments.pay", title=_("记录付款与收款"))
def can_pay(actor: Actor, meeting: Meeting) -> bool:
    return Role.FINANCE in roles_in(actor, meeting) or org_role(actor, meeting.org_id) in HEADS


@permission("payments.view_all", title=_("查看各会议的付款与收款"))
def can_view_all(actor: Actor, org_id: object) -> bool:
    """Every member may open the page; it shows only the meetings whose money they may see."""
    return org_role(actor, org_id) is not None


@permission("payments.set_levels", title=_("设置付款审批的级别与限额"))
def can_set_levels(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS
