"""Payments that fall due, for finance of each meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import lazy

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.payments.queries import open_items
from huiwu.payments.queries.dues import OpenItem

AHEAD = timedelta(days=14)


@reminder_source
def payments_that_fall_due() -> Iterator[Due]:
    """Open items of live meetings due within two weeks or late. A fixed number of queries."""
    meetings = list(Meeting.objects.filter(status=MeetingStatus.ACTIVE))
    finance: dict[UUID, UUID] = {}
    rows = TeamMember.objects.filter(meeting__in=meetings, role=Role.FINANCE).order_by("created_at")
    for meeting_id, user_id in rows.values_list("meeting_id", "user_id"):
        finance.setdefault(meeting_id, user_id)
    until = clock.today() + AHEAD
    for item in open_items(meetings):
        if item.due_on is not None and item.due_on <= until:
            yield Due(
                key=f"money:{item.key}",
                meeting=item.meeting,
                label=_label(item),
                url=item.url,
                person_id=finance.get(item.meeting.pk),
                due_on=item.due_on,
            )


def _label_text(item: OpenItem) -> str:
    return f"{item.side_word} {item.label} {yuan(item.open_cents)}"


_label: Any = lazy(_label_text, str)
