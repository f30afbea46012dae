"""Time between two uses of a room, and hours as they are billed."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.engines.capacity.places import TABLES
from huiwu.engines.capacity.standards import Numbers


def turnover_key(before: str, after: str) -> str:
    """Which standard says how long it takes; an unknown layout is taken as the same."""
    if not before or not after or before == after:
        return "turnover_same_min"
    return "turnover_tables_min" if before in TABLES or after in TABLES else "turnover_chairs_min"


def turnover_minutes(before: str, after: str, numbers: Numbers) -> int:
    """Minutes from one layout to the next."""
    return numbers[turnover_key(before, after)]


@dataclass(frozen=True, slots=True)
class Billed:
    """What a stretch of use is billed as: a half day, or a full day with overtime hours begun."""

    half_days: int
    full_days: int
    overtime_hours: int

    def cost_cents(self, half_day: int | None, full_day: int | None, hour: int | None) -> int | None:
        """The price, or None when a rate that is needed is unknown."""
        parts = ((self.half_days, half_day), (self.full_days, full_day), (self.overtime_hours, hour))
        if any(count and rate is None for count, rate in parts):
            return None
        return sum(count * (rate or 0) for count, rate in parts)


def billed(minutes: int, numbers: Numbers) -> Billed:
    """Up to 4 h a half day, up to 8 h a full day, then each hour begun. Nothing is billed for nothing."""
    if minutes <= 0:
        return Billed(0, 0, 0)
    if minutes <= numbers["half_day_min"]:
        return Billed(1, 0, 0)
    return Billed(0, 1, max(0, -(-(minutes - numbers["full_day_min"]) // 60)))
