"""Records of the meeting archive, declared by each capability; the archive itself is written in foundation.archiving."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelRecords:
    """One JSON Lines file: every row of `model` that belongs to the meeting.

    `name` is the glossary's plural (the file's name); `meeting_path` the lookup from the model to the meeting's id
    (`"id"` for the meeting itself, `"document__meeting"` …). All columns are written under their own names: foreign keys
    as UUIDs, users by e-mail, instants ISO 8601 with offset, files by SHA-256. `leave_out` names columns that stay at
    home (secrets, caches), with the value they get at import taken from the model's default.
    """

    name: str
    model: Any
    meeting_path: str
    order: int
    leave_out: tuple[str, ...] = field(default=())


RECORDS: dict[str, ModelRecords] = {}


def archived(
    name: str, model: Any, *, meeting_path: str = "meeting", order: int, leave_out: tuple[str, ...] = ()
) -> None:
    """Register a kind of record. `order`: a record refers only to kinds of a lower order (or its own)."""
    if name in RECORDS:
        raise ValueError(f"two kinds of record share the name {name}")
    RECORDS[name] = ModelRecords(name, model, meeting_path, order, leave_out)
