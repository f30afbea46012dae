"""Dates and thresholds of permits (大型群众性活动安全管理条例), counted back from the first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huiwu.compliance.rules.packs import Pack


@dataclass(frozen=True, slots=True)
class MassEvent:
    """When the application must be in, when it should be, and who grants it."""

    people: int
    threshold: int
    apply_by: date
    advised_by: date
    is_city_level: bool


def mass_event(pack: Pack, *, publicness: str, people: int, start_on: date) -> MassEvent | None:
    """None unless open to the public with as many people as the pack names (999 is not, 1000 is)."""
    threshold = pack.at("people")
    if publicness != "public" or threshold is None or people < threshold:
        return None
    city_level = pack.at("city_level_people")
    return MassEvent(
        people=people,
        threshold=threshold,
        apply_by=start_on - timedelta(days=pack.at("apply_days_before") or 0),
        advised_by=start_on - timedelta(days=pack.at("advise_days_before") or pack.at("apply_days_before") or 0),
        is_city_level=city_level is not None and people >= city_level,
    )
