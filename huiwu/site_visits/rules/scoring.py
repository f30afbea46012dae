"""Scores of venues in exact arithmetic (documents.md §3): averages, spread, price, ranking. No rounding but for showing.

    score = Σ(wᵢ · sᵢ / 5) + w_price · lowest quote / quote

sᵢ is the mean of a group's points, each point being the mean of its inspectors. The lowest quote is that of the venues
compared that no veto excludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

BEST = 5
FULL = 100
WIDE = 2
"""Two inspectors this far apart must talk it over, or accept the difference with a note."""

PRICE = "price"
DEFAULT_WEIGHTS: dict[str, int] = {
    "transport": 15,
    "fit": 20,
    "equipment": 15,
    "catering": 10,
    "lodging": 10,
    "service": 10,
    PRICE: 15,
    "accessibility": 5,
}


@dataclass(frozen=True, slots=True)
class PointScore:
    """One point as all its inspectors saw it; `scores` by inspector."""

    scores: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        return Fraction(sum(self.scores), len(self.scores))

    @property
    def spread(self) -> int:
        return max(self.scores) - min(self.scores)

    @property
    def is_wide(self) -> bool:
        return self.spread >= WIDE


def group_mean(points: Iterable[PointScore]) -> Fraction | None:
    """The mean of the points' means; None when nobody scored any."""
    means = [point.mean for point in points if point.scores]
    return sum(means, Fraction(0)) / len(means) if means else None


@dataclass(frozen=True, slots=True)
class Rated:
    """A venue as it is ranked. `groups` holds the mean 0–5 of each weighed group that was scored."""

    key: str
    groups: Mapping[str, Fraction]
    quote_cents: int | None
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one dimension gave: `mean` out of 5 (None for price), and its share of the hundred points."""

    dimension: str
    weight: int
    mean: Fraction | None
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """`total` is None while a weighed dimension is missing (named in `missing`); `rank` is None for those and the excluded."""

    key: str
    parts: tuple[Part, ...]
    total: Fraction | None
    missing: tuple[str, ...]
    rank: int | None
    is_excluded: bool


def ranked(venues: Sequence[Rated], weights: Mapping[str, int]) -> list[Ranked]:
    """Every venue with its score: the ranked ones first by rank (equal scores share one), then unfinished, then excluded."""
    lowest = min((v.quote_cents for v in venues if v.quote_cents and not v.is_excluded), default=None)
    rated = [_rated(venue, weights, lowest) for venue in venues]
    running = sorted({r.total for r in rated if r.total is not None and not r.is_excluded}, reverse=True)
    counts = {total: sum(1 for r in rated if r.total == total and not r.is_excluded) for total in running}
    place, places = 1, {}
    for total in running:
        places[total] = place
        place += counts[total]
    found = [_placed(r, places) for r in rated]
    return sorted(found, key=lambda r: (r.is_excluded, r.rank is None, r.rank or 0))


def _rated(venue: Rated, weights: Mapping[str, int], lowest: int | None) -> Ranked:
    parts = tuple(_part(name, weight, venue, lowest) for name, weight in weights.items())
    missing = tuple(part.dimension for part in parts if part.points is None)
    total = None if missing else sum((part.points or Fraction(0) for part in parts), Fraction(0))
    return Ranked(venue.key, parts, total, missing, None, venue.is_excluded)


def _part(name: str, weight: int, venue: Rated, lowest: int | None) -> Part:
    """A dimension without weight asks for nothing."""
    if name == PRICE:
        held = _price(weight, venue.quote_cents, lowest)
        return Part(name, weight, None, held if weight else Fraction(0))
    mean = venue.groups.get(name)
    points = weight * mean / BEST if mean is not None else None
    return Part(name, weight, mean, points if weight else Fraction(0))


def _price(weight: int, quote: int | None, lowest: int | None) -> Fraction | None:
    """An excluded venue may be cheaper than the lowest that counts; it gets no more than the weight."""
    if not quote or lowest is None:
        return None
    return min(Fraction(weight), weight * Fraction(lowest, quote))


def _placed(r: Ranked, places: Mapping[Fraction, int]) -> Ranked:
    rank = None if r.total is None or r.is_excluded else places[r.total]
    return Ranked(r.key, r.parts, r.total, r.missing, rank, r.is_excluded)


def weight_faults(weights: Mapping[str, int]) -> str:
    """`""`, or what is wrong: names (a dimension is missing or unknown), range (not 0 to 100), sum (not 100 together)."""
    if set(weights) != set(DEFAULT_WEIGHTS):
        return "names"
    if any(not 0 <= weight <= FULL for weight in weights.values()):
        return "range"
    return "" if sum(weights.values()) == FULL else "sum"


def shown(value: Fraction | None, places: int = 1) -> str:
    """For people: rounded half up, once, at the end. `Fraction(167, 2)` → `83.5`; None → ``. Scores are never negative."""
    if value is None:
        return ""
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return str(Decimal(whole).scaleb(-places))
