"""Findings that name somebody who is erased: the next judgement writes those that still stand anew."""

from __future__ import annotations

from typing import Any

from huiwu.checks.models import FindingRecord
from huiwu.foundation.registry.personal import Marks, strike_rows, sweeper


@sweeper
def findings(meeting: Any, marks: Marks) -> int:
    rows = FindingRecord.objects.filter(meeting=meeting)
    return strike_rows(rows, marks, "detail", "action", "subjects", "claim_note")
