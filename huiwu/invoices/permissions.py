"""Who may see, register and verify invoices, and keep our own titles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.meetings.permissions import has_role, roles_in

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)
REGISTERING = (Role.FINANCE, Role.COMMERCIAL_MANAGER, Role.PROCUREMENT)
SEEING = (*REGISTERING, Role.COMPLIANCE_OFFICER, Role.PLANNER, Role.OPERATIONS_HEAD, Role.DEPARTMENT_HEAD)


def keeps_books(actor: Actor, org_id: Any) -> bool:
    """Finance of any meeting of the organisation; one query per actor."""
    if not actor.is_signed_in or org_role(actor, org_id) is None:
        return False
    key = ("keeps_books", org_id)
    if key not in actor.memo:
        theirs = TeamMember.objects.filter(meeting__org_id=org_id, user_id=actor.user_id, role=Role.FINANCE)
        actor.memo[key] = theirs.exists()
    found: bool = actor.memo[key]
    return found


@permission("invoices.view", title=_("查看会议的发票"))
def can_view_invoices(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *SEEING)


@permission("invoices.register", title=_("登记、导入发票"))
def can_register_invoices(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *REGISTERING)


@permission("invoices.verify", title=_("验票、退票、登记报销"))
def can_verify_invoices(actor: Actor, meeting: Meeting) -> bool:
    """财务 of the meeting; whoever leads it where none is named."""
    return (
        Role.FINANCE in roles_in(actor, meeting)
        or org_role(actor, meeting.org_id) in HEADS
        or _leads_alone(actor, meeting)
    )


def _leads_alone(actor: Actor, meeting: Meeting) -> bool:
    if not has_role(actor, meeting):
        return False
    return not TeamMember.objects.filter(meeting=meeting, role=Role.FINANCE).exists()


@permission("invoices.view_all", title=_("查看各会议的发票"))
def can_view_all_invoices(actor: Actor, org_id: object) -> bool:
    """Every member may open the page; it shows only the invoices they may see in their meetings."""
    return org_role(actor, org_id) is not None


@permission("invoices.keep_unassigned", title=_("登记未归会议的发票"))
def can_keep_unassigned(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS or keeps_books(actor, org_id)


@permission("invoices.view_titles", title=_("查看开票抬头"))
def can_view_titles(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("invoices.edit_titles", title=_("修改开票抬头"))
def can_edit_titles(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS or keeps_books(actor, org_id)
