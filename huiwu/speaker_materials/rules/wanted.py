"""What a part on the stage asks of the speaker (sop.md P12: 嘉宾简介/照片/PPT), and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

TITLE, BIOGRAPHY, PHOTO, SLIDES, VIDEO, HANDOUT = "title", "biography", "photo", "slides", "video", "handout"
OF_PERSON = (BIOGRAPHY, PHOTO)
"""Handed in once, however many parts a person has."""
TALKS = ("keynote", "talk")
"""Roles that talk with slides behind them."""
TEACHING = "teaching"
DUE_DAYS_BEFORE = 7
"""OM-061: everything is there a week before."""
REMINDED_DAYS_BEFORE = (14, 7, 3)


@dataclass(frozen=True, slots=True)
class Part:
    """A person's role in one item."""

    attendee: str
    item: str
    item_kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to hand in; `item` is empty for what belongs to the person."""

    attendee: str
    item: str
    kind: str


def asked_of(parts: Iterable[Part]) -> set[Asked]:
    """A biography and a photo of everybody; title and slides for each talk; a handout for each lesson."""
    found: set[Asked] = set()
    for part in parts:
        found |= {Asked(part.attendee, "", kind) for kind in OF_PERSON}
        if part.role in TALKS:
            found |= {Asked(part.attendee, part.item, kind) for kind in (TITLE, SLIDES)}
            if part.item_kind == TEACHING:
                found.add(Asked(part.attendee, part.item, HANDOUT))
    return found


def deadline(start_on: date, days_before: int) -> date:
    return start_on - timedelta(days=days_before)
