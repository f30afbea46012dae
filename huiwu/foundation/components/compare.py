"""Two texts or two edits side by side."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiwu.foundation.components.library import drawn, register

WORDS = re.compile(r"[A-Za-z0-9_.,:%+-]+|\s+|.", re.DOTALL)


@register.simple_tag
def diff(before: Any, after: Any) -> SafeString:
    """What changed inside one text, as `<del>` and `<ins>`; Chinese character by character, Latin word by word."""
    old, new = WORDS.findall(str(before or "")), WORDS.findall(str(after or ""))
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(format_html("{}", "".join(old[a:b])))
            continue
        if a < b:
            parts.append(format_html("<del>{}</del>", "".join(old[a:b])))
        if c < d:
            parts.append(format_html("<ins>{}</ins>", "".join(new[c:d])))
    return format_html('<span class="diff">{}</span>', format_html_join("", "{}", ((part,) for part in parts)))


@register.simple_tag
def diff_sides(before: Any, after: Any, before_label: Any = "", after_label: Any = "") -> SafeString:
    """Two values side by side, former and present; equal ones are shown once."""
    return drawn(
        "diff_sides",
        before=before,
        after=after,
        before_label=before_label or _("原来"),
        after_label=after_label or _("现在"),
        same=before == after,
    )


@register.simple_tag
def compare_edits(rows: Any, theirs_by: Any = "") -> SafeString:
    """After a stale edit: per field mine and theirs, one to choose.

    `rows`: dicts or objects with name, label, mine, theirs. The chosen text is posted under `name`, so the view saves
    it like an ordinary form (with the newer revision in a hidden field).
    """
    return drawn("compare_edits", rows=list(rows), theirs_by=theirs_by)
