"""Size of a meeting from its head-count (SOP §2; the borders are 默认 and differ between sources, so they are a setting)."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.meetings.rules import Problem

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class SizeScale:
    """The largest head-count of S, M and L; above is XL. `source` says where the borders come from."""

    small_max: int = 50
    medium_max: int = 200
    large_max: int = 1000
    source: str = "SOP §2"

    def tier(self, headcount: int) -> str:
        """`S`, `M`, `L` or `XL`."""
        for code, most in (("S", self.small_max), ("M", self.medium_max), ("L", self.large_max)):
            if headcount <= most:
                return code
        return "XL"


DEFAULT_SCALE = SizeScale()


def problems_with_scale(scale: SizeScale) -> list[Problem]:
    """The borders must rise and be at least one person."""
    problems = []
    if scale.small_max < 1:
        problems.append(Problem("small_max", "headcount_too_small"))
    if scale.medium_max <= scale.small_max:
        problems.append(Problem("medium_max", "borders_must_rise"))
    if scale.large_max <= scale.medium_max:
        problems.append(Problem("large_max", "borders_must_rise"))
    return problems


def problems_with_headcount(headcount: int) -> list[Problem]:
    """At least one person, at most a million."""
    if headcount < 1:
        return [Problem("expected_headcount", "headcount_too_small")]
    if headcount > MOST_PEOPLE:
        return [Problem("expected_headcount", "headcount_too_large", {"most": MOST_PEOPLE})]
    return []
