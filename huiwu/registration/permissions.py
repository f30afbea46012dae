"""Who may build the form, decide, collect; and what people may do with their own registration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.attendees.permissions import is_own
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, leads
from huiwu.registration.choices import GROUP_LINK
from huiwu.registration.models import GroupRegistration, Registration

BUILDERS = (Role.DATA_ADMIN, Role.SECRETARIAT)
DECIDERS = (*BUILDERS, Role.GUEST_TEAM)
COLLECTORS = (Role.FINANCE, Role.DATA_ADMIN)
READERS = (*DECIDERS, *COLLECTORS, Role.CHECK_IN_TEAM, Role.PRIVACY_OFFICER, Role.OPERATIONS_HEAD, Role.PUBLICITY_TEAM)


@permission("registration.view", title=_("查看报名"))
def can_view(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *READERS)


@permission("registration.edit", title=_("设计报名表、名额与邀请码"))
def can_edit(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *BUILDERS)


@permission("registration.invite", title=_("把报名方案送客户确认"))
def can_invite(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("registration.open", title=_("开放与关闭报名"))
def can_open(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.DATA_ADMIN)


@permission("registration.decide", title=_("审核、取消报名与发出候补名额"))
def can_decide(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *DECIDERS)


@permission("registration.collect", title=_("确认报名费"))
def can_collect(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *COLLECTORS)


@permission("registration.submit", title=_("提交报名"))
def can_submit(actor: Actor, meeting: Meeting) -> bool:
    """Anybody, while the form is open: that is what it is for. Whether it is open, the service asks."""
    return True


@permission("registration.change", title=_("修改或取消一份报名"))
def can_change(actor: Actor, row: Registration) -> bool:
    """The person by their own link, the contact who registered them, and those who decide."""
    if is_own(actor, row.attendee) or (row.group is not None and can_manage_group(actor, row.group)):
        return True
    return can_decide(actor, row.meeting)


@permission("registration.answer_offer", title=_("答复候补名额"))
def can_answer(actor: Actor, row: Registration) -> bool:
    return can_change(actor, row)


@permission("registration.manage_group", title=_("管理自己的团体报名"))
def can_manage_group(actor: Actor, group: GroupRegistration) -> bool:
    link = actor.link
    return actor.kind == "link" and link is not None and link.purpose == GROUP_LINK and link.subject_id == group.pk


@permission("registration.lapse", title=_("结束逾期的候补名额"))
def can_lapse(actor: Actor, subject: object) -> bool:
    """Only the system itself, by the clock."""
    return False
