"""Who may follow what changes in a meeting."""

from __future__ import annotations

from uuid import UUID

from huiwu.accounts.live import good_link
from huiwu.foundation.live import Viewer, topic_rule
from huiwu.meetings.queries import meetings_of


@topic_rule("meeting")
def sees_the_meeting(viewer: Viewer, key: str) -> bool:
    """People of the meeting, and whoever holds a good link of it."""
    try:
        meeting_id = UUID(key)
    except ValueError:
        return False
    link = good_link(viewer.token) if viewer.token else None
    if link is not None and link.meeting_id == meeting_id:
        return True
    return meetings_of(viewer.actor).filter(pk=meeting_id).exists()
