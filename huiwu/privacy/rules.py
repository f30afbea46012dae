"""Pure rules of personal information: terms, and how soon an incident is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

ANSWER_DAYS = 15
"""A person's request is answered within 15 days「默认」(PIPL art. 50: in time)."""
PIA_YEARS = 3
"""An impact assessment is kept at least three years (PIPL art. 56)."""
REPORT_HOURS = {"general": 4, "state_body": 2, "critical": 1}
"""《国家网络安全事件报告管理办法》 (2025-11-01), from 较大 upwards. Not 72 hours."""
SIX_TERMS = ("purpose", "until_on", "method", "groups", "safeguards", "duties")
"""PIPL art. 21: purpose, term, method, kinds of data, protection, rights and duties."""


def due_on(end_on: date, days_after: int) -> date:
    """The last day on which data may be kept: `days_after` days after the meeting's last day."""
    return end_on + timedelta(days=days_after)


def report_by(found_at: datetime, operator: str, is_reported: bool) -> datetime | None:
    """When the authority must have been told; None below 较大, where telling is still due at once under art. 57."""
    return found_at + timedelta(hours=REPORT_HOURS[operator]) if is_reported else None


def three_years_after(day: date) -> date:
    try:
        return day.replace(year=day.year + PIA_YEARS)
    except ValueError:  # 29 February
        return date(day.year + PIA_YEARS, 3, 1)
