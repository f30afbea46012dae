"""What a guest's own page shows, and what staff may read of an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiwu.attendees.choices import NOT_COMING
from huiwu.attendees.models import Attendee
from huiwu.attendees.permissions import SensitiveOf
from huiwu.attendees.queries import active
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.secrets import unseal
from huiwu.guests.choices import PART_WORDS, REPLY_SEAL
from huiwu.guests.models import Guest, GuestReply, Letter

LOCKED = {
    "arrival": "itinerary",
    "departure": "itinerary",
    "pickup": "itinerary",
    "lodging": "lodging_wish",
    "diet": "dietary_requirement",
    "accessibility": "accessibility",
    "clothing": "clothing_size",
}
"""Parts of an answer that are read by those alone who may read the sensitive field."""


@dataclass(frozen=True, slots=True)
class Said:
    """One answered part: before and after in words; `is_hidden` when the reader may not see them."""

    part: str
    before: str
    after: str
    is_hidden: bool = False

    @property
    def title(self) -> str:
        return str(PART_WORDS.get(self.part, self.part))


@dataclass(frozen=True, slots=True)
class ReplyLine:
    nth: int
    said_at: datetime
    by: str
    parts: tuple[Said, ...]


def reply_lines(actor: Actor, guest: Guest) -> list[ReplyLine]:
    """What was answered, the newest first, each part as far as the actor may read it."""
    may = {f: can(actor, "attendees.reveal", SensitiveOf(guest.meeting, f)) for f in set(LOCKED.values())}
    rows = guest.replies.select_related("noted_by")
    return [
        ReplyLine(row.nth, row.said_at, row.noted_by.name if row.noted_by else "", tuple(_said(row, may)))
        for row in rows
    ]


def _said(row: GuestReply, may: dict[str, bool]) -> Iterator[Said]:
    kept = json.loads(unseal(row.sealed, REPLY_SEAL)) if row.sealed else {}
    for part in row.parts:
        before, after = kept.get(part, ("", ""))
        hidden = part in LOCKED and not may[LOCKED[part]]
        yield Said(part, "", "", True) if hidden or part not in kept else Said(part, before, after)


def companions_of(guest: Guest) -> list[Attendee]:
    """Active people who accompany the guest and have not cancelled."""
    rows = active(guest.meeting_id).filter(accompanies=guest.attendee_id)
    return list(rows.exclude(presence__in=NOT_COMING))


def substitutes_of(guest: Guest) -> list[Attendee]:
    rows = Attendee.objects.filter(substitute_for=guest.attendee_id, merged_into=None, erased_at=None)
    return list(rows.exclude(presence__in=("cancelled", "declined")))


def own_letter(attendee_id: UUID) -> Letter | None:
    """The newest letter that is out to this person."""
    rows = Letter.objects.filter(guest__attendee_id=attendee_id, state__in=("sent", "delivered", "made"))
    return rows.select_related("version", "template", "meeting__org").order_by("-made_at").first()
