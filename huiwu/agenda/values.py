"""An item of the agenda as typed in, before anything is judged or written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from huiwu.agenda.choices import ItemLanguage, SpeakerRole

COLUMNS = (
    "function_id",
    "track_id",
    "kind",
    "title",
    "title_en",
    "summary",
    "starts_at",
    "minutes",
    "buffer_minutes",
    "needs_interpretation",
    "languages",
    "equipment_note",
    "is_internal",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerValues:
    """A person in one part."""

    attendee_id: UUID
    speaker_role: str = SpeakerRole.TALK


@dataclass(frozen=True, slots=True, kw_only=True)
class UseValues:
    """So many of a resource."""

    resource_id: UUID
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValues:
    """An item as typed in: `starts_at` aware, lengths in minutes, speakers in the order they stand on paper."""

    function_id: UUID
    kind: str
    title: str
    starts_at: datetime
    minutes: int
    track_id: UUID | None = None
    title_en: str = ""
    summary: str = ""
    buffer_minutes: int = 0
    needs_interpretation: bool = False
    languages: tuple[str, ...] = ()
    equipment_note: str = ""
    is_internal: bool = False
    speakers: tuple[SpeakerValues, ...] = field(default=())
    uses: tuple[UseValues, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        plain = {key: getattr(self, key) for key in COLUMNS}
        plain["languages"] = [code for code in ItemLanguage.values if code in self.languages]
        return {key: value.strip() if isinstance(value, str) else value for key, value in plain.items()}
