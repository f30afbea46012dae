"""Kinds of message about payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "payments.waiting",
    title=_("付款待审批"),
    group="waiting",
    subject=_("付款申请 {request}（{amount} 元）待您审批｜{meeting}"),
    body=_("《{meeting}》的付款申请 {request}，付给 {payee} {amount} 元，请审批。"),
    action=_("打开申请"),
)
message_kind(
    "payments.decided",
    title=_("付款审批结果"),
    group="change",
    subject=_("付款申请 {request}：{result}｜{meeting}"),
    body=_("《{meeting}》的付款申请 {request}（{amount} 元）：{result}。{reason}"),
    channels=("in_app",),
    action=_("打开申请"),
)
message_kind(
    "payments.made",
    title=_("已付款"),
    group="change",
    subject=_("付款申请 {request} 已付 {paid} 元｜{meeting}"),
    body=_("《{meeting}》的付款申请 {request}（{amount} 元）已付 {paid} 元。"),
    channels=("in_app",),
    action=_("打开申请"),
)
