"""The agenda as the rules see it: items on a time line inside functions. Plain values, ids as texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiwu.kernel.spans import Span


@dataclass(frozen=True, slots=True)
class Booked:
    """So many of a resource."""

    resource: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Stock:
    """What the meeting has of a resource. `kind` is interpreter or equipment."""

    id: str
    name: str
    kind: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """A function: the room and the span in which its items take place. `people` expected there, if known."""

    id: str
    name: str
    kind: str
    start_at: datetime
    end_at: datetime
    space: str = ""
    space_name: str = ""
    people: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.start_at, self.end_at)


@dataclass(frozen=True, slots=True)
class Slot:
    """An item. `speakers` are pairs (id, name), each person once."""

    id: str
    title: str
    kind: str
    frame: str
    starts_at: datetime
    minutes: int
    buffer: int = 0
    track: str = ""
    speakers: tuple[tuple[str, str], ...] = ()
    booked: tuple[Booked, ...] = ()
    is_interpreted: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def clear_at(self) -> datetime:
        """When whatever follows may begin."""
        return self.ends_at + timedelta(minutes=self.buffer)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole agenda: items by time, functions and resources by id."""

    slots: tuple[Slot, ...]
    frames: dict[str, Frame]
    stocks: dict[str, Stock]

    @classmethod
    def of(cls, slots: Iterable[Slot], frames: Iterable[Frame], stocks: Iterable[Stock] = ()) -> Programme:
        ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.id))
        return cls(tuple(ordered), {f.id: f for f in frames}, {s.id: s for s in stocks})

    def space_of(self, slot: Slot) -> str:
        """The room of an item: its function's; a function without a room is a place of its own."""
        frame = self.frames[slot.frame]
        return frame.space or f"function:{frame.id}"

    def lines(self) -> dict[tuple[str, str], list[Slot]]:
        """What follows one another on one stage: items by function and track, in time."""
        found: dict[tuple[str, str], list[Slot]] = {}
        for slot in self.slots:
            found.setdefault((slot.frame, slot.track), []).append(slot)
        return found
