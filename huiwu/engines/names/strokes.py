"""Order by strokes (domain/protocol.md §4): number of strokes, then stroke by stroke 横 竖 撇 点 折, character by character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from huiwu.engines.names.surnames import HAN, split

SingleName = Literal["BLANK_FIRST", "COMPARE"]
BLANK_FIRST: SingleName = "BLANK_FIRST"
COMPARE: SingleName = "COMPARE"
"""两派: the given name of one character counts as blank and stands first (政协, 党代会), or is compared (人大)."""
DIGITS = 6
LONGEST = 33  # characters of a name that a key of 200 places can hold, blank included
_UNKNOWN = 100_000  # what has no stroke (Latin, signs) or none that we know comes after everything else, by code point


@dataclass(frozen=True, slots=True)
class _Place:
    rank: int
    strokes: int
    is_settled: bool


@lru_cache(maxsize=1)
def _places() -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    text = resources.files("huiwu.engines.names").joinpath("data/strokes.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        count, settled, rest = line.split("\t")
        for characters, is_settled in ((settled, True), (rest, False)):
            for character in characters:
                found[character] = _Place(len(found) + 1, int(count), is_settled)
    return found


def strokes(character: str) -> int | None:
    """Number of strokes; None when unknown or not a Chinese character."""
    place = _places().get(character)
    return place.strokes if place else None


def unsettled(name: str) -> tuple[str, ...]:
    """Characters whose place the norm does not settle: to be looked at by a person before a list is printed.

    Those of which the number of strokes is known stand after the others of that number, the rest at the very end.
    """
    places = _places()
    return tuple(c for c in dict.fromkeys(name) if HAN.match(c) and not ((p := places.get(c)) and p.is_settled))


def stroke_key(name: str, single_name: SingleName = BLANK_FIRST, family: str | None = None) -> str:
    """The sort key of a name: digits only, six for each character, so that every database orders it alike.

    `family`: the surname where it is known; otherwise it is told from the name.
    """
    whole = "".join(c for c in name if not c.isspace() and c not in "·•・‧")
    head = len(split(whole).family if family is None else family)
    places = _places()
    ranks = [p.rank if (p := places.get(c)) else _UNKNOWN + ord(c.lower()[:1]) for c in whole]
    if single_name == BLANK_FIRST and HAN.fullmatch(whole) and 0 < head == len(whole) - 1:
        ranks.insert(head, 0)
    return "".join(f"{rank:0{DIGITS}d}" for rank in ranks[:LONGEST])


def by_strokes(names: Iterable[str], single_name: SingleName = BLANK_FIRST) -> list[str]:
    """按姓氏笔画为序. Equal names keep their order."""
    return sorted(names, key=lambda name: stroke_key(name, single_name))
