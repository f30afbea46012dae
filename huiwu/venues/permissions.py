"""Who may do what about venues and bookings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


@permission("venues.view", title=_("查看场地库"))
def can_view_library(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("venues.edit", title=_("登记与修改场地、会场"))
def can_edit_library(actor: Actor, org_id: object) -> bool:
    """The library is common property: whoever inspects a house writes down what was seen."""
    return org_role(actor, org_id) is not None


@permission("venues.retire", title=_("停用场地与会场"))
def can_retire(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS


@permission("venues.edit_standards", title=_("修改场地计算标准"))
def can_edit_standards(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS


@permission("venues.view_bookings", title=_("查看会议的会场预订"))
def can_view_bookings(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("venues.book", title=_("预订、预留、确认与释放会场"))
def can_book(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.VENUE_TEAM, Role.PLANNER, Role.COMMERCIAL_MANAGER, Role.PROCUREMENT)


@permission("venues.edit_demands", title=_("填写功能单元对会场的要求"))
def can_edit_demands(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.VENUE_TEAM, Role.PLANNER, Role.AV_TEAM)
