"""Who may do what with first contacts and briefs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, leads, roles_in

INTAKE_LINK = "intake.fill"


@permission("intake.fill", title=_("通过链接填写接洽表"))
def can_fill_intake(actor: Actor, org_id: object) -> bool:
    return (
        actor.kind == "link"
        and actor.link is not None
        and actor.link.purpose == INTAKE_LINK
        and actor.link.org_id == org_id
    )


@permission("intake.view", title=_("查看接洽记录"))
def can_view_intake(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("intake.record", title=_("登记、处理接洽记录，发接洽表链接"))
def can_record_intake(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("intake.forget", title=_("到期删除接洽记录"))
def can_forget_intakes(actor: Actor, org_id: object) -> bool:
    return False  # the system alone, by its own clock


@permission("intake.keep_city_events", title=_("维护同城大型活动"))
def can_keep_city_events(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("brief.view", title=_("查看需求简报"))
def can_view_brief(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting) or Role.CLIENT in roles_in(actor, meeting)


@permission("brief.edit", title=_("编写需求简报"))
def can_edit_brief(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.PLANNER)


@permission("brief.invite", title=_("提交需求简报版本并请客户确认"))
def can_invite_to_brief(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("brief.judge", title=_("评定会议目标"))
def can_judge_goals(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)
