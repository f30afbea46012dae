"""Who may do what with messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import is_on_team, leads
from huiwu.notifications.models import KeptMail


@permission("notifications.own", title=_("读自己的消息，设自己的提醒"))
def can_have_inbox(actor: Actor, user: Any) -> bool:
    return actor.is_signed_in and (user is None or actor.id == user.pk)


@permission("notifications.mail_link", title=_("把链接邮件发给客户"))
def can_mail_link(actor: Actor, meeting: Meeting | None) -> bool:
    """On the team; whether they may make this very link was asked by the service that made it."""
    return actor.is_signed_in and (meeting is None or is_on_team(actor, meeting))


@permission("notifications.view_sent", title=_("查看本会议发出的消息"))
def can_view_sent(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("notifications.set_rules", title=_("设置提醒与逾期升级"))
def can_set_rules(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)


@permission("notifications.mailbox", title=_("查看未设邮件服务器时留下的邮件"))
def can_open_mailbox(actor: Actor, org_id: object) -> bool:
    """While nothing is sent outside, or something was kept by the test mode or for want of an SMS provider."""
    if org_role(actor, org_id) not in (OrgRole.OWNER, OrgRole.ADMIN):
        return False
    return not settings.HUIWU_SENDS_MAIL or KeptMail.objects.filter(org_id=UUID(str(org_id))).exists()


@permission("notifications.set_outside", title=_("设置短信、群机器人与停发名单"))
def can_set_outside(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)
