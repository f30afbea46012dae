"""The figures an organisation reckons with on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from huiwu.foundation.registry.checks import Scope
from huiwu.kernel import clock
from huiwu.venues.bridge import Numbers, Standard, default_numbers, standards
from huiwu.venues.models import VenueStandards


def standards_of(org_id: UUID, on: date | None = None) -> VenueStandards | None:
    """The organisation's own set in force on a day (today), or None."""
    return VenueStandards.objects.filter(org_id=org_id, effective_on__lte=on or clock.today()).first()


def numbers_of(org_id: UUID, on: date | None = None) -> Numbers:
    """The product's figures with the organisation's own in their place. Keys of an older release are left out."""
    row = standards_of(org_id, on)
    if row is None:
        return default_numbers()
    return Numbers({key: value for key, value in row.values.items() if key in standards()})


def numbers_for(scope: Scope) -> Numbers:
    """Those of the meeting's organisation on the day that is judged; fetched once for all rules."""
    found: Numbers = scope.once("venues.numbers", lambda: numbers_of(scope.meeting.org_id, scope.today))
    return found


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as the settings show it."""

    standard: Standard
    value: Any
    is_own: bool


def figures(row: VenueStandards | None) -> dict[str, list[FigureRow]]:
    """Every figure by group, with the organisation's own where it has one."""
    own = row.values if row else {}
    groups: dict[str, list[FigureRow]] = {}
    for key, standard in standards().items():
        figure = FigureRow(standard, own.get(key, standard.value), key in own and own[key] != standard.value)
        groups.setdefault(standard.group, []).append(figure)
    return groups
