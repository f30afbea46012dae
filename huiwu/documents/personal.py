"""Impact lists and remarks that name somebody who is erased."""

from __future__ import annotations

from typing import Any

from huiwu.documents.models import ImpactItem, Remark
from huiwu.foundation.registry.personal import Marks, strike_rows, sweeper


@sweeper
def impacts_and_remarks(meeting: Any, marks: Marks) -> int:
    listed = strike_rows(ImpactItem.objects.filter(meeting=meeting), marks, "cause", "label", "why", "note")
    return listed + strike_rows(Remark.objects.filter(document__meeting=meeting), marks, "text", "answer")
