"""Messages that name somebody who is erased: to them, and about them to others."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.personal import Marks, strike_rows, sweeper
from huiwu.notifications.models import KeptMail, Message, OutsideDelivery
from huiwu.notifications.services import erase_outside


@sweeper
def messages_that_name_them(meeting: Any, marks: Marks) -> int:
    """What went to their addresses loses its words; in what went to others the names are struck."""
    ours = OutsideDelivery.objects.filter(meeting=meeting)
    count = erase_outside(meeting=meeting, addresses=sorted(marks.words))
    count += strike_rows(ours.filter(erased_at=None), marks, "name", "subject", "body", "variables", "answer")
    count += strike_rows(Message.objects.filter(meeting=meeting), marks, "name", "subject", "body", "lines")
    kept = KeptMail.objects.filter(org=meeting.org_id)
    words = sorted(marks.words)
    for start in range(0, len(words), 500):
        count += kept.filter(to__in=words[start : start + 500]).delete()[0]
    return count + strike_rows(kept, marks, "to", "subject", "text", "html", "headers")
