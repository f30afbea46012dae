"""Who may do what with the agenda (P11: 策划 and 秘书组 detail it; the leads take it to the client)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, leads, roles_in

WRITERS = (Role.PLANNER, Role.SECRETARIAT, Role.GUEST_TEAM)


@permission("agenda.view", title=_("查看议程"))
def can_view_agenda(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("agenda.read_version", title=_("阅读议程的版本"))
def can_read_version(actor: Actor, meeting: Meeting) -> bool:
    """The team, and the client who confirms it."""
    return is_on_team(actor, meeting) or Role.CLIENT in roles_in(actor, meeting)


@permission("agenda.edit", title=_("编排议程"))
def can_edit_agenda(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("agenda.release", title=_("提交议程版本、请客户确认、对外公开"))
def can_release_agenda(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("agenda.tell", title=_("记录已告知谁"))
def can_tell(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("agenda.view_standards", title=_("查看议程的时间标准"))
def can_view_standards(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("agenda.edit_standards", title=_("修改议程的时间标准"))
def can_edit_standards(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)
