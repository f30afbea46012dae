"""Entries of the meeting's menu and of the organisation's settings."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "messages",
    title=_("邮件发送"),
    icon="send",
    group="meeting",
    order=90,
    permission="notifications.view_sent",
    url=lambda meeting: reverse("notifications:sent", args=[meeting.slug]),
)
setting(
    "reminders",
    title=_("提醒与逾期升级"),
    detail=_("到期前几天提醒，逾期几天报给谁"),
    icon="alarm-clock",
    order=70,
    permission="notifications.set_rules",
    url=lambda: reverse("notifications:reminder_rules"),
)
setting(
    "mailbox",
    title=_("未发出的邮件"),
    detail=_("没有设置邮件服务器时，邮件留在这里"),
    icon="mail",
    order=80,
    permission="notifications.mailbox",
    url=lambda: reverse("notifications:mailbox"),
)
setting(
    "outside",
    title=_("短信与群机器人"),
    detail=_("短信服务、短信模板、群机器人、测试模式与停发名单"),
    icon="message-square",
    order=72,
    permission="notifications.set_outside",
    url=lambda: reverse("notifications:ways"),
)
