"""Kinds of message about the agenda."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "agenda.released",
    title=_("议程出了新的现行版本"),
    group="change",
    subject=_("议程第 {number} 版生效｜{meeting}"),
    body=_("《{meeting}》的议程第 {number} 版已由客户确认，与您有关的变化：\n{changes}"),
    channels=("in_app", "email"),
    action=_("查看变化"),
)
