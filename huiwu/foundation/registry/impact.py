"""What rests on a fact: change one, and every document, step and order that rests on it is listed (TR-08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One fact with its old and new value, e.g. `meeting.start_on`, `brief.headcount`, `step.P11`.

    `subject_id` is the record it is about where the meeting has many: the person of `attendee.title`.
    """

    key: str
    label: str
    before: Any
    after: Any
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class Impacted:
    """Something that rests on a changed fact. `state`: draft, review, confirmed, frozen, done, open …"""

    kind: str
    id: str
    label: str
    state: str
    url: str = ""
    owner_role: str = ""
    why: str = ""

    @property
    def needs_change_order(self) -> bool:
        """Confirmed and frozen things change only by a change order, never silently."""
        return self.state in ("confirmed", "frozen")


Finder = Callable[[Any, Change], Iterable[Impacted]]
FINDERS: list[tuple[tuple[str, ...], Finder]] = []


def rests_on(*keys: str) -> Callable[[Finder], Finder]:
    """Register `finder(meeting, change)` for changes whose key is, or starts with, one of `keys` (`brief.` = all of it)."""

    def keep(finder: Finder) -> Finder:
        FINDERS.append((keys, finder))
        return finder

    return keep


def impacts(meeting: Any, changes: Iterable[Change]) -> list[Impacted]:
    """Everything that rests on any of the changes, each thing once, confirmed and frozen ones first."""
    found: dict[tuple[str, str], Impacted] = {}
    for change in changes:
        for keys, finder in FINDERS:
            if any(change.key == key or (key.endswith(".") and change.key.startswith(key)) for key in keys):
                for item in finder(meeting, change):
                    found.setdefault((item.kind, item.id), item)
    return sorted(found.values(), key=lambda item: (not item.needs_change_order, item.kind, item.label))
