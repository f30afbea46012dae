"""Guarantees (保底): what is paid for is what came, but no less than was promised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settled:
    """`count` units are paid; `empty` of them were not used."""

    actual: int
    guarantee: int
    count: int
    empty: int
    cents: int


def settled_count(actual: int, guarantee: int) -> int:
    """documents.md §5: 用房按 max(实际, 保底) 结算. 22 of 25 → 25; 27 of 25 → 27."""
    return max(actual, guarantee)


def settle(actual: int, guarantee: int, unit_cents: int) -> Settled:
    count = settled_count(actual, guarantee)
    return Settled(actual, guarantee, count, count - actual, count * unit_cents)
