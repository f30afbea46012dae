"""When two names are one company."""

from __future__ import annotations

import unicodedata

LONGEST_KEY = 160


def name_key(name: str) -> str:
    """The compared form of a company's name: width folded, lower case, only letters and digits.

    >>> name_key("上海 明筑展览（集团）有限公司") == name_key("上海明筑展览(集团)有限公司")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c.isalnum())[:LONGEST_KEY]


def category_key(categories: list[str]) -> str:
    """`["build", "av"]` → `"|build|av|"`, to filter by one of them."""
    return f"|{'|'.join(categories)}|" if categories else ""


def masked(account: str) -> str:
    """A bank account of which only the last four digits are shown.

    >>> masked("6222021001116245702")
    '···· 5702'
    """
    return f"···· {account[-4:]}" if len(account) > 4 else "····" if account else ""
