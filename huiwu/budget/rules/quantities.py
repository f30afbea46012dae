"""How much of a line is needed: named factors on a named head-count (documents.md 17, 口径)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

BASES = ("invited", "confirmed", "guaranteed", "actual", "expected")
GROUPS = ("vip", "guest", "general", "media", "staff", "entourage")
EVERYBODY = "all"
STANDS_IN = {
    "invited": ("expected",),
    "confirmed": ("expected",),
    "guaranteed": ("confirmed", "expected"),
    "actual": ("guaranteed", "confirmed", "expected"),
    "expected": (),
}
"""A basis nobody has told yet is stood in for by these, in this order; the line says so."""
ONE = Decimal(1)
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Heads:
    """A number of people and the basis it was really taken from."""

    people: int
    basis: str


@dataclass(slots=True)
class Headcounts:
    """People by (subject, basis); a subject is a group, `all`, or the id of a function.

    `all` without a number of its own is the sum of the groups told on that basis. Asked often, so answers are kept.
    """

    numbers: Mapping[tuple[str, str], int]
    _found: dict[tuple[str, str], Heads | None] = field(default_factory=dict)

    def on(self, subject: str, basis: str) -> Heads | None:
        """The number on this basis or on what stands in for it; None when nobody told any."""
        key = (subject, basis)
        if key not in self._found:
            self._found[key] = self._first(subject, (basis, *STANDS_IN[basis]))
        return self._found[key]

    def _first(self, subject: str, bases: Iterable[str]) -> Heads | None:
        for basis in bases:
            people = self.told(subject, basis)
            if people is not None:
                return Heads(people, basis)
        return None

    def told(self, subject: str, basis: str) -> int | None:
        """Exactly this number; for `all` the sum of the groups if it has none of its own."""
        own = self.numbers.get((subject, basis))
        if own is not None or subject != EVERYBODY:
            return own
        groups = [self.numbers[group, basis] for group in GROUPS if (group, basis) in self.numbers]
        return sum(groups) if groups else None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a quantity is made of.

    With a basis: ⌈⌈people × (1 + overage)⌉ ÷ people_per_unit⌉ + spare, × days × times. Tables are 10 people a unit, twin
    rooms 2, coaches 45. Without a basis `count` stands in place of the units, overage and spare do not apply.
    """

    basis: str = ""
    subject: str = EVERYBODY
    count: Decimal = ONE
    overage_permille: int = 0
    people_per_unit: int = 1
    spare: int = 0
    days: Decimal = ONE
    times: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Quantity:
    """`heads` is None for a fixed quantity and for a head-count nobody has told (then `value` is 0)."""

    value: Decimal
    heads: Heads | None = None
    is_known: bool = True

    def stands_in(self, factors: Factors) -> bool:
        """Whether another basis had to stand in for the one the line names."""
        return self.heads is not None and self.heads.basis != factors.basis


def quantity(factors: Factors, headcounts: Headcounts) -> Quantity:
    """The line's quantity for these head-counts, to a thousandth."""
    if not factors.basis:
        return Quantity(_rounded(factors.count * factors.days * factors.times))
    heads = headcounts.on(factors.subject, factors.basis)
    if heads is None:
        return Quantity(Decimal(0), None, is_known=False)
    return Quantity(_rounded(units(heads.people, factors) * factors.days * factors.times), heads)


def units(people: int, factors: Factors) -> int:
    """Whole people with the overage, whole units for them, and the spare ones. Nobody needs nothing, not even a spare."""
    if people <= 0:
        return 0
    with_overage = -(-people * (1000 + factors.overage_permille) // 1000)
    return -(-with_overage // factors.people_per_unit) + factors.spare


def spare_tables(people: int) -> int:
    """备桌 max(1, ⌈5 %⌉) of ⌈people/10⌉ (numbers.md, 正餐)."""
    tables = -(-people // 10)
    return max(1, -(-tables * 5 // 100)) if people > 0 else 0


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(THOUSANDTH)
