"""What meetings do when something happened elsewhere (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.meetings.services import leave_all_teams


def leave_teams_when_person_is_removed(occurrence: Occurrence) -> None:
    """NOW. Out of the organisation is out of all its meetings' teams."""
    org_id, user_id = UUID(occurrence.payload["org_id"]), UUID(occurrence.payload["user_id"])
    leave_all_teams(actor=SYSTEM, org_id=org_id, user_id=user_id)
