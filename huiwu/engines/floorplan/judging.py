"""What a set-up covers that must stay free, what leaves the room, and what stands in one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from huiwu.engines.floorplan.shapes import Box


@dataclass(frozen=True, slots=True)
class Placed:
    """Something that is set up. One that `carries` lets others stand on it: a stage."""

    key: str
    box: Box
    carries: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Something fixed with `clear_mm` of floor around it that must stay free: a way out, a hydrant, a switchboard."""

    key: str
    box: Box
    clear_mm: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """`blocks`: `key` stands on what `other` keeps free; `outside`: it leaves the room; `overlaps`: it stands in `other`."""

    kind: Literal["blocks", "outside", "overlaps"]
    key: str
    other: str = ""


def judge(*, width_mm: int, length_mm: int, placed: Sequence[Placed], kept: Sequence[Kept]) -> tuple[Conflict, ...]:
    """Every conflict of a set-up in a room of that size, in the order in which things were placed."""
    free = [(mark.key, mark.box.widened(mark.clear_mm)) for mark in kept]
    found = list(_outside(width_mm, length_mm, placed))
    for item in placed:
        found += [Conflict("blocks", item.key, key) for key, box in free if item.box.overlaps(box)]
    found += _standing_in_one_another(placed)
    return tuple(found)


def _outside(width_mm: int, length_mm: int, placed: Sequence[Placed]) -> Iterator[Conflict]:
    for item in placed:
        if not item.box.lies_within(width_mm, length_mm):
            yield Conflict("outside", item.key)


def _standing_in_one_another(placed: Sequence[Placed]) -> list[Conflict]:
    return [
        Conflict("overlaps", one.key, other.key)
        for one, other in combinations(placed, 2)
        if not one.carries and not other.carries and one.box.overlaps(other.box)
    ]
