"""What cannot be at once, and what does not fit (OM-052, OM-053; SOP P11: 讲者时间相加 > 总时长)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from huiwu.agenda.rules.plan import Programme, Slot
from huiwu.agenda.rules.standards import Figures

IMPOSSIBLE = ("speaker", "room", "equipment", "interpreter", "over_long", "outside")
"""Kinds that forbid a version; the others are warnings."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """`kind` with the items concerned (first is the one to look at) and, for the words, `values`.

    speaker · room · equipment · interpreter · over_long · outside · interpreters_lacking · before · after · short · change_room · meal.
    """

    kind: str
    slots: tuple[str, ...]
    frame: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_impossible(self) -> bool:
        return self.kind in IMPOSSIBLE

    @property
    def root(self) -> str:
        """Stays the same while the same things are in trouble."""
        about = self.values.get("who") or self.values.get("resource") or self.values.get("day") or ""
        return ":".join([self.kind, self.frame, *sorted(self.slots), str(about)])


def impossibilities(plan: Programme, figures: Figures) -> list[Conflict]:
    """Everything that cannot take place as written, in the order of the day."""
    found = [
        *double_speakers(plan),
        *double_rooms(plan),
        *overbooked(plan),
        *over_long(plan),
        *outside(plan),
        *interpreters_lacking(plan, figures),
    ]
    when = {slot.id: slot.starts_at for slot in plan.slots}
    return sorted(found, key=lambda c: (min(when[s] for s in c.slots), c.kind, c.root))


def double_speakers(plan: Programme) -> Iterator[Conflict]:
    """One person in two items at once (OM-053)."""
    by_person: dict[str, list[Slot]] = {}
    names: dict[str, str] = {}
    for slot in plan.slots:
        for who, name in slot.speakers:
            by_person.setdefault(who, []).append(slot)
            names[who] = name
    for who, slots in by_person.items():
        for first, second in _overlapping(slots):
            yield Conflict("speaker", (first.id, second.id), values={"who": who, "name": names[who]})


def double_rooms(plan: Programme) -> Iterator[Conflict]:
    """Two items in one room at once."""
    by_room: dict[str, list[Slot]] = {}
    for slot in plan.slots:
        by_room.setdefault(plan.space_of(slot), []).append(slot)
    for slots in by_room.values():
        for first, second in _overlapping(slots):
            frame = plan.frames[first.frame]
            if not frame.space and first.track != second.track:
                continue  # parallel lines of a function whose rooms are not settled
            yield Conflict("room", (first.id, second.id), values={"space": frame.space_name or frame.name})


def _overlapping(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Pairs that overlap, of items in the order of time."""
    ordered = list(slots)
    for nth, first in enumerate(ordered):
        for second in ordered[nth + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            yield first, second


def overbooked(plan: Programme) -> Iterator[Conflict]:
    """More of a resource in use at one instant than there is: one hit for each, at its worst moment."""
    uses: dict[str, list[tuple[Slot, int]]] = {}
    for slot in plan.slots:
        for booked in slot.booked:
            uses.setdefault(booked.resource, []).append((slot, booked.count))
    for resource, rows in uses.items():
        stock = plan.stocks[resource]
        worst = max((_at_once(rows, slot) for slot, _count in rows), key=lambda found: found[0])
        needed, together = worst
        if needed > stock.count:
            values = {"resource": resource, "name": stock.name, "needed": needed, "count": stock.count}
            yield Conflict(stock.kind, tuple(slot.id for slot in together), values=values)


def _at_once(rows: list[tuple[Slot, int]], moment: Slot) -> tuple[int, list[Slot]]:
    """How many are in use when `moment` begins, and by whom. The worst moment is always somebody's beginning."""
    running = [(s, n) for s, n in rows if s.starts_at <= moment.starts_at < s.ends_at]
    return sum(n for _s, n in running), [s for s, _n in running]


def over_long(plan: Programme) -> Iterator[Conflict]:
    """Items and buffers of one line together exceed the function's span (OM-052)."""
    for (frame_id, _track), slots in plan.lines().items():
        frame = plan.frames[frame_id]
        has = int(frame.span.length.total_seconds() // 60)
        needs = sum(slot.minutes + slot.buffer for slot in slots)
        if needs > has:
            values = {"name": frame.name, "needs": needs, "has": has, "over": needs - has}
            yield Conflict("over_long", tuple(slot.id for slot in slots), frame_id, values)


def outside(plan: Programme) -> Iterator[Conflict]:
    """An item begins before its function or ends after it."""
    for slot in plan.slots:
        frame = plan.frames[slot.frame]
        if not frame.span.contains(slot.span):
            yield Conflict("outside", (slot.id,), slot.frame, {"name": frame.name})


def interpreters_lacking(plan: Programme, figures: Figures) -> Iterator[Conflict]:
    """Interpretation is needed and too few interpreters are booked: one alone only for a short item (numbers.md §6)."""
    for slot in plan.slots:
        if not slot.is_interpreted:
            continue
        has = sum(b.count for b in slot.booked if plan.stocks[b.resource].kind == "interpreter")
        needed = (
            figures["interpreters"] if slot.minutes > figures["interpreter_alone"] else min(1, figures["interpreters"])
        )
        if has < needed:
            yield Conflict("interpreters_lacking", (slot.id,), slot.frame, {"has": has, "needed": needed})
