"""What speakers' materials do when something happened (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import override

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.agenda.models import AgendaSpeaker
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.guests.models import Guest
from huiwu.meetings.models import Meeting
from huiwu.notifications.services import write_message
from huiwu.speaker_materials.models import MaterialVersion
from huiwu.speaker_materials.services import follow_agenda
from huiwu.speaker_materials.services.taking import take_title
from huiwu.speaker_materials.words import finding_words, material_words


def follow_agenda_when_it_changes(occurrence: Occurrence) -> None:
    """LATER. Somebody came on the stage, left it, or plays another part: what is wanted follows."""
    meeting = Meeting.objects.select_related("org").filter(pk=occurrence.meeting_id or UUID(int=0)).first()
    if meeting is not None:
        follow_agenda(actor=SYSTEM, meeting=meeting)


def follow_agenda_when_a_speaker_changes_plans(occurrence: Occurrence) -> None:
    """LATER. Of all who say that they come or not, only those on the stage matter here."""
    if AgendaSpeaker.objects.filter(attendee=occurrence.payload["attendee_id"]).exists():
        follow_agenda_when_it_changes(occurrence)


def take_title_when_guest_tells_it(occurrence: Occurrence) -> None:
    """NOW. A guest wrote the talk's title into the reply: it need not be handed in a second time."""
    if "talk" not in occurrence.payload.get("parts", ()):
        return
    guest = Guest.objects.filter(pk=occurrence.payload["guest_id"]).select_related("attendee").first()
    if guest is not None and guest.talk_title:
        take_title(actor=SYSTEM, attendee_id=guest.attendee_id, title=guest.talk_title)


def tell_collectors_when_speaker_hands_in(occurrence: Occurrence) -> None:
    """LATER. What came in by the personal link waits for somebody of the guest team, else for the leads."""
    if not occurrence.payload.get("by_speaker"):
        return
    rows = MaterialVersion.objects.select_related("material__attendee", "material__meeting", "material__item")
    number = occurrence.payload["number"]
    version = rows.filter(material=occurrence.payload["material_id"], number=number, is_current=True).first()
    if version is None:
        return
    row = version.material
    for user in _collectors(row.meeting):
        with override(user.language):
            findings = "".join(f"\n{finding_words(one)}" for one in version.findings)
            what = material_words(row)
        write_message(
            actor=SYSTEM,
            kind="speaker_materials.received",
            key=f"fact:{occurrence.id}:{user.pk}",
            user=user,
            meeting=row.meeting,
            values={
                "meeting": row.meeting.name,
                "speaker": row.attendee.display_name,
                "what": what,
                "number": number,
                "findings": findings,
            },
            url=reverse("speaker_materials:speaker", args=[row.meeting.slug, row.attendee_id]),
        )


def _collectors(meeting: Meeting) -> list[User]:
    team = meeting.team.select_related("user")
    found = {one.user for one in team.filter(role=Role.GUEST_TEAM)}
    return sorted(found or {one.user for one in team.filter(role=Role.PROJECT_MANAGER)}, key=lambda user: user.name)
