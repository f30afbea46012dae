"""How a name is read: pinyin without tones, the surname as a surname, what a person set by hand above all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import pypinyin

from huiwu.engines.names.folding import fold
from huiwu.engines.names.strokes import stroke_key
from huiwu.engines.names.surnames import HAN, split, surname_reading

MOST_READINGS = 8
_COMMON = {
    "乐": ("le", "yue"),
    "行": ("xing", "hang"),
    "长": ("chang", "zhang"),
    "朝": ("chao", "zhao"),
    "重": ("zhong", "chong"),
    "盛": ("sheng", "cheng"),
    "晟": ("sheng", "cheng"),
    "茜": ("qian", "xi"),
    "娜": ("na", "nuo"),
    "柏": ("bai", "bo"),
    "还": ("huan", "hai"),
    "召": ("zhao", "shao"),
    "奇": ("qi", "ji"),
    "莘": ("xin", "shen"),
    "覃": ("qin", "tan"),
    "盖": ("ge", "gai"),
}
"""Characters of given names that people read either way."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`syllables` of the whole name, surname first; `family_count` of them are the surname."""

    syllables: tuple[str, ...]
    family_count: int

    @property
    def pinyin(self) -> str:
        """`zeng guo fan`: blanks sort before letters, so that 李安 stands before 连."""
        return " ".join(self.syllables)

    @property
    def initials(self) -> str:
        return "".join(syllable[0] for syllable in self.syllables)


def reading(name: str, by_hand: str = "", family: str | None = None) -> Reading:
    """The reading of a name. `by_hand`: syllables with blanks, which win; `family`: the surname where it is known."""
    parts = split(name)
    head = parts.family if family is None else family
    if by_hand.strip():
        return Reading(tuple(fold(by_hand).split()), len(head) if HAN.match(head) else 1)
    if not HAN.search(name):
        words = fold(f"{parts.family} {parts.given}").split()
        return Reading(tuple(words), len(parts.family.split()))
    whole = "".join(name.split())
    first = _family(head)
    rest = whole[len(head) :] if whole.startswith(head) else whole
    return Reading((*first, *_plain(rest)), len(first))


def _family(family: str) -> tuple[str, ...]:
    return surname_reading(family) or tuple(s for c in family for s in (surname_reading(c) or _plain(c)))


@lru_cache(maxsize=20_000)
def _plain(text: str) -> tuple[str, ...]:
    """Syllables of Chinese characters, words of other letters; characters without a reading are passed over."""
    said = pypinyin.lazy_pinyin(text, style=pypinyin.Style.NORMAL, errors=_others, v_to_u=False)
    return tuple(piece for syllable in said for piece in syllable.split() if piece)


def _others(text: str) -> str:
    return " ".join("".join(c if c.isalnum() and c.isascii() else " " for c in fold(text)).split())


def other_readings(name: str, family: str | None = None) -> tuple[str, ...]:
    """Further readings a person may type for it: 曾 as ceng, 乐 as yue, 吕 as lu. Joined pinyin, at most MOST_READINGS."""
    whole = "".join(c for c in name if HAN.match(c))
    said = reading(whole, family=family).syllables
    if len(said) != len(whole):
        return ()
    ways = [
        tuple(dict.fromkeys((syllable, *(_surname_ways(c) if place == 0 else ()), *_ways(c))))
        for place, (c, syllable) in enumerate(zip(whole, said, strict=True))
    ]
    found = ("".join(way) for way, _ in zip(product(*ways), range(MOST_READINGS + 1), strict=False))
    return tuple(dict.fromkeys(found))[1:]


def _surname_ways(character: str) -> list[str]:
    """How the character is read where it is no surname."""
    if not surname_reading(character):
        return []
    ways = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return ways[0][:2] if ways else []


@lru_cache(maxsize=20_000)
def _ways(character: str) -> tuple[str, ...]:
    """Readings in common use, and what stands for ü on a keyboard."""
    found: list[str] = list(_COMMON.get(character, ()))
    for syllable in [*found, *_plain(character)]:
        if syllable in ("lv", "nv", "lve", "nve"):
            found += [syllable.replace("v", "u"), syllable.replace("v", "yu")]
    return tuple(found)


def pinyin_key(name: str, by_hand: str = "", family: str | None = None) -> tuple[str, str]:
    """按姓氏拼音为序: syllable by syllable; names read alike by strokes."""
    return reading(name, by_hand, family).pinyin, stroke_key(name, family=family)


def by_pinyin(names: Iterable[str]) -> list[str]:
    return sorted(names, key=pinyin_key)
