"""The brief of a meeting: its draft by section, how far it is, what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiwu.accounts.models import User
from huiwu.brief.choices import BRIEF
from huiwu.brief.schema import SCHEMA
from huiwu.documents.fourstate import unfilled
from huiwu.documents.kinds import Missing
from huiwu.documents.models import Document, Remark, Version
from huiwu.documents.queries import latest, signed_version
from huiwu.documents.rules import content_hash
from huiwu.foundation.models import FactRecord
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How much of a section is answered; 无 and 不适用 are answers."""

    key: str
    title: Any
    answered: int
    total: int
    missing: int
    remarks: int

    @property
    def is_whole(self) -> bool:
        return self.answered == self.total

    @property
    def state(self) -> str:
        return "done" if self.is_whole else "blocked" if self.missing else "open"


def brief_of(meeting: Meeting) -> Document | None:
    """The meeting's brief, if it was begun."""
    return latest(meeting, BRIEF)


def signed_brief(meeting: Meeting) -> Version | None:
    """The version the client has signed and that is in force."""
    document = brief_of(meeting)
    return signed_version(document) if document else None


def section_of(content: Mapping[str, Any], section: str) -> dict[str, Any]:
    """The fields of one section, unfilled where the content lacks them."""
    return {s.key: content.get(s.key) or unfilled() for s in SCHEMA.fields if s.section == section}


def section_seal(content: Mapping[str, Any], section: str) -> str:
    """A short mark of what stands in a section: equal while nobody changes it."""
    return content_hash(section_of(content, section))[:20]


def last_editor(document: Document, section: str) -> str:
    """Who last saved the section; whoever saved the brief when the section's own fact is not known."""
    saved = FactRecord.objects.filter(
        kind="brief_section_saved", meeting_id=document.meeting_id, payload__section=section, actor_kind="user"
    )
    who = saved.order_by("-id").values_list("actor_id", flat=True).first()
    user = User.objects.filter(pk=who).first() if who else document.edited_by
    return user.name if user else _("同事")


def progress_of(
    document: Document, lacking: Iterable[Missing], remarks: Mapping[str, list[Remark]]
) -> list[SectionProgress]:
    """Every section with its answered fields, what forbids a version, and open remarks."""
    keys = {row.key for row in lacking}
    made = []
    for section in SCHEMA.sections:
        held = section_of(document.draft, section.key)
        made.append(
            SectionProgress(
                key=section.key,
                title=section.title,
                answered=sum(value["state"] != "unfilled" for value in held.values()),
                total=len(held),
                missing=len(keys & set(held)),
                remarks=sum(len(remarks.get(key, ())) for key in held),
            )
        )
    return made


def open_remarks(document: Document) -> dict[str, list[Remark]]:
    """Remarks nobody has answered, by field."""
    found: dict[str, list[Remark]] = {}
    for remark in document.remarks.filter(resolved_at=None):
        found.setdefault(remark.field_key, []).append(remark)
    return found
