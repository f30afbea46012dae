"""Making texts comparable for a search: width, case, traditional and variant forms make no difference."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    text = resources.files("huiwu.engines.names").joinpath("data/folding.txt").read_text(encoding="utf-8")
    return {ord(form): line[0] for line in text.splitlines() for form in line[1:]}


def simplified(text: str) -> str:
    """Traditional and variant characters as the simplified one; everything else as it stands."""
    return text.translate(_table())


def fold(text: str) -> str:
    """The text for comparing: NFKC, lower case, simplified characters, single blanks."""
    return " ".join(simplified(unicodedata.normalize("NFKC", text).casefold()).split())
