"""Who may do what with the event plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, leads, roles_in

WRITERS = (
    Role.PLANNER,
    Role.FINANCE,
    Role.SECRETARIAT,
    Role.VENUE_TEAM,
    Role.CATERING_TEAM,
    Role.LODGING_TEAM,
    Role.TRANSPORT_TEAM,
    Role.MATERIALS_TEAM,
    Role.AV_TEAM,
    Role.PUBLICITY_TEAM,
    Role.SECURITY_TEAM,
)
"""Those who write sections of the plan beside the leads (P06: R is 策划; the groups write what they answer for)."""


@permission("event_plan.view", title=_("查看策划方案"))
def can_view_plan(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting) or Role.CLIENT in roles_in(actor, meeting)


@permission("event_plan.edit", title=_("编写策划方案"))
def can_edit_plan(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("event_plan.invite", title=_("提交策划方案版本并请客户确认"))
def can_invite_to_plan(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)
