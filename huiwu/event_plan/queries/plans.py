"""The event plan of a meeting: its draft, what is in force, how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huiwu.documents.fourstate_sections import answered, section_of
from huiwu.documents.kinds import Missing
from huiwu.documents.models import Document, Remark, Version
from huiwu.documents.queries import latest, signed_version
from huiwu.event_plan import rules
from huiwu.event_plan.choices import EVENT_PLAN
from huiwu.event_plan.queries.live import with_live
from huiwu.event_plan.schema import SCHEMA, SOP_SECTIONS
from huiwu.meetings.models import Meeting


def plan_of(meeting: Meeting) -> Document | None:
    """The meeting's event plan, if it was begun."""
    return latest(meeting, EVENT_PLAN)


def signed_plan(meeting: Meeting) -> Version | None:
    """The version the client has signed and that is in force."""
    document = plan_of(meeting)
    return signed_version(document) if document else None


def current_content(meeting: Meeting) -> dict[str, Any] | None:
    """What the plan says now: the version in force, before there is one the draft with live data. None: not begun."""
    document = plan_of(meeting)
    if document is None:
        return None
    version = signed_version(document)
    return dict(version.content) if version else with_live(meeting, document.draft)


def written_content(meeting: Meeting) -> dict[str, Any] | None:
    """`current_content` for those who read fields alone: live data, gathered from everywhere, stays as the draft kept it."""
    document = plan_of(meeting)
    if document is None:
        return None
    version = signed_version(document)
    return dict(version.content if version else document.draft)


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How much of a section is answered (无 and 不适用 are answers), what forbids a version, open remarks."""

    key: str
    title: Any
    answered: int
    total: int
    missing: int
    remarks: int
    is_live: bool
    is_core: bool

    @property
    def is_whole(self) -> bool:
        return not self.missing and (self.is_live or self.answered == self.total)


def progress_of(
    content: Mapping[str, Any], lacking: Iterable[Missing], remarks: Mapping[str, list[Remark]]
) -> list[SectionProgress]:
    """Every section; `content` with live data."""
    core = {section.key for section in SOP_SECTIONS}
    lacks = [row.key for row in lacking]
    made = []
    for section in SCHEMA.sections:
        held = section_of(SCHEMA, content, section.key)
        made.append(
            SectionProgress(
                key=section.key,
                title=section.title,
                answered=answered(held),
                total=len(held),
                missing=sum(key in held for key in lacks),
                remarks=sum(len(remarks.get(key, ())) for key in (*held, f"live.{section.key}")),
                is_live=bool(rules.live_parts(content, section.key)),
                is_core=section.key in core,
            )
        )
    return made


def open_remarks(document: Document) -> dict[str, list[Remark]]:
    """Remarks nobody has answered, by field."""
    found: dict[str, list[Remark]] = {}
    for remark in document.remarks.filter(resolved_at=None):
        found.setdefault(remark.field_key, []).append(remark)
    return found
