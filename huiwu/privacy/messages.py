"""Kinds of message about personal information: no names, they would outlive the person's record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "privacy.request",
    title=_("本人请求"),
    group="waiting",
    subject=_("有一项本人请求待答复｜{meeting}"),
    body=_("《{meeting}》有参会人员就自己的个人信息提出请求，请在 {due} 前答复。"),
    action=_("打开请求"),
)
message_kind(
    "privacy.erased",
    title=_("本人删除了个人信息"),
    group="change",
    subject=_("有人删除了自己的个人信息｜{meeting}"),
    body=_("《{meeting}》有一位参会人员删除了自己的个人信息（证明 {certificate}）。已交出的名单请通知对方同步删除。"),
    action=_("看证明"),
)
message_kind(
    "privacy.breach",
    title=_("个人信息泄露事件"),
    group="finding",
    subject=_("泄露事件 {breach}，请立即处置｜{meeting}"),
    body=_("《{meeting}》登记了个人信息泄露事件 {breach}。请立即补救；较大以上的须在数小时内报告主管部门。"),
    action=_("打开事件"),
    urgent=True,
)
