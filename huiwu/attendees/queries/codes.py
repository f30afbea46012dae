"""The code on the ticket, and whose it is."""

from __future__ import annotations

import base64
from uuid import UUID

from huiwu.attendees.errors import CodeReplaced, CodeUnknown
from huiwu.attendees.models import Attendee
from huiwu.attendees.rules import codes
from huiwu.foundation.secrets import seeds
from huiwu.meetings.models import Meeting

PURPOSE = "attendees.code"


def code_of(attendee: Attendee) -> str:
    """The text of the person's code, for a QR code; the same until it is issued anew."""
    return codes.make(_seeds(attendee.meeting_id)[0], attendee.meeting_id, attendee.number, attendee.code_version)


def public_keys(meeting: Meeting | UUID) -> list[str]:
    """The keys that verify codes of the meeting, in base 64, the present one first: for devices that work alone."""
    key = meeting if isinstance(meeting, UUID) else meeting.pk
    return [base64.b64encode(codes.public_key(seed)).decode() for seed in _seeds(key)]


def read_code(meeting: Meeting, text: str) -> Attendee:
    """Whose code it is; a merged person's leads to the kept record. Presence is the caller's to judge.

    Raises CodeUnknown for no code of this meeting or an erased person, CodeReplaced when a newer one was issued.
    """
    try:
        ticket = codes.read(text, meeting.pk, [codes.public_key(seed) for seed in _seeds(meeting.pk)])
    except codes.CodeFaulty:
        raise CodeUnknown from None
    rows = Attendee.objects.select_related("meeting", "delegation")
    row = rows.filter(meeting=meeting, number=ticket.number).first()
    if row is None:
        raise CodeUnknown
    if row.code_version != ticket.issue:
        raise CodeReplaced
    for _step in range(10):
        if row is None or row.merged_into_id is None:
            break
        row = rows.filter(pk=row.merged_into_id).first()
    if row is None or not row.is_active:
        raise CodeUnknown
    return row


def _seeds(meeting_id: UUID) -> list[bytes]:
    return seeds(f"{PURPOSE}|{meeting_id}")
