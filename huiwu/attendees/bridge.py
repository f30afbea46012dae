"""Rows to the names engine and back: the only importer of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from huiwu.engines.names.finding import LONGEST, name_pieces, piece, query_pieces, text_pieces
from huiwu.engines.names.readings import reading
from huiwu.engines.names.strokes import BLANK_FIRST, COMPARE, SingleName, stroke_key, unsettled
from huiwu.engines.names.surnames import Parts, split

__all__ = [
    "BLANK_FIRST",
    "COMPARE",
    "LONGEST",
    "Keys",
    "Parts",
    "SingleName",
    "keys_of",
    "order_of",
    "piece",
    "pieces_of",
    "pieces_of_text",
    "query_pieces",
    "split",
    "unsettled_in",
]


class Named(Protocol):
    """What a name consists of, as an attendee has it."""

    display_name: str
    family_name: str
    reading: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Keys:
    """What follows from a name, as kept with the person."""

    family_name: str
    given_name: str
    pinyin: str
    initials: str
    stroke_key: str


def keys_of(row: Named) -> Keys:
    """Sorting keys of a person. The surname is told from the name unless the one given begins or ends it."""
    parts = parts_of(row)
    said = reading(row.display_name, row.reading, parts.family)
    strokes = stroke_key(row.display_name, family=parts.family)
    return Keys(parts.family, parts.given, said.pinyin, said.initials, strokes)


def parts_of(row: Named) -> Parts:
    whole, family = " ".join(row.display_name.split()), row.family_name
    if family and whole.startswith(family):
        return Parts(family, whole[len(family) :].strip())
    if family and whole.endswith(f" {family}"):
        return Parts(family, whole[: -len(family)].strip())
    return split(whole)


def pieces_of(row: Named) -> frozenset[str]:
    """Everything the person's name is found by."""
    return name_pieces(row.display_name, row.reading, row.name_en, parts_of(row).family)


def pieces_of_text(text: str) -> frozenset[str]:
    """Everything an organisation is found by."""
    return text_pieces(text)


def order_of(row: Named, by: str, single_name: SingleName = BLANK_FIRST) -> tuple[str, str]:
    """The sort key of a person for a printed list: `by` strokes (姓氏笔画) or pinyin (姓氏拼音)."""
    family = parts_of(row).family
    strokes = stroke_key(row.display_name, single_name, family)
    return (strokes, "") if by == "strokes" else (reading(row.display_name, row.reading, family).pinyin, strokes)


def unsettled_in(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names with characters whose place by strokes the norm does not settle."""
    return {name: found for name in names if (found := unsettled(name))}
