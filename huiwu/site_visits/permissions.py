"""Who may do what about candidates and their inspection."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, leads
from huiwu.site_visits.models import SiteVisit

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


@permission("site_visits.view", title=_("查看候选场地与考察"))
def can_view_candidates(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("site_visits.edit", title=_("编辑候选场地、报价、否决项与评分权重"))
def can_edit_candidates(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.VENUE_TEAM, Role.PLANNER, Role.COMMERCIAL_MANAGER, Role.PROCUREMENT)


@permission("site_visits.inspect", title=_("考察场地"))
def can_inspect(actor: Actor, meeting: Meeting) -> bool:
    """Whoever serves the meeting may look at a house for it: kitchens, power, guest rooms each have their own people."""
    return is_on_team(actor, meeting)


@permission("site_visits.write", title=_("填写自己的考察记录"))
def can_write_visit(actor: Actor, visit: SiteVisit) -> bool:
    return actor.is_signed_in and visit.inspector_id == actor.id and is_on_team(actor, visit.candidate.meeting)


@permission("site_visits.recommend", title=_("推荐场地并送客户确认"))
def can_recommend(actor: Actor, meeting: Meeting) -> bool:
    """项目负责人 answers for the recommendation (SOP P08)."""
    return leads(actor, meeting)


@permission("site_visits.view_scoring", title=_("查看场地评分权重"))
def can_view_scoring(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("site_visits.edit_scoring", title=_("修改场地评分权重"))
def can_edit_scoring(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS
