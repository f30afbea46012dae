"""Bids that are more alike than chance allows (围标、串标的迹象): each sign says what is equal, a person judges.

Signs as in 招标投标法实施条例 第四十条: prices in regular relation, one author of the files, the same people and places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

FEWEST_LINES = 5
EQUAL_PERCENT = 80
RATIO_PERCENT = 90
RATIO_STEP = 1000  # ratios are compared in steps of 1/1000


@dataclass(frozen=True, slots=True)
class Traced:
    """A bid and what identifies its maker. `marks` maps a kind of mark (phone, author, address …) to its value."""

    id: str
    name: str
    unit_cents: Mapping[str, int]
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`code`: equal_prices or equal_ratio (with `part` of `whole` lines, and the `ratio` in 1/1000), or `same_<mark>`."""

    one: str
    other: str
    code: str
    value: str = ""
    part: int = 0
    whole: int = 0


def likenesses(bids: Sequence[Traced]) -> list[Likeness]:
    """Signs for each pair of bids, prices first."""
    return [sign for one, other in combinations(bids, 2) for sign in _signs(one, other)]


def _signs(one: Traced, other: Traced) -> Iterator[Likeness]:
    common = [(price, other.unit_cents[line]) for line, price in one.unit_cents.items() if line in other.unit_cents]
    common = [(a, b) for a, b in common if a and b]
    if len(common) >= FEWEST_LINES:
        equal = sum(1 for a, b in common if a == b)
        if equal * 100 >= EQUAL_PERCENT * len(common):
            yield Likeness(one.id, other.id, "equal_prices", part=equal, whole=len(common))
        else:
            yield from _ratio(one, other, common)
    for mark, value in one.marks.items():
        if value and other.marks.get(mark) == value:
            yield Likeness(one.id, other.id, f"same_{mark}", value)


def _ratio(one: Traced, other: Traced, common: Sequence[tuple[int, int]]) -> Iterator[Likeness]:
    """One ratio between nearly all prices. Prices of a few cents say nothing; distinct prices are needed."""
    ratios = Counter((a * RATIO_STEP * 2 + b) // (2 * b) for a, b in common)
    ratio, hits = max(((r, n + ratios[r - 1] + ratios[r + 1]) for r, n in ratios.items()), key=lambda row: row[1])
    distinct = len({a for a, _b in common})
    if hits * 100 >= RATIO_PERCENT * len(common) and distinct >= FEWEST_LINES:
        yield Likeness(one.id, other.id, "equal_ratio", f"{ratio / RATIO_STEP:.3f}", hits, len(common))
