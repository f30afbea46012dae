"""What happened, in the past tense. Facts carry ids, times and the actor, never personal data: the record outlives it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of every fact. `meeting_id` is the meeting it belongs to, if any; `topics()` names the pages that show it.

    `said` is how the history tells it after the actor's name: a sentence whose `{holes}` are the fact's own fields,
    `{document}` being what `document_id` is called.
    """

    meeting_id: UUID | None = None
    said: ClassVar[str] = ""
    catalogue: ClassVar[dict[str, type[Fact]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Fact.catalogue[cls.kind()] = cls

    @classmethod
    def kind(cls) -> str:
        """`BriefSigned` → `brief_signed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def topics(self) -> tuple[str, ...]:
        """Live topics that get a newer version when this is recorded."""
        return (f"meeting:{self.meeting_id}",) if self.meeting_id else ()

    def payload(self) -> dict[str, Any]:
        """Field values as JSON-able values, without `meeting_id`."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "meeting_id"}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
