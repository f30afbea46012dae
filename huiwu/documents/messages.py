"""Kinds of message about documents that the client gets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "documents.sign",
    title=_("请客户确认"),
    group="access",
    subject=_("请确认《{document}》第 {number} 版｜{meeting}"),
    body=_(
        "{person}，您好：\n{org}的{sender}请您阅读并确认《{meeting}》的《{document}》第 {number} 版。\n"
        "打开下面的链接即可阅读、提意见、确认或退回，不需要账号。链接只给您本人，请不要转发。"
    ),
    channels=("email",),
    action=_("阅读并确认"),
)
