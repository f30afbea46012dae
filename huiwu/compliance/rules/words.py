"""Words in names and texts that a rule pack names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DENIED = ("不", "无", "没有", "免", "禁", "未", "取消")


def words_in(text: str, words: Iterable[str], *, beside: Iterable[str] = ()) -> list[str]:
    """The words that stand in the text, longest first, each once; those inside a name of `beside` do not count.

    `中国石油客户大会` of the host `中国石油` holds no 中国 of its own.
    """
    for name in sorted((name for name in beside if name), key=len, reverse=True):
        text = text.replace(name, "\n")
    found: list[str] = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        if word in text:
            found.append(word)
            text = text.replace(word, "\n")
    return found


def banned_in(text: str, banned: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """(kind of goods, word) for every banned kind the text names and does not itself deny: 不设背景板 names none."""
    found = []
    for kind, words in banned.items():
        hits = [word for word in words_in(text, words) if not _denied(text, word)]
        if hits:
            found.append((kind, hits[0]))
    return found


def _denied(text: str, word: str) -> bool:
    """Every mention stands in a clause that denies it before it comes."""
    clauses = [clause for clause in _clauses(text) if word in clause]
    return all(any(no in clause[: clause.index(word)] for no in DENIED) for clause in clauses)


def _clauses(text: str) -> list[str]:
    for mark in "。；;，,！!\n":
        text = text.replace(mark, "\n")
    return text.split("\n")
