"""Kinds of message about speakers' fees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "speaker_fees.refused",
    title=_("劳务费退回"),
    group="change",
    subject=_("劳务费 {fee} 已退回｜{meeting}"),
    body=_("《{meeting}》的劳务费 {fee} 已退回：{reason}"),
    channels=("in_app",),
    action=_("打开劳务费"),
)
message_kind(
    "speaker_fees.waiting",
    title=_("劳务费待审批"),
    group="waiting",
    subject=_("劳务费 {fee} 待您审批｜{meeting}"),
    body=_("《{meeting}》的劳务费 {fee} 已提交，请审批。"),
    channels=("in_app",),
    action=_("打开劳务费"),
)
