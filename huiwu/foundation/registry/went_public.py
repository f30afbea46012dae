"""What of a meeting has gone out to the public or to the client's side, declared by whoever sends it out.

Gate G0 forbids quoting and announcing before the compliance screening is cleared (OM-021); the capability that owns a
registration page, an invitation or a press text declares it here, so that the rule needs to know none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing that went out: `what` is registration_page, invitation, press_release, quotation, document or other."""

    what: str
    id: str
    label: str
    at: datetime
    url: str = ""


Finder = Callable[[Any], Iterable[Outgoing]]
FINDERS: list[Finder] = []


def went_public(find: Finder) -> Finder:
    """Register `find(meeting)` over what went out and has not been taken back."""
    FINDERS.append(find)
    return find


def outgoing(meeting: Any) -> list[Outgoing]:
    """Everything that went out, earliest first."""
    return sorted((row for find in FINDERS for row in find(meeting)), key=lambda row: (row.at, row.label))
