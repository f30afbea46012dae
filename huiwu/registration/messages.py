"""Text messages of registration: no links in variables, a signature before, no invitations (EX-104)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.notifications.outside.wording import sms_text

sms_text("registration.code", title=_("报名验证码"), text=_("报名验证码 {code}，十分钟内有效，请勿告诉他人。"))
sms_text(
    "registration.confirmed",
    title=_("报名成功"),
    text=_("您的会议报名已确认：{meeting}，报名号 {number}。票码与修改：{site}/s/{code} 。"),
)
sms_text(
    "registration.waitlisted",
    title=_("进入候补"),
    text=_("您的会议报名进入候补：{meeting}，报名号 {number}。有名额时会通知您。"),
)
sms_text(
    "registration.pending",
    title=_("报名待审核"),
    text=_("您的会议报名已收到：{meeting}，报名号 {number}。审核结果会通知您。"),
)
sms_text(
    "registration.offered",
    title=_("候补有名额"),
    text=_("您候补的会议有名额了：{meeting}，报名号 {number}。请尽快确认：{site}/s/{code} ，逾期给下一位。"),
)
sms_text(
    "registration.refused",
    title=_("报名未通过"),
    text=_("您的会议报名未通过审核：{meeting}，报名号 {number}。如有疑问请联系会务组。"),
)
sms_text(
    "registration.cancelled",
    title=_("报名已取消"),
    text=_("您的会议报名已取消：{meeting}，报名号 {number}。"),
)
