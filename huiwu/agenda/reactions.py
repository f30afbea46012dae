"""What the agenda does when something happened (listed in config/reactions.py)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from huiwu.agenda.models import AgendaTelling
from huiwu.agenda.queries.quotes import concerned_by
from huiwu.agenda.services import list_those_to_tell, told_in_app
from huiwu.agenda.services.items import shift_items
from huiwu.documents.models import Version
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.meetings.models import Meeting
from huiwu.notifications.services import write_message


def list_those_to_tell_when_agenda_is_released(occurrence: Occurrence) -> None:
    """NOW. Whoever the new version concerns stands on the list as soon as it is in force."""
    version = Version.objects.select_related("document__meeting").get(pk=occurrence.payload["version_id"])
    former_id = occurrence.payload["former_version_id"]
    former = Version.objects.get(pk=former_id) if former_id else None
    list_those_to_tell(actor=SYSTEM, version=version, former=former)


def move_items_when_dates_move(occurrence: Occurrence) -> None:
    """NOW. Functions move with the meeting by whole days; what is in them moves along."""
    before, after = (date.fromisoformat(occurrence.payload[key]) for key in ("start_before", "start_after"))
    if before != after:
        meeting = Meeting.objects.get(pk=occurrence.meeting_id)
        shift_items(actor=SYSTEM, meeting=meeting, shift=after - before)


def tell_team_when_agenda_is_released(occurrence: Occurrence) -> None:
    """LATER. The people of each group whose work rests on what changed, once each, with the sentences."""
    version = Version.objects.select_related("document__meeting").filter(pk=occurrence.payload["version_id"]).first()
    if version is None:
        return
    meeting = version.document.meeting
    said: dict[object, tuple[object, list[str]]] = {}
    reached: list[AgendaTelling] = []
    for row in concerned_by(version):
        people = list(meeting.team.filter(role=row.row.role).select_related("user")) if row.row.role else []
        for member in people:
            said.setdefault(member.user_id, (member.user, []))[1].extend(row.sentences)
        if people:
            reached.append(row.row)
    for user_id, (user, sentences) in said.items():
        write_message(
            actor=SYSTEM,
            kind="agenda.released",
            key=f"fact:{occurrence.id}:{user_id}",
            user=user,
            meeting=meeting,
            values={
                "meeting": meeting.name,
                "number": version.number,
                "changes": "\n".join(dict.fromkeys(sentences)),
            },
            url=reverse("agenda:tellings", args=[meeting.slug, version.number]),
        )
    for telling in reached:
        told_in_app(actor=SYSTEM, telling=telling)
