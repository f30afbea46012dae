"""Who may do what with a meeting. Predicates other capabilities build on: `leads`, `is_on_team`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import LEADING_ROLES, OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting, TeamMember

SHEET_ROLES = (
    Role.PLANNER,
    Role.SECRETARIAT,
    Role.VENUE_TEAM,
    Role.CATERING_TEAM,
    Role.AV_TEAM,
    Role.OPERATIONS_HEAD,
)
"""Those who may write function sheets beside the leads."""


def roles_in(actor: Actor, meeting: Meeting) -> frozenset[str]:
    """The actor's role codes in this meeting; one query per actor and meeting."""
    if not actor.is_signed_in:
        return frozenset()
    key = ("meeting_roles", meeting.pk)
    if key not in actor.memo:
        rows = TeamMember.objects.filter(meeting=meeting, user=actor.user).values_list("role", flat=True)
        actor.memo[key] = frozenset(rows)
    found: frozenset[str] = actor.memo[key]
    return found


def leads(actor: Actor, meeting: Meeting) -> bool:
    """Project lead or account manager of the meeting, or owner or admin of its organisation."""
    return org_role(actor, meeting.org_id) in (OrgRole.OWNER, OrgRole.ADMIN) or bool(
        roles_in(actor, meeting) & set(LEADING_ROLES)
    )


def has_role(actor: Actor, meeting: Meeting, *roles: str) -> bool:
    """Leads, or holds one of the roles."""
    return leads(actor, meeting) or bool(roles_in(actor, meeting) & set(roles))


def is_on_team(actor: Actor, meeting: Meeting) -> bool:
    """Any role in the meeting (the client's own role does not count), or leads it."""
    return leads(actor, meeting) or bool(roles_in(actor, meeting) - {"client"})


@permission("meetings.create", title=_("新建会议"))
def can_create_meeting(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("meetings.view", title=_("查看会议"))
def can_view_meeting(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("meetings.edit", title=_("修改会议"))
def can_edit_meeting(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("meetings.edit_functions", title=_("修改功能单元"))
def can_edit_functions(actor: Actor, meeting: Meeting) -> bool:
    """Whoever plans or equips rooms keeps the function sheets: not only the leads."""
    return has_role(actor, meeting, *SHEET_ROLES)


@permission("meetings.manage_team", title=_("管理会务组与组别"))
def can_manage_team(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("meetings.decide", title=_("改期、延期、取消、恢复、结项"))
def can_decide(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("meetings.set_size_borders", title=_("设置规模级别的人数界限"))
def can_set_size_borders(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)


@permission("meetings.export", title=_("导出整场会议的档案"))
def can_export(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("meetings.import", title=_("导入会议档案"))
def can_import(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)
