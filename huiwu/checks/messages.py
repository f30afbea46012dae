"""Kinds of message about findings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "checks.blocking",
    title=_("阻断性疏漏"),
    group="finding",
    subject=_("阻断性疏漏 {count} 条｜{meeting}"),
    body=_("《{meeting}》发现以下疏漏，不处理则后面的步骤不能放行。"),
    action=_("查看会议"),
)
message_kind(
    "checks.escalated",
    title=_("无人认领的疏漏"),
    group="escalation",
    subject=_("无人认领的疏漏 {count} 条｜{meeting}"),
    body=_("《{meeting}》临近开始，以下疏漏仍无人认领，请指定人处理。"),
    action=_("查看会议"),
)
