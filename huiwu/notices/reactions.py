"""What notices do when something has happened elsewhere."""

from __future__ import annotations

from uuid import UUID

from huiwu.foundation.outbox import Occurrence
from huiwu.notices.choices import RECIPIENT
from huiwu.notices.services import call_the_lost, shift_notices


def ring_whom_a_notice_did_not_reach(what: Occurrence) -> None:
    """LATER. Each failure becomes a matter of the callers' list."""
    if what.payload["about_kind"] == RECIPIENT:
        call_the_lost(recipient_id=UUID(what.payload["about_id"]), why=what.payload["why"])


def shift_notices_when_dates_move(what: Occurrence) -> None:
    """NOW. What has not gone out moves along with the meeting."""
    if what.meeting_id is not None:
        shift_notices(meeting_id=what.meeting_id)
