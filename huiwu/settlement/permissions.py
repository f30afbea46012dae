"""Who may do what about settlement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role

WRITERS = (Role.FINANCE, Role.PROCUREMENT, Role.COMMERCIAL_MANAGER)


@permission("settlement.view", title=_("查看结算与决算"))
def can_view_settlement(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS, Role.OPERATIONS_HEAD, Role.COMPLIANCE_OFFICER)


@permission("settlement.edit", title=_("编制供应商结算与决算"))
def can_edit_settlement(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("settlement.approve", title=_("审批供应商结算"))
def can_approve_settlement(actor: Actor, meeting: Meeting) -> bool:
    """Project lead, account manager and heads, or 财务; never whoever wrote it (asked by the service)."""
    return has_role(actor, meeting, Role.FINANCE)


@permission("settlement.invite", title=_("把决算表送客户确认"))
def can_send_final_settlement(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.FINANCE)
