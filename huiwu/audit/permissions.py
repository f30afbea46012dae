"""Who may read the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import is_on_team


@permission("audit.view", title=_("查看会议的操作记录"))
def can_view_history(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("audit.view_organisation", title=_("查看全单位的操作记录"))
def can_view_organisation_history(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)
