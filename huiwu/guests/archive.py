"""Guests in the meeting archive, with their moves, answers and letters."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.guests.models import (
    Guest,
    GuestContact,
    GuestMove,
    GuestReply,
    InvitationTemplate,
    Letter,
    LetterBatch,
    LetterSeries,
)

archived("guests", Guest, order=95)
archived("letter_series", LetterSeries, order=95)
archived("invitation_templates", InvitationTemplate, order=95)
archived("guest_moves", GuestMove, meeting_path="guest__meeting", order=96)
archived("guest_contacts", GuestContact, meeting_path="guest__meeting", order=96)
archived("guest_replies", GuestReply, meeting_path="guest__meeting", order=96, leave_out=("sealed",))
archived("letter_batches", LetterBatch, order=96, leave_out=("job_id",))
archived("letters", Letter, order=97, leave_out=("sealed_link",))
