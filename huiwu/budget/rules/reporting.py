"""When the client is due a report, and what it may see (SOP P07: 每周或每两周; OM-107 「默认」 14 days)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DEFAULT_DAYS = 14
STARTS_BEFORE = 48
"""「SOP」 P07 runs from T-48."""
DRAFTED_BEFORE = 2
"""「默认」 A draft is put on the table this many days before it is due."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`since` is the day of the last report sent, before there is one the day from which the period runs."""

    since: date
    every_days: int
    ends_on: date | None = None

    @property
    def due_on(self) -> date:
        return self.since + timedelta(days=self.every_days)

    def is_late(self, today: date) -> bool:
        return today > self.due_on and not self.is_over(today)

    def wants_draft(self, today: date) -> bool:
        return today >= self.due_on - timedelta(days=DRAFTED_BEFORE) and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Nothing is due after the account was settled."""
        return self.ends_on is not None and min(self.due_on, today) > self.ends_on


def first_day(start_on: date, opened_on: date, baseline_on: date | None) -> date:
    """From which day periods are counted: T-48; the day the meeting was opened or the baseline if that came later."""
    begin = max(start_on - timedelta(days=STARTS_BEFORE), opened_on)
    return max(begin, baseline_on) if baseline_on else begin
