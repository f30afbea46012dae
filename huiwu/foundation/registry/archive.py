"""Records of the meeting archive, declared by each capability; the archive itself is written in foundation.archiving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Chosen = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class ModelRecords:
    """One JSON Lines file: every row of `model` that belongs to the meeting.

    `name` is the glossary's plural (the file's name); `meeting_path` the lookup from the model to the meeting's id
    (`"id"` for the meeting itself, `"document__meeting"` …). All columns are written under their own names: foreign keys
    as UUIDs, users by e-mail, instants ISO 8601 with offset. A key to the home (the organisation) is not written.

    `leave_out` names columns that stay at home (secrets, caches): at import they get the model's default. `verbatim` names
    JSON columns that must not change by a letter, since their hash was signed; in others ids of people become e-mails.
    `is_shared` rows may be there already, because another meeting uses them too; then the present row stays. So does one
    of the home with the same `natural_key`, where that is given (nothing may refer to such rows by id). `chosen(meeting)`
    gives the ids of those that the meeting uses, where `meeting_path` alone would take more.
    """

    name: str
    model: Any
    meeting_path: str
    order: int
    leave_out: tuple[str, ...] = ()
    verbatim: tuple[str, ...] = ()
    is_shared: bool = False
    natural_key: tuple[str, ...] = ()
    chosen: Chosen | None = None

    @property
    def is_meeting(self) -> bool:
        return self.meeting_path in ("id", "pk")


RECORDS: dict[str, ModelRecords] = {}
HOMES: list[Any] = []
LEFT_AT_HOME: dict[Any, str] = {}


def archived(
    name: str,
    model: Any,
    *,
    meeting_path: str = "meeting",
    order: int,
    leave_out: tuple[str, ...] = (),
    verbatim: tuple[str, ...] = (),
    is_shared: bool = False,
    natural_key: tuple[str, ...] = (),
    chosen: Chosen | None = None,
) -> None:
    """Register a kind of record. `order`: a record refers only to kinds of a lower order (or its own)."""
    if name in RECORDS:
        raise ValueError(f"two kinds of record share the name {name}")
    RECORDS[name] = ModelRecords(name, model, meeting_path, order, leave_out, verbatim, is_shared, natural_key, chosen)


def home(model: Any) -> None:
    """Register the model that owns meetings: it is not in the archive, and the importing one takes its place."""
    HOMES.append(model)


def left_at_home(model: Any, reason: str) -> None:
    """Say why rows of this model that belong to a meeting do not travel with it."""
    LEFT_AT_HOME[model] = reason


def kinds_in_order() -> list[ModelRecords]:
    """Kinds that are referred to come before those that refer to them."""
    return sorted(RECORDS.values(), key=lambda kind: (kind.order, kind.name))
