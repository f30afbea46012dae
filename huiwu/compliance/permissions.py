"""Who may do what about compliance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, roles_in

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


@permission("compliance.view", title=_("查看合规检查单"))
def can_view_checklist(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("compliance.edit", title=_("登记合规事实、许可与对外发布"))
def can_edit_compliance(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.COMPLIANCE_OFFICER, Role.FINANCE, Role.PLANNER)


@permission("compliance.decide", title=_("判断合规检查项并放行"))
def can_decide(actor: Actor, meeting: Meeting) -> bool:
    """法务合规 of the meeting; heads of the organisation where none is named. Whoever runs the meeting may not (G0)."""
    return Role.COMPLIANCE_OFFICER in roles_in(actor, meeting) or org_role(actor, meeting.org_id) in HEADS


@permission("compliance.view_packs", title=_("查看规则包"))
def can_view_packs(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("compliance.edit_packs", title=_("修改规则包"))
def can_edit_packs(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS
