"""Who may do what about speakers' fees. Identity numbers and accounts are seen by finance alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, leads, roles_in

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


@permission("speaker_fees.view", title=_("查看劳务发放表"))
def can_view_fees(actor: Actor, meeting: Meeting) -> bool:
    return has_role(
        actor,
        meeting,
        Role.FINANCE,
        Role.COMMERCIAL_MANAGER,
        Role.GUEST_TEAM,
        Role.COMPLIANCE_OFFICER,
        Role.DEPARTMENT_HEAD,
    )


@permission("speaker_fees.edit", title=_("录入与提交劳务费"))
def can_edit_fees(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.FINANCE, Role.GUEST_TEAM)


@permission("speaker_fees.approve", title=_("审批劳务费"))
def can_approve_fees(actor: Actor, meeting: Meeting) -> bool:
    """Who runs the meeting, or the head of the department."""
    return leads(actor, meeting) or Role.DEPARTMENT_HEAD in roles_in(actor, meeting)


@permission("speaker_fees.pay", title=_("发放劳务费与申报个税"))
def can_pay_fees(actor: Actor, meeting: Meeting) -> bool:
    return Role.FINANCE in roles_in(actor, meeting) or org_role(actor, meeting.org_id) in HEADS


@permission("speaker_fees.see_secrets", title=_("查看讲者的证件号码与银行账号"))
def can_see_secrets(actor: Actor, meeting: Meeting) -> bool:
    return can_pay_fees(actor, meeting)
