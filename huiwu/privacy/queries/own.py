"""Everything that is held about one person, as they would read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiwu.foundation.registry.names import FINDERS
from huiwu.foundation.registry.personal import HOLDERS, Holder
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import Audience
from huiwu.privacy.models import Consent, ExportRecord, SubjectRequest


@dataclass(frozen=True, slots=True)
class OwnSection:
    """What one holder holds: `rows` are (label, value); `kept` is why it may not be erased."""

    holder: Holder
    rows: tuple[tuple[str, str], ...]
    kept: str = ""

    @property
    def title(self) -> Any:
        return self.holder.title

    @property
    def purpose(self) -> Any:
        return self.holder.purpose


def own_data(meeting: Meeting, subject_id: UUID) -> list[OwnSection]:
    """One section for each holder that holds anything, in the order of registration."""
    found = []
    for holder in HOLDERS.values():
        rows = tuple((str(label), str(value)) for label, value in holder.holding.rows(meeting, subject_id))
        if rows:
            found.append(OwnSection(holder, rows, holder.kept(meeting, subject_id)))
    return found


def own_consents(meeting: Meeting, subject_id: UUID) -> list[Consent]:
    """Every consent the person gave, withdrawn ones too, the latest first."""
    return list(Consent.objects.filter(meeting=meeting, subject_id=subject_id).select_related("notice"))


def own_recipients(meeting: Meeting) -> list[ExportRecord]:
    """Lists of this meeting that went to others than the team: to whom the person's data may have gone."""
    rows = ExportRecord.objects.filter(meeting=meeting).exclude(audience=Audience.TEAM)
    return list(rows.filter(~Q(recipient="")))


def names_of(subject_ids: set[str]) -> dict[str, str]:
    """What people are called today, by id; erased people are not in it."""
    find = FINDERS.get("attendee")
    return {pk: str(name) for pk, name in find(subject_ids).items()} if find and subject_ids else {}


def own_requests(meeting: Meeting, subject_id: UUID) -> list[SubjectRequest]:
    return list(SubjectRequest.objects.filter(meeting=meeting, subject_id=subject_id))


def own_export(meeting: Meeting, sections: list[OwnSection], consents: list[Consent]) -> dict[str, Any]:
    """The person's data for programs: JSON-able, instants ISO 8601 with offset."""
    return {
        "meeting": {"number": meeting.number, "name": meeting.name},
        "exported_at": clock.now().isoformat(timespec="seconds"),
        "sections": [
            {
                "title": str(section.title),
                "purpose": str(section.purpose),
                "fields": [{"label": label, "value": value} for label, value in section.rows],
            }
            for section in sections
        ],
        "consents": [
            {
                "purpose": row.purpose,
                "given_at": row.given_at.isoformat(timespec="seconds"),
                "withdrawn_at": row.withdrawn_at.isoformat(timespec="seconds") if row.withdrawn_at else None,
                "notice": row.notice.number if row.notice else None,
            }
            for row in consents
        ],
        "recipients": [
            {"recipient": row.recipient, "list": row.title, "on": row.made_at.date().isoformat()}
            for row in own_recipients(meeting)
        ],
    }
