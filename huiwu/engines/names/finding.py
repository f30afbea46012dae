"""What a name is found by, and what a query asks for: pieces that are compared from their beginning."""

from __future__ import annotations

from huiwu.engines.names.folding import fold
from huiwu.engines.names.readings import other_readings, reading
from huiwu.engines.names.surnames import HAN

LONGEST = 32  # characters of a piece; longer ones are cut, queries alike


def piece(text: str) -> str:
    """Text as a piece: folded, without blanks and signs, cut."""
    return "".join(c for c in fold(text) if c.isalnum() or HAN.match(c))[:LONGEST]


def name_pieces(name: str, by_hand: str = "", name_en: str = "", family: str | None = None) -> frozenset[str]:
    """Everything a search may begin with: the name from each character on, pinyin from each syllable on, initials
    likewise, other readings, the words of the English name."""
    found = _tails(piece(name))
    said = reading(name, by_hand, family).syllables
    for start in range(len(said)):
        found.add("".join(said[start:])[:LONGEST])
    initials = "".join(syllable[0] for syllable in said)
    found |= {initials[start:] for start in range(max(1, len(initials) - 1))}
    found.update(other_readings(name, family))
    found.update(_words(name_en))
    if not HAN.search(name):
        found.update(_words(name))
    return frozenset(found - {""})


def text_pieces(text: str) -> frozenset[str]:
    """A name of an organisation or a group: from each character on, and the initials of its pinyin."""
    whole = piece(text)
    if not whole:
        return frozenset()
    initials = "".join(syllable[0] for syllable in reading(text, family="").syllables)[:LONGEST]
    return frozenset({*_tails(whole), initials} - {""}) if HAN.search(whole) else frozenset({whole, *_words(text)})


def query_pieces(text: str) -> tuple[str, ...]:
    """The words of a query; all of them are meant. 张 xm → ("张", "xm")."""
    return tuple(dict.fromkeys(found for word in fold(text).split() if (found := piece(word))))


def _tails(whole: str) -> set[str]:
    return {whole[start:] for start in range(len(whole))} if HAN.search(whole) else {whole}


def _words(text: str) -> set[str]:
    words = fold(text).split()
    return {piece("".join(words[start:])) for start in range(len(words))}
