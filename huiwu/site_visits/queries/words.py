"""How what was measured is written for people."""

from __future__ import annotations

from django.db.models import Choices

from huiwu.site_visits.choices import MEASURE_UNITS, FireAcceptance, Group, Measure, Point


def measure_text(measure: str, value: str) -> str:
    """`8200` of a height → `8.20 m`; a choice as its word; text as it stands."""
    if not value:
        return ""
    if measure == Measure.FIRE_ACCEPTANCE:
        return str(dict(FireAcceptance.choices).get(value, value))
    unit = MEASURE_UNITS.get(Measure(measure), "")
    if unit == "mm":
        metres, rest = divmod(int(value), 1000)
        return f"{metres}.{rest:03d}".rstrip("0").rstrip(".") + " m"
    return f"{value} {unit}".strip()


def subject_of(key: str) -> str:
    """What a photo shows, in words; empty for the whole."""
    words: tuple[type[Choices], ...] = (Point, Measure, Group)
    return next((str(dict(kind.choices)[key]) for kind in words if key in kind.values), "")
