from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import is_on_team, leads


@permission("checks.view", title=_("查看疏漏清单"))
def can_view_findings(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("checks.claim", title=_("认领疏漏"))
def can_claim_finding(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("checks.waive", title=_("放行疏漏（留痕）"))
def can_waive_finding(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("checks.view_catalogue", title=_("查看检查规则"))
def can_view_catalogue(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None
