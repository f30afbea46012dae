"""Who may buy for a meeting, score, approve; and what the holder of a supplier's link may do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, roles_in
from huiwu.procurement.choices import QUOTE_LINK
from huiwu.procurement.models import Quotation, Selection
from huiwu.suppliers.permissions import BUYERS, ENGAGERS, OUTSIDERS

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


@permission("procurement.view", title=_("查看询价与报价"))
def can_view(actor: Actor, meeting: Meeting) -> bool:
    """The team, but not people of other companies on it: a bidder must not read what others quote."""
    roles = roles_in(actor, meeting)
    return is_on_team(actor, meeting) and (not roles or bool(roles - OUTSIDERS))


@permission("procurement.edit", title=_("询价、录入报价、归一口径"))
def can_edit(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *BUYERS)


@permission("procurement.score", title=_("给报价打技术分"))
def can_score(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *ENGAGERS)


@permission("procurement.select", title=_("选定供应商"))
def can_select(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *BUYERS)


@permission("procurement.approve", title=_("审批超限额的选定"))
def can_approve(actor: Actor, selection: Selection) -> bool:
    """Whoever holds the role of the policy, or a head of the organisation; never the one who chose."""
    if not actor.is_signed_in or selection.chosen_by_id == actor.id:
        return False
    meeting = selection.meeting
    return selection.approver_role in roles_in(actor, meeting) or org_role(actor, meeting.org_id) in HEADS


@permission("procurement.quote", title=_("供应商填写自己的报价"))
def can_quote(actor: Actor, quotation: Quotation) -> bool:
    """The holder of the link made for exactly this quotation."""
    link = actor.link
    return actor.kind == "link" and link is not None and link.purpose == QUOTE_LINK and link.subject_id == quotation.pk


@permission("procurement.view_policy", title=_("查看采购规则"))
def can_view_policy(actor: Actor, org_id: Any) -> bool:
    return org_role(actor, org_id) is not None


@permission("procurement.edit_policy", title=_("修改采购规则"))
def can_edit_policy(actor: Actor, org_id: Any) -> bool:
    return org_role(actor, org_id) in HEADS
