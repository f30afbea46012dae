"""Who may write, approve and send notices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.attendees.permissions import is_own
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, leads

WRITERS = (Role.DATA_ADMIN, Role.SECRETARIAT, Role.GUEST_TEAM)


@permission("notices.view", title=_("查看会议通知"))
def can_view(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS, Role.CHECK_IN_TEAM)


@permission("notices.edit", title=_("拟写会议通知"))
def can_edit(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("notices.approve", title=_("审批、发出与撤回会议通知"))
def can_approve(actor: Actor, meeting: Meeting) -> bool:
    """The one answerable for step P23: the account manager, or another lead."""
    return leads(actor, meeting)


@permission("notices.invite", title=_("请客户确认通知文案"))
def can_invite(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("notices.own", title=_("读发给自己的会议通知"))
def can_read_own(actor: Actor, attendee: Any) -> bool:
    return is_own(actor, attendee)


@permission("notices.view_templates", title=_("查看通知模板"))
def can_view_templates(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("notices.edit_templates", title=_("维护通知模板"))
def can_edit_templates(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)
