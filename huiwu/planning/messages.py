"""Kinds of message about plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "planning.assigned",
    title=_("指派给您"),
    group="change",
    subject=_("指派给您：{step}｜{meeting}"),
    body=_("《{meeting}》的“{step}”指派给您，计划 {start} 至 {end}。"),
    channels=("in_app",),
    action=_("打开步骤"),
)
message_kind(
    "planning.gate_opened",
    title=_("门禁已打开"),
    group="change",
    subject=_("门禁 {gate} 已打开｜{meeting}"),
    body=_("《{meeting}》的门禁“{gate}”已打开，后面的步骤可以开始。"),
    channels=("in_app",),
    action=_("查看门禁"),
)
