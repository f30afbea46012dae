"""Who is told about findings. Many may appear at once: the first reaction tells all of them in one message a person."""

from __future__ import annotations

from collections.abc import Iterable

from huiwu.accounts.models import User
from huiwu.checks.models import FindingRecord
from huiwu.checks.queries import not_waived
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.meetings.models import Meeting
from huiwu.notifications.queries import readers, team_readers
from huiwu.notifications.services import Item, tell


def tell_owner_when_blocking_finding_appears(what: Occurrence) -> None:
    """LATER. Holders of the role that must mend it, or the leads when nobody holds it."""
    meeting = _live(what)
    if meeting is None or what.payload["severity"] != "block":
        return
    role = what.payload["owner_role"]
    people = team_readers(meeting, role) or list(readers([meeting]).leads(meeting))
    rows = FindingRecord.objects.filter(meeting=meeting, mended_at=None, severity="block", owner_role=role)
    _tell("checks.blocking", meeting, people, not_waived(rows))


def tell_leads_when_finding_is_escalated(what: Occurrence) -> None:
    """LATER."""
    meeting = _live(what)
    if meeting is None:
        return
    rows = FindingRecord.objects.filter(meeting=meeting, mended_at=None, claimed_at=None, escalated_at__isnull=False)
    _tell("checks.escalated", meeting, list(readers([meeting]).leads(meeting)), not_waived(rows))


def _tell(kind: str, meeting: Meeting, people: Iterable[User], rows: Iterable[FindingRecord]) -> None:
    found = list(rows)
    items = [
        Item(key=f"{kind}:{row.pk}:{row.times_found}", label=row.detail, detail=row.action, url=row.url)
        for row in found
    ]
    for user in people:
        tell(actor=SYSTEM, kind=kind, user=user, items=items, meeting=meeting, url=f"/m/{meeting.slug}/")


def _live(what: Occurrence) -> Meeting | None:
    meeting = Meeting.objects.filter(pk=what.meeting_id).first() if what.meeting_id else None
    return meeting if meeting is not None and meeting.is_live else None
