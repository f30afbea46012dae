"""Nothing that we write into a table may start a formula (EX-205)."""

from __future__ import annotations

import re

_RISKY = re.compile(r"^[\s\x00-\x1f]*[=+\-@＝＋－＠]|^[\t\r\n]")
_HARMLESS = re.compile(r"[+-]?|[+-]\d[\d .,-]*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet could take for a formula; figures and phones stay readable."""
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _RISKY.search(text) and not _HARMLESS.fullmatch(text) else text
