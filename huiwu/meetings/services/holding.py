"""What every verb of this capability begins with: the meeting's row held, permission asked, the state right."""

from __future__ import annotations

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.errors import MeetingNotLive
from huiwu.meetings.models import Meeting

LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)
OPEN = (*LIVE, MeetingStatus.POSTPONED)
"""Statuses in which the content of a meeting may change; dates may move only in LIVE ones."""


def held(actor: Actor, meeting: Meeting, permission: str, *statuses: str) -> Meeting:
    """The meeting as it is now, its row locked until the transaction ends; in one of `statuses`, if any are named.

    Raises NotFound for those who may not see it, NotAllowed for those who may not change it, MeetingNotLive.
    """
    found = Meeting.objects.select_for_update(of=("self",)).select_related("org", "client", "saved_by")
    row = found.filter(pk=meeting.pk).first()
    if row is None or not can(actor, "meetings.view", row):
        raise NotFound
    require(actor, permission, row)
    if statuses and row.status not in statuses:
        raise MeetingNotLive(status=row.get_status_display())
    return row
