"""Hours of use: whether what was agreed covers load-in, rehearsal and strike (OM-030)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """From one instant to another; `place` is the key of a room or space, empty for every place."""

    from_at: datetime
    to_at: datetime
    place: str = ""


def uncovered(need: Hours, agreed: Iterable[Hours]) -> list[Hours]:
    """The parts of `need` that no agreed span of its place covers, in order; adjoining spans count as one."""
    spans = sorted((a.from_at, a.to_at) for a in agreed if not a.place or not need.place or a.place == need.place)
    gaps: list[Hours] = []
    reached = need.from_at
    for start, end in spans:
        if end <= reached:
            continue
        if start >= need.to_at:
            break
        if start > reached:
            gaps.append(Hours(reached, start, need.place))
        reached = max(reached, end)
    if reached < need.to_at:
        gaps.append(Hours(reached, need.to_at, need.place))
    return gaps
