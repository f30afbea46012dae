"""What the agenda does when something happened (listed in config/reactions.py)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import override

from huiwu.accounts.models import User
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
    meeting = Meeting.objects.filter(pk=occurrence.meeting_id or UUID(int=0)).first()
    if meeting is not None and before != after:
        shift_items(actor=SYSTEM, meeting=meeting, shift=after - before)


def tell_team_when_agenda_is_released(occurrence: Occurrence) -> None:
    """LATER. The people of each group whose work rests on what changed, once each, in their own language."""
    version = Version.objects.select_related("document__meeting").filter(pk=occurrence.payload["version_id"]).first()
    if version is None:
        return
    meeting = version.document.meeting
    rows = list(AgendaTelling.objects.filter(version=version).exclude(role=""))
    roles: dict[User, set[str]] = {}
    for member in meeting.team.filter(role__in=[row.role for row in rows]).select_related("user"):
        roles.setdefault(member.user, set()).add(member.role)
    for user, held in roles.items():
        with override(user.language):
            said = [line for one in concerned_by(version) if one.row.role in held for line in one.sentences]
        write_message(
            actor=SYSTEM,
            kind="agenda.released",
            key=f"fact:{occurrence.id}:{user.pk}",
            user=user,
            meeting=meeting,
            values={"meeting": meeting.name, "number": version.number, "changes": "\n".join(dict.fromkeys(said))},
            url=reverse("agenda:tellings", args=[meeting.slug, version.number]),
        )
    reached = {role for held in roles.values() for role in held}
    for row in rows:
        if row.role in reached and row.told_at is None:
            told_in_app(actor=SYSTEM, telling=row)
