"""What registration does when something happened."""

from __future__ import annotations

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.meetings.models import Meeting
from huiwu.registration.services import offer_places, tell_state


def offer_places_when_one_is_free(occurrence: Occurrence) -> None:
    """LATER, when somebody left or a limit was raised: those who wait are next."""
    if occurrence.meeting_id is None:
        return
    meeting = Meeting.objects.select_related("org").filter(pk=occurrence.meeting_id).first()
    if meeting is not None:
        offer_places(actor=SYSTEM, meeting=meeting)


def tell_person_what_became_of_registration(occurrence: Occurrence) -> None:
    """LATER: confirmed, waiting, offered a place, refused or cancelled; once for each fact."""
    tell_state(actor=SYSTEM, registration_id=occurrence.payload["registration_id"], occasion=str(occurrence.id))
