"""What guests do when something happened (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.guests.services import follow_call, note_delivery
from huiwu.guests.services.letters import ABOUT


def mark_letter_when_it_arrives(occurrence: Occurrence) -> None:
    """LATER. The provider reports that an invitation reached its reader."""
    if occurrence.payload.get("about_kind") == ABOUT and occurrence.payload.get("about_id"):
        note_delivery(letter_id=UUID(occurrence.payload["about_id"]), arrived=True)


def ring_guest_when_letter_fails(occurrence: Occurrence) -> None:
    """LATER. An invitation will not arrive: the guest goes on the callers' list."""
    if occurrence.payload.get("about_kind") == ABOUT and occurrence.payload.get("about_id"):
        why = str(occurrence.payload.get("why", ""))
        note_delivery(letter_id=UUID(occurrence.payload["about_id"]), arrived=False, why=why)


def move_guest_when_call_is_recorded(occurrence: Occurrence) -> None:
    """LATER. A guest said yes or no on the phone."""
    payload = occurrence.payload
    follow_call(actor=SYSTEM, attendee_id=UUID(payload["attendee_id"]), outcome=payload["call_outcome"])
