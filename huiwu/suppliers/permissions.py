"""Who may do what with the library of suppliers and with a meeting's suppliers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import LEADING_ROLES, OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.meetings.permissions import has_role, is_on_team, roles_in

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)
BUYERS = (Role.PROCUREMENT, Role.COMMERCIAL_MANAGER)
ENGAGERS = (*BUYERS, Role.FINANCE, Role.VENUE_TEAM, Role.MATERIALS_TEAM, Role.AV_TEAM, Role.PLANNER)
"""Those who may note a supplier in a meeting beside the leads."""
OUTSIDERS = frozenset({Role.CLIENT, Role.BUILD_CONTRACTOR, Role.INTERPRETER})
"""Roles that people of other companies hold: they are not given the telephone numbers of suppliers."""


def works_as(actor: Actor, org_id: Any, *roles: str) -> bool:
    """Owner or admin of the organisation, or holder of one of the roles in any of its meetings; one query per actor."""
    if org_role(actor, org_id) in HEADS:
        return True
    if not actor.is_signed_in or org_role(actor, org_id) is None:
        return False
    key = ("roles_anywhere", org_id)
    if key not in actor.memo:
        held = TeamMember.objects.filter(meeting__org_id=org_id, user=actor.user)
        actor.memo[key] = frozenset(held.values_list("role", flat=True))
    return bool(actor.memo[key] & set(roles))


@permission("suppliers.view", title=_("查看供应商库"))
def can_view_library(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("suppliers.edit", title=_("维护供应商库"))
def can_edit_library(actor: Actor, org_id: object) -> bool:
    return works_as(actor, org_id, *BUYERS, *LEADING_ROLES)


@permission("suppliers.see_contacts", title=_("查看供应商联系电话"))
def can_see_contacts(actor: Actor, org_id: object) -> bool:
    return works_as(actor, org_id, *ENGAGERS, *LEADING_ROLES)


@permission("suppliers.see_bank", title=_("查看供应商银行账户"))
def can_see_bank(actor: Actor, org_id: object) -> bool:
    return works_as(actor, org_id, Role.FINANCE, *LEADING_ROLES)


@permission("suppliers.view_meeting", title=_("查看会议的供应商"))
def can_view_meeting_suppliers(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("suppliers.engage", title=_("登记会议的供应商"))
def can_engage(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *ENGAGERS)


@permission("suppliers.rate", title=_("评价供应商"))
def can_rate(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *ENGAGERS, Role.OPERATIONS_HEAD)


@permission("suppliers.see_phones", title=_("查看会议供应商的联系电话"))
def can_see_phones(actor: Actor, meeting: Meeting) -> bool:
    """Everybody of our own crew: on the day, whoever stands beside the problem must be able to call."""
    return is_on_team(actor, meeting) and (has_role(actor, meeting) or bool(roles_in(actor, meeting) - OUTSIDERS))
