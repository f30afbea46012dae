"""Σ(住宿 + 伙食 + 其他) ≤ 综合定额 × (代表 + 工作人员) × 天数 (compliance.md 2.1). Days are counted in halves, money in cents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiwu.compliance.rules.packs import Pack

PARTS = ("lodging", "meals", "other")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an amount per person and day."""

    category: str
    unit_cents: int
    people: int
    half_days: int

    @property
    def half_cents(self) -> int:
        """The amount in half cents, exactly: a cent times half a day is half a cent."""
        return self.unit_cents * self.people * self.half_days

    @property
    def amount_cents(self) -> int:
        """Rounded half up, for showing."""
        return (self.half_cents + 1) // 2


@dataclass(frozen=True, slots=True)
class Cap:
    """The cap of a meeting and what is planned against it; `rate_cents` is the standard per person and day.

    Of a long training, `reduced_half_days` count `reduced_permille` only.
    """

    rate_cents: int
    people: int
    half_days: int
    planned_half_cents: int
    reduced_half_days: int = 0
    reduced_permille: int = 1000

    @property
    def limit_half_cents(self) -> int:
        full, reduced = self.half_days - self.reduced_half_days, self.reduced_half_days
        return self.rate_cents * self.people * (full * 1000 + reduced * self.reduced_permille) // 1000

    @property
    def limit_cents(self) -> int:
        return self.limit_half_cents // 2

    @property
    def planned_cents(self) -> int:
        return (self.planned_half_cents + 1) // 2

    @property
    def is_exceeded(self) -> bool:
        return self.planned_half_cents > self.limit_half_cents

    @property
    def over_cents(self) -> int:
        return max(0, (self.planned_half_cents - self.limit_half_cents + 1) // 2)

    @property
    def days(self) -> str:
        return days_text(self.half_days)


def rate_of(pack: Pack, spending_class: str) -> int | None:
    """The standard of a class per person and day, the three parts together."""
    parts = [pack.at(f"class_{spending_class}.{part}_cents") for part in PARTS]
    return None if any(part is None for part in parts) else sum(parts)


def cap_of(pack: Pack, *, spending_class: str, people: int, half_days: int, lines: Iterable[Line]) -> Cap | None:
    """The cap, or None while the class has no standard."""
    rate = rate_of(pack, spending_class) if spending_class else None
    if rate is None:
        return None
    return Cap(rate, people, half_days, sum(line.half_cents for line in lines))


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit of 人数, 工作人员 or 会期 that is passed. `path` is the parameter it rests on; days are halves."""

    kind: str
    path: str
    found: int
    limit: int


def excesses(
    pack: Pack,
    *,
    spending_class: str,
    delegates: int,
    staff: int,
    session_half_days: int,
    travel_half_days: int | None,
    is_conveying: bool = False,
) -> list[Excess]:
    """Limits passed (OM-024). A limit the pack leaves open (按批准) is never passed."""
    prefix = f"class_{spending_class}"
    found = []
    people = pack.at(f"{prefix}.people")
    if people is not None and delegates > people:
        found.append(Excess("people", f"{prefix}.people", delegates, people))
    share = pack.at(f"{prefix}.staff_permille")
    if share is not None and staff * 1000 > share * delegates:
        found.append(Excess("staff", f"{prefix}.staff_permille", staff, share * delegates // 1000))
    found += _too_long(pack, prefix, session_half_days, is_conveying)
    travel = pack.at(f"{prefix}.travel_half_days")
    if travel is not None and travel_half_days is not None and travel_half_days > travel:
        found.append(Excess("travel", f"{prefix}.travel_half_days", travel_half_days, travel))
    return found


def _too_long(pack: Pack, prefix: str, half_days: int, is_conveying: bool) -> list[Excess]:
    path = f"{prefix}.session_half_days"
    limit = pack.at(path)
    if limit is not None and is_conveying and (conveying := pack.at("conveying_half_days")) is not None:
        path, limit = "conveying_half_days", min(limit, conveying)
    return [Excess("session", path, half_days, limit)] if limit is not None and half_days > limit else []


def days_text(half_days: int) -> str:
    """3 → `1.5`, 4 → `2`."""
    whole, half = divmod(half_days, 2)
    return f"{whole}.5" if half else str(whole)
