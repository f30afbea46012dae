"""What the one search box finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SearchHit:
    kind: str
    title: str
    detail: str
    url: str
    rank: int = 0


Finder = Callable[[Any, str, int], Iterable[SearchHit]]
FINDERS: dict[str, tuple[Any, Finder]] = {}


def searchable(kind: str, *, title: Any) -> Callable[[Finder], Finder]:
    """Register `find(actor, text, limit)`. It must return only what the actor may see."""

    def keep(finder: Finder) -> Finder:
        FINDERS[kind] = (title, finder)
        return finder

    return keep
