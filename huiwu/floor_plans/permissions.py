"""Who may do what with floor plans: the room's own plan with the library, a set-up with the function sheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import SHEET_ROLES, has_role, is_on_team

DRAWERS_OF_PLANS = (*SHEET_ROLES, Role.BUILD_CONTRACTOR, Role.SECURITY_TEAM)


@permission("floor_plans.view", title=_("查看布置图"))
def can_view_plans(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("floor_plans.edit", title=_("画布置图"))
def can_draw_plans(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *DRAWERS_OF_PLANS)
