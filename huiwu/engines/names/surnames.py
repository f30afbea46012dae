"""Surnames: where they end, and how they are read as surnames."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from huiwu.engines.names.folding import simplified

HAN = re.compile(r"[〇㐀-鿿豈-﫿\U00020000-\U0003fffd]+")
_DOTS = re.compile(r"[·•・‧．.]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Parts:
    """Both are empty strings at worst; together they are the name without blanks (or, of Latin names, its words)."""

    family: str
    given: str


@lru_cache(maxsize=1)
def _table() -> tuple[frozenset[str], dict[str, str]]:
    text = resources.files("huiwu.engines.names").joinpath("data/surnames.json").read_text(encoding="utf-8")
    kept = json.loads(text)
    return frozenset(kept["compound"].split()), kept["readings"]


def surname_reading(family: str) -> tuple[str, ...]:
    """Syllables of the surname as a surname (曾 zeng, 尉迟 yu chi); empty when it is read as everywhere."""
    return tuple(_table()[1].get(simplified(family), "").split())


def split(name: str) -> Parts:
    """Family and given name of a display name.

    A name of two characters has a surname of one (欧阳 alone is Mr 欧). Names with a dot between (买买提·吐尔逊) have no
    family name; of Latin names the last word is it, or the first when a comma follows or when it alone is in capitals.
    """
    name = _BLANKS.sub(" ", name).strip()
    if not HAN.search(name):
        return _latin(name)
    whole = name.replace(" ", "")
    if _DOTS.search(whole) or not HAN.match(whole):
        return Parts("", whole)
    for length in (4, 3, 2):
        if len(whole) > length and simplified(whole[:length]) in _table()[0]:
            return Parts(whole[:length], whole[length:])
    return Parts(whole[:1], whole[1:])


def _latin(name: str) -> Parts:
    if "," in name:
        family, given = name.split(",", 1)
        return Parts(family.strip(), given.strip())
    words = name.split(" ")
    if len(words) < 2:
        return Parts(name, "")
    first, last = words[0], words[-1]
    if len(first) > 1 and first.isupper() and not last.isupper():
        return Parts(first, " ".join(words[1:]))
    return Parts(last, " ".join(words[:-1]))
