"""Several querysets read as one list, so that a page can be cut from it without fetching the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Chained(Sequence[Any]):
    """Counts each part once; a slice fetches only from the parts it touches."""

    def __init__(self, parts: list[Any]) -> None:
        self.parts = parts
        self.counts = [part.count() for part in parts]

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        start, stop, _step = place.indices(len(self))
        found: list[Any] = []
        for part, count in zip(self.parts, self.counts, strict=True):
            if start < count and stop > 0:
                found += part[max(start, 0) : min(stop, count)]
            start, stop = start - count, stop - count
        return found
