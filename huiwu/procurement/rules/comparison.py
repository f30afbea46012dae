"""《供应商比价表》 as arithmetic: quotations brought to the basis asked for, then scored and ranked. Integers and fractions only.

Prices are compared on the quantities of the request, never on those a bidder wrote. A quotation on another basis, or
with lines missing, is not ranked until stated or shown amounts close the gap (OM-038).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from huiwu.kernel.money import tax_on, tax_within, times

Side = Literal["tax", "transport", "setup"]
SIDES: tuple[Side, ...] = ("tax", "transport", "setup")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a price includes; None while nobody has said."""

    tax: bool | None
    transport: bool | None
    setup: bool | None

    def of(self, side: Side) -> bool | None:
        return {"tax": self.tax, "transport": self.transport, "setup": self.setup}[side]


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the request."""

    id: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    unit_cents: int
    tax_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """Something a bidder adds to the request."""

    total_cents: int
    tax_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """An amount, on the basis asked for, that closes a gap; `origin` says where it comes from."""

    amount_cents: int
    origin: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bid:
    """`prices` by line id. `additions` by side; `fills` by the id of a missing line. `scores` by criterion, one per person."""

    id: str
    name: str
    basis: Basis
    prices: Mapping[str, Price]
    tax_bp: int | None = None
    extras: tuple[Extra, ...] = ()
    additions: Mapping[str, Addition] = field(default_factory=dict)
    fills: Mapping[str, Addition] = field(default_factory=dict)
    scores: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scale:
    """`criteria` are (code, weight); with `price_weight` they add up to 100."""

    price_weight: int
    criteria: tuple[tuple[str, int], ...]
    low_percent: int = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: `quoted`, `extras`, `tax`, `transport`, `setup` or `scope`."""

    kind: str
    amount_cents: int
    origin: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a quotation cannot be ranked: `unsaid` or `unpriced` (with `side`), `no_rate`, `missing` (with `count`), `empty`."""

    code: Literal["unsaid", "unpriced", "no_rate", "missing", "empty"]
    side: str = ""
    count: int = 0


@dataclass(slots=True)
class Judged:
    """One bid in the comparison. Amounts in cents; scores are exact fractions of 100."""

    bid: Bid
    line_cents: dict[str, int]
    missing: tuple[str, ...]
    working: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    quoted_cents: int
    normal_cents: int | None
    price_score: Fraction | None = None
    technical_score: Fraction | None = None
    total_score: Fraction | None = None
    rank: int | None = None
    is_low: bool = False
    share_of_mean: Fraction | None = None

    @property
    def is_ranked(self) -> bool:
        return self.normal_cents is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`order` tells what ranks are by: `total` once everybody ranked has every technical score, until then `price`."""

    bids: tuple[Judged, ...]
    lowest: Mapping[str, int]
    lowest_total: int | None
    mean_cents: Fraction | None
    order: Literal["total", "price"]


def compare(lines: Sequence[Asked], asked: Basis, bids: Sequence[Bid], scale: Scale) -> Comparison:
    """Judge all bids (documents.md §4: price score = lowest / quote x weight; below `low_percent` of the mean is odd)."""
    judged = [judge(lines, asked, bid) for bid in bids]
    totals = [row.normal_cents for row in judged if row.normal_cents is not None]
    lowest_total = min((total for total in totals if total > 0), default=None)
    mean = Fraction(sum(totals), len(totals)) if totals else None
    for row in judged:
        _score(row, scale, lowest_total)
        if row.normal_cents is not None and mean and len(totals) > 1:
            row.share_of_mean = row.normal_cents / mean
            row.is_low = row.share_of_mean * 100 < scale.low_percent
    ranked = [row for row in judged if row.is_ranked]
    order: Literal["total", "price"] = "total" if all(row.total_score is not None for row in ranked) else "price"
    _rank(ranked, order)
    return Comparison(tuple(judged), _lowest(judged), lowest_total, mean, order)


def judge(lines: Sequence[Asked], asked: Basis, bid: Bid) -> Judged:
    """One bid on the basis asked for, with the working."""
    cents = {line.id: times(bid.prices[line.id].unit_cents, line.quantity) for line in lines if line.id in bid.prices}
    missing = tuple(line.id for line in lines if line.id not in bid.prices)
    extras = sum(extra.total_cents for extra in bid.extras)
    steps = [Step("quoted", sum(cents.values()))]
    if bid.extras:
        steps.append(Step("extras", extras))
    gaps: list[Gap] = [] if cents else [Gap("empty")]
    for side in SIDES:
        step, gap = _side(side, asked, bid, cents)
        steps += [step] if step else []
        gaps += [gap] if gap else []
    open_lines = [line for line in missing if line not in bid.fills]
    steps += [
        Step("scope", bid.fills[line].amount_cents, bid.fills[line].origin, line)
        for line in missing
        if line in bid.fills
    ]
    if open_lines and cents:
        gaps.append(Gap("missing", count=len(open_lines)))
    total = sum(step.amount_cents for step in steps)
    quoted = sum(cents.values()) + extras
    return Judged(bid, cents, missing, tuple(steps), tuple(gaps), quoted, None if gaps or total <= 0 else total)


def _side(side: Side, asked: Basis, bid: Bid, cents: Mapping[str, int]) -> tuple[Step | None, Gap | None]:
    theirs, wanted = bid.basis.of(side), asked.of(side)
    if not cents or theirs is wanted:
        return None, None
    given = bid.additions.get(side)
    if theirs is None:
        return None, Gap("unsaid", side)
    if given is not None:
        return Step(side, given.amount_cents, given.origin, given.note), None
    if side != "tax":
        return None, Gap("unpriced", side)
    tax = _tax(bid, cents, add=bool(wanted))
    return (None, Gap("no_rate", side)) if tax is None else (Step("tax", tax, "rate"), None)


def _tax(bid: Bid, cents: Mapping[str, int], *, add: bool) -> int | None:
    """The tax to add to, or take out of, what was quoted, line by line; None when a rate is not known."""
    parts = [(total, bid.prices[line].tax_bp) for line, total in cents.items()]
    parts += [(extra.total_cents, extra.tax_bp) for extra in bid.extras]
    tax = 0
    for total, own in parts:
        rate = bid.tax_bp if own is None else own
        if rate is None:
            return None
        tax += tax_on(total, rate) if add else -tax_within(total, rate)
    return tax


def _score(row: Judged, scale: Scale, lowest: int | None) -> None:
    if row.normal_cents and lowest:
        row.price_score = Fraction(lowest, row.normal_cents) * scale.price_weight
    row.technical_score = technical(row.bid.scores, scale)
    if row.price_score is not None and row.technical_score is not None:
        row.total_score = row.price_score + row.technical_score


def technical(scores: Mapping[str, Sequence[int]], scale: Scale) -> Fraction | None:
    """The mean of everybody's scores (0 to 100) per criterion, by weight; None while a criterion has no score."""
    found = Fraction(0)
    for code, weight in scale.criteria:
        given = scores.get(code)
        if not given:
            return None
        found += Fraction(sum(given), len(given)) * weight / 100
    return found


def _rank(ranked: list[Judged], order: str) -> None:
    """1, 2, 2, 4: equals share a rank."""

    def worth(row: Judged) -> Fraction:
        return -(row.total_score or Fraction(0)) if order == "total" else Fraction(row.normal_cents or 0)

    for row in ranked:
        row.rank = 1 + sum(1 for other in ranked if worth(other) < worth(row))


def _lowest(judged: Sequence[Judged]) -> dict[str, int]:
    lowest: dict[str, int] = {}
    for row in judged:
        for line, cents in row.line_cents.items():
            if line not in lowest or cents < lowest[line]:
                lowest[line] = cents
    return lowest


def assumed(lines: Sequence[Asked], bids: Sequence[Bid], bid_id: str, line_id: str, way: str) -> int | None:
    """What a missing line would cost at the `highest` or `median` of the other bids; None when nobody quotes it.

    The middle of an even number is the mean of the two middle ones, rounded half up.
    """
    quantity = next((line.quantity for line in lines if line.id == line_id), None)
    others = sorted(
        times(bid.prices[line_id].unit_cents, quantity)
        for bid in bids
        if quantity is not None and bid.id != bid_id and line_id in bid.prices
    )
    if not others:
        return None
    middle = len(others) // 2
    return (
        others[-1]
        if way == "highest"
        else others[middle]
        if len(others) % 2
        else (others[middle - 1] + others[middle] + 1) // 2
    )
