"""Verbs of notices."""

from huiwu.notices.services.sending import (
    call_the_lost,
    mark_own_read,
    send_again,
    send_due_notices,
    send_notice,
    spread,
)
from huiwu.notices.services.templates import retire_template, save_template
from huiwu.notices.services.writing import (
    NoticeValues,
    approve_notice,
    ask_client,
    draft_notice,
    save_notice,
    shift_notices,
    withdraw_notice,
)

__all__ = [
    "NoticeValues",
    "approve_notice",
    "ask_client",
    "call_the_lost",
    "draft_notice",
    "mark_own_read",
    "retire_template",
    "save_notice",
    "save_template",
    "send_again",
    "send_due_notices",
    "send_notice",
    "shift_notices",
    "spread",
    "withdraw_notice",
]
