"""What the callers' queue does when two records turn out to be one person (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from huiwu.calls.services import follow_merge, leave_merge
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence


def move_calls_when_attendees_are_merged(occurrence: Occurrence) -> None:
    """NOW. Open matters and what was said go on with the kept record: a person is rung once, about everything."""
    follow_merge(actor=SYSTEM, **_ids(occurrence))


def move_calls_back_when_a_merge_is_taken_back(occurrence: Occurrence) -> None:
    """NOW. What came with the merge, and is still open or was said before it, returns."""
    leave_merge(actor=SYSTEM, **_ids(occurrence))


def _ids(occurrence: Occurrence) -> dict[str, UUID]:
    payload = occurrence.payload
    return {
        "kept_id": UUID(payload["attendee_id"]),
        "gone_id": UUID(payload["gone_id"]),
        "merge_id": UUID(payload["merge_id"]),
    }
