"""Kinds of message about orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "orders.confirm",
    title=_("请供应商确认订单"),
    group="access",
    subject=_("请确认订单 {number}｜{meeting}"),
    body=_(
        "{person}，您好：\n{org}的{sender}请您确认《{meeting}》的订单 {number}“{title}”。\n"
        "打开下面的链接即可查看、确认或退回，以后也在这里填写送货安排、报告送达，不需要账号。"
    ),
    channels=("email",),
    action=_("查看订单"),
)
message_kind(
    "orders.replied",
    title=_("供应商答复了订单"),
    group="change",
    subject=_("{supplier}：{reply}｜{order}"),
    body=_("《{meeting}》的订单 {order}：{supplier}{reply}。{text}"),
    channels=("in_app",),
    action=_("打开订单"),
)
