"""Move an item, and what follows it on the same line if asked: nothing overtakes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiwu.agenda.rules.plan import Slot

STEP = 5
"""Minutes by which keys and dragging move."""
LONGEST = 1440


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item lies after a move."""

    id: str
    starts_at: datetime
    minutes: int


def moved(slots: Iterable[Slot], item: str, starts_at: datetime, minutes: int, *, following: bool) -> list[Placed]:
    """The items that lie elsewhere after `item` begins at `starts_at` and lasts `minutes`.

    `slots` are those of its own line (same function, same track). With `following`, all that began later move along by
    as much as the item's end moved; without, they stay.
    """
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.id))
    own = next(slot for slot in ordered if slot.id == item)
    placed = [Placed(own.id, starts_at, minutes)]
    shift = starts_at + timedelta(minutes=minutes) - own.ends_at
    if following and shift:
        placed += [Placed(s.id, s.starts_at + shift, s.minutes) for s in ordered if s.starts_at > own.starts_at]
    before = {slot.id: (slot.starts_at, slot.minutes) for slot in ordered}
    return [p for p in placed if before[p.id] != (p.starts_at, p.minutes)]


def reordered(slots: Iterable[Slot], order: list[str]) -> list[Placed]:
    """The line in another order, from the same beginning, each with its own length and buffer; gaps are closed."""
    by_id = {slot.id: slot for slot in slots}
    at = min(slot.starts_at for slot in by_id.values())
    placed = []
    for name in order:
        slot = by_id[name]
        placed.append(Placed(name, at, slot.minutes))
        at += timedelta(minutes=slot.minutes + slot.buffer)
    return [p for p in placed if by_id[p.id].starts_at != p.starts_at]


def next_free(slots: Iterable[Slot], opens_at: datetime) -> datetime:
    """Where a new item would begin: when the last one is clear, or when the function begins."""
    return max((slot.clear_at for slot in slots), default=opens_at)
