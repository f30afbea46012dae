"""供应商评价 (SOP A16): five scores of 1 to 5 become one weighted score of 100 and a grade."""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS = {"quality": 30, "progress": 20, "cooperation": 20, "price": 15, "safety": 15}
"""Per cent, adding up to 100; the weights are the house's own, as the SOP names the parts and no weights."""
GRADES = ((90, "A"), (75, "B"), (60, "C"), (0, "D"))
BEST = 5


def weighted_score(scores: Mapping[str, int]) -> int:
    """Of 100, rounded half up. Raises KeyError when a part is missing.

    >>> weighted_score({"quality": 5, "progress": 4, "cooperation": 4, "price": 3, "safety": 5})
    86
    """
    points = sum(WEIGHTS[part] * scores[part] for part in WEIGHTS)
    return (2 * points + BEST) // (2 * BEST)


def grade_of(score: int) -> str:
    """A from 90, B from 75, C from 60, else D."""
    return next(grade for least, grade in GRADES if score >= least)


def average(scores: list[int]) -> int | None:
    """The mean of several meetings' scores, rounded half up; None without any."""
    return (2 * sum(scores) + len(scores)) // (2 * len(scores)) if scores else None
