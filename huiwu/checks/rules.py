"""Pure arithmetic of findings: order, what may be waived, when a warning is escalated."""

from __future__ import annotations

from datetime import date, timedelta

SEVERITY_ORDER = {"block": 0, "warn": 1, "hint": 2}
ESCALATE_DAYS_BEFORE = 3
"""「默认」 a warning nobody has claimed is escalated this many days before the first day."""

SOP_STATED = frozenset({"OM-003", "OM-010", "OM-080", "OM-112"})
"""Rules that repeat the SOP's own words: the client's confirmed brief, the 13 contents, no production before
confirmation, the four named contingencies (domain/README §1: 「SOP」 cannot be switched off)."""


def at_least(severity: str, asked: str) -> bool:
    """Whether `severity` is as grave as `asked` or graver."""
    return SEVERITY_ORDER[severity] <= SEVERITY_ORDER[asked]


def is_to_escalate(*, severity: str, is_claimed: bool, days_to_start: int) -> bool:
    return severity == "warn" and not is_claimed and 0 <= days_to_start <= ESCALATE_DAYS_BEFORE


def latest_expiry(end_on: date) -> date:
    return end_on + timedelta(days=30)
