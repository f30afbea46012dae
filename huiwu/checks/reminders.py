"""What is missing."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from huiwu.checks.models import FindingRecord
from huiwu.checks.queries import not_waived
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import TeamMember


@reminder_source
def blocking_findings() -> Iterator[Due]:
    """Open blocking findings of live meetings, for who claimed them, else who holds the role. Two queries."""
    live = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)
    rows = FindingRecord.objects.filter(severity="block", mended_at=None, meeting__status__in=live)
    found = list(not_waived(rows).select_related("meeting__org").order_by("found_at"))
    holders: dict[tuple[UUID, str], UUID] = {}
    members = TeamMember.objects.filter(meeting__in={row.meeting_id for row in found}).order_by(
        "is_backup", "created_at"
    )
    for meeting_id, role, user_id in members.values_list("meeting_id", "role", "user_id"):
        holders.setdefault((meeting_id, role), user_id)
    for row in found:
        yield Due(
            key=f"finding:{row.pk}",
            meeting=row.meeting,
            label=row.detail,
            url=row.url,
            person_id=row.claimed_by_id or holders.get((row.meeting_id, row.owner_role)),
            state="missing",
        )
