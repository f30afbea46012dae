"""Where the agenda is quoted, and whom a version concerns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from huiwu.accounts.choices import Role
from huiwu.agenda.models import AgendaQuote, AgendaTelling
from huiwu.agenda.rules.differences import ItemChange, compared, concerning
from huiwu.agenda.words import change_words
from huiwu.documents.models import Version
from huiwu.documents.queries import last_signed_before
from huiwu.meetings.models import Meeting


def quotes_in_use(meeting: Meeting) -> QuerySet[AgendaQuote]:
    rows = AgendaQuote.objects.filter(meeting=meeting, withdrawn_at=None)
    return rows.select_related("version", "noted_by").order_by("place", "label")


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody to be told, with the sentences that concern them."""

    row: AgendaTelling
    who: str
    detail: str
    sentences: list[str]


def changes_of(version: Version) -> list[ItemChange]:
    """What a version changed against the one in force before; everything is added in the first."""
    before = last_signed_before(version)
    return compared(before.content if before else {}, version.content)


def concerned_by(version: Version) -> list[Concerned]:
    """Those to be told of a version, speakers first, with what to tell them. Three queries."""
    changes, zone = changes_of(version), version.document.meeting.zone
    rows = AgendaTelling.objects.filter(version=version).select_related("attendee", "told_by")
    found = []
    for row in sorted(rows, key=lambda r: (bool(r.role), r.role, r.attendee.number if r.attendee else 0)):
        if row.attendee is not None:
            mine = concerning(changes, str(row.attendee_id))
            who, detail = row.attendee.display_name, f"{row.attendee.org_text} {row.attendee.title}".strip()
        else:
            mine = [change for change in changes if change.item in row.items]
            who, detail = str(Role(row.role).label), ""
        found.append(Concerned(row, who, detail, [change_words(change, zone) for change in mine]))
    return found
