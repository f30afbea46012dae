"""Numbers, addresses and search keys of meetings."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

LONGEST_SLUG = 60


def number(year: int, serial: int) -> str:
    """立项号: `2027-001`."""
    return f"{year}-{serial:03d}"


def slug_of(name: str, fallback: str) -> str:
    """The name in pinyin as a short address, cut at a whole syllable; `fallback` when nothing of it can be written so.

    >>> slug_of("启明 2027 大会", "x")
    'qi-ming-2027-da-hui'
    """
    parts = [part for syllable in _syllables(name) for part in re.findall(r"[a-z0-9]+", _plain(syllable))]
    slug = ""
    for part in parts:
        if len(slug) + len(part) + 1 > LONGEST_SLUG:
            break
        slug = f"{slug}-{part}" if slug else part
    return slug if slug and not _is_uuid(slug) else f"m-{fallback}"


def numbered_slug(slug: str, nth: int) -> str:
    """The same address for the n-th meeting of that name: `nian-hui`, `nian-hui-2` …"""
    return slug if nth < 2 else f"{slug}-{nth}"


def search_text(*texts: str) -> str:
    """What a search looks through: each text as written, in full pinyin and in initials, in lower case."""
    keys: list[str] = []
    for text in filter(None, texts):
        parts = [_plain(s) for s in _syllables(text)]
        initials = "".join(part if part.isdigit() else part[:1] for part in parts)
        keys += [search_key(text), search_key("".join(parts)), search_key(initials)]
    return "|".join(dict.fromkeys(filter(None, keys)))


def search_key(text: str) -> str:
    """Compared form of what was typed or stored: full-width folded, lower case, no blanks, no separators."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(ch for ch in folded if ch.isalnum())


def _syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # loads its dictionaries: not before the first name

    words: list[str] = []
    for piece in lazy_pinyin(unicodedata.normalize("NFKC", text)):
        words += re.findall(r"\d+|[^\W\d_]+", piece)
    return words


def _plain(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(ch))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
