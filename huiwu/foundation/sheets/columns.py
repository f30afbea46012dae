"""The columns a reader asks for, and finding them among the headings people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huiwu.foundation.sheets.values import KINDS, Parsed


@dataclass(frozen=True, slots=True)
class Column:
    """One wanted column. `kind` names a reader of `values.KINDS`, or is one itself.

    `choices` maps what people write to the value kept (kind `choice`). `is_words` says that a figure alone cannot be
    right (a unit, a name), which is how columns that were swapped are noticed. `is_computed`: a formula nobody computed
    may be passed over, since the reader works the figure out itself.
    """

    key: str
    label: Any
    kind: str | Callable[[Any], Parsed] = "text"
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    must_be_filled: bool = False
    is_words: bool = False
    is_computed: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)
    longest: int = 1000

    def parse(self, cell: Any) -> Parsed:
        if self.kind == "choice":
            return _choice(cell, self.choices)
        read = KINDS[self.kind] if isinstance(self.kind, str) else self.kind
        return read(cell)

    def names(self) -> list[str]:
        return [normal(str(self.label)), *(normal(alias) for alias in self.aliases)]


def _choice(cell: Any, choices: Mapping[str, Any]) -> Parsed:
    known = {normal(name): value for name, value in choices.items()}
    text = normal(str(cell))
    if text in known:
        return Parsed(known[text])
    return Parsed(None, refused=_("只能是：{choices}").format(choices="、".join(choices)))


_BRACKETS = re.compile(r"[(\[{<【〔].*?[)\]}>】〕]")
_DROPPED = re.compile(r"[\s*:;,.、。/\\_\-—·'\"!?#]+|必填|选填")


def normal(heading: str) -> str:
    """A heading for comparing: width, case, spaces and punctuation make no difference. Brackets stay."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", heading).lower())


def bare(heading: str) -> str:
    """As `normal`, without what stands in brackets: 单价（元） → 单价."""
    return normal(_BRACKETS.sub("", unicodedata.normalize("NFKC", heading)))


@dataclass(frozen=True, slots=True)
class Match:
    """Key → position, positions of headings that stand for a column already found, and headings not asked for."""

    found: dict[str, int]
    doubled: tuple[str, ...]
    ignored: tuple[str, ...]


def match(headings: Sequence[str], columns: Sequence[Column]) -> Match:
    """Find each column's heading: an exact name first, then one without its brackets. Leftmost wins."""
    exact = [normal(text) for text in headings]
    loose = [bare(text) for text in headings]
    found: dict[str, int] = {}
    for forms in (exact, loose):
        for column in columns:
            if column.key in found:
                continue
            taken = set(found.values())
            for name in column.names():
                places = [x for x, form in enumerate(forms) if form and form == name and x not in taken]
                if places:
                    found[column.key] = places[0]
                    break
    taken = set(found.values())
    known = {name for column in columns for name in column.names()}
    rest = [x for x, text in enumerate(headings) if text.strip() and x not in taken]
    doubled = tuple(headings[x].strip() for x in rest if exact[x] in known or loose[x] in known)
    ignored = tuple(headings[x].strip() for x in rest if exact[x] not in known and loose[x] not in known)
    return Match(found, doubled, ignored)
