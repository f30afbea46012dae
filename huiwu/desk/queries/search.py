"""One box over everything a capability has declared searchable; each finder shows only what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import FINDERS, SearchHit

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the nearest first; `is_cut` when there are more."""

    kind: str
    title: Any
    hits: list[SearchHit]
    is_cut: bool


def found_everywhere(actor: Actor, text: str, limit: int) -> list[Group]:
    """Groups with at least one hit, in the order of the ladder, each with at most `limit`."""
    wanted = text.strip()[:LONGEST]
    if not wanted or not actor.is_signed_in:
        return []
    groups = []
    for kind, (title, find) in FINDERS.items():
        hits = sorted(find(actor, wanted, limit + 1), key=lambda hit: hit.rank)
        if hits:
            groups.append(Group(kind, title, hits[:limit], len(hits) > limit))
    return groups
