"""What capabilities bring to the 《会议策划方案》 out of their own live data (SOP P06).

Agenda, venues, meals, budget … each stand where they are edited; the plan shows them, and a version keeps them as they
were at that instant. A section that nobody brings data to takes typed text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Live = Callable[[Any], Sequence[Any] | None]


@dataclass(frozen=True, slots=True)
class PlanSection:
    """`live(meeting)` gives blocks of `documents.blocks`, or None while there is no data. `url(meeting)` is where it is edited.

    `code` is a section of the plan (`agenda`, `catering`, `budget` …) or a new one, which then stands behind all others.
    `fills` tells whether the data is the section's content, so that nothing need be typed; `gives_way` whether it is
    left out as soon as somebody types the section by hand.
    """

    code: str
    title: Any
    order: int
    live: Live
    url: Callable[[Any], str] | None = None
    fills: bool = True
    gives_way: bool = False


PLAN_SECTIONS: list[PlanSection] = []


def plan_section(
    code: str,
    title: Any,
    *,
    order: int,
    live: Live,
    url: Callable[[Any], str] | None = None,
    fills: bool = True,
    gives_way: bool = False,
) -> None:
    """Register live data for a section, in a `plan_sections.py` drawer. Several may stand in one section, by `order`."""
    if any(known.code == code and known.order == order for known in PLAN_SECTIONS):
        raise ValueError(f"two parts of the plan's section {code} share the place {order}")
    PLAN_SECTIONS.append(PlanSection(code, title, order, live, url, fills, gives_way))
    PLAN_SECTIONS.sort(key=lambda part: (part.order, part.code))
