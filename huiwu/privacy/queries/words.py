"""Words for codes that have no choices of their own."""

from __future__ import annotations

from django.utils.translation import gettext as _


def term_word(term: str) -> str:
    """One of the six terms of an agreement, as people call it."""
    words = {
        "purpose": _("处理目的"),
        "until_on": _("期限"),
        "method": _("处理方式"),
        "groups": _("个人信息种类"),
        "safeguards": _("保护措施"),
        "duties": _("双方权利义务"),
    }
    return words[term]
