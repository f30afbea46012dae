"""What a demo meeting's script says, and the days on which it plays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import holidays

from huiwu.foundation.registry.demo import Stage, moment

AFTER_THE_END = 5
"""Wrap-up: so many days after the last day."""


@dataclass(frozen=True, slots=True)
class Script:
    """One invented meeting. Days count back from its first day.

    `meeting` are arguments of `meetings.services.open_meeting`; `{year}` in its name is the year of the first day.
    `facts` is handed to every capability's demo builder, which documents its own keys; `while_planning` replaces some
    of them as long as the meeting lies ahead.
    """

    code: str
    people: int
    days: int
    stage: Stage
    lead: str
    opened: int
    planning: int
    brief_days: tuple[int, int, int, int]
    meeting: dict[str, Any]
    contacts: list[dict[str, Any]]
    facts: dict[str, Any] = field(default_factory=dict)
    while_planning: dict[str, Any] = field(default_factory=dict)


def first_day(script: Script, stage: Stage, today: date) -> date:
    """When the meeting begins, if it stands at `stage` today. Those still ahead keep clear of weekends and holidays."""
    day = nominal_day(script, stage, today)
    while stage == "planning" and not all(_is_plain_workday(day + timedelta(days=n)) for n in range(script.days)):
        day += timedelta(days=1)
    return day


def nominal_day(script: Script, stage: Stage, today: date) -> date:
    """When it would begin, were there no weekends and holidays."""
    if stage == "planning":
        return today + timedelta(days=script.planning)
    return today if stage == "onsite" else today - timedelta(days=AFTER_THE_END + script.days - 1)


def morning(day: date) -> datetime:
    """Half past nine in China on that day, as an instant."""
    return moment(day, 9) + timedelta(minutes=30)


def _is_plain_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays.country_holidays("CN", years=day.year)
