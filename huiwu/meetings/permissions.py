"""Who may do what with a meeting. Predicates other capabilities build on: `leads`, `is_on_team`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import LEADING_ROLES, OrgRole
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting, TeamMember


def roles_in(actor: Actor, meeting: Meeting) -> frozenset[str]:
    """The actor's role codes in this meeting; one query per actor and meeting."""
    if not actor.is_signed_in:
        return frozenset()
    key = ("meeting_roles", meeting.pk)
    if key not in actor.memo:
        rows = TeamMember.objects.filter(meeting=meeting, user_id=actor.id).values_list("role", flat=True)
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
