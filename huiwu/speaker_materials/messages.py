"""Kinds of message about speakers' materials."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "speaker_materials.received",
    title=_("讲者交来了资料"),
    group="change",
    subject=_("{speaker} 交来{what}｜{meeting}"),
    body=_("《{meeting}》的讲者 {speaker} 交来{what}第 {number} 版，请审核。{findings}"),
    channels=("in_app",),
    action=_("去审核"),
)
