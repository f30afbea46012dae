"""What is too tight: no time around photo, break, award and change of room (OM-054), and no meal where people stay (OM-056)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from huiwu.agenda.rules.conflicts import Conflict
from huiwu.agenda.rules.plan import Frame, Programme, Slot
from huiwu.agenda.rules.standards import Figures

ON_STAGE = ("award", "signing", "group_photo")
BEHIND_THE_SCENES = ("rehearsal", "registration_desk")
"""Functions during which nobody is kept from a meal."""
FILLER = ("turnover",)
"""Items that are themselves time between two others."""


def tight(plan: Programme, figures: Figures) -> list[Conflict]:
    """Every place where one delay would delay all that follows, by time."""
    found = [*_around(plan, figures), *_too_short(plan, figures), *_changes_of_room(plan, figures)]
    when = {slot.id: slot.starts_at for slot in plan.slots}
    return sorted(found, key=lambda c: (when[c.slots[0]], c.kind != "before", c.kind))


def _around(plan: Programme, figures: Figures) -> Iterator[Conflict]:
    by_room: dict[str, list[Slot]] = {}
    for slot in plan.slots:
        by_room.setdefault(plan.space_of(slot), []).append(slot)
    for slots in by_room.values():
        for before, after in pairwise(slots):
            if after.starts_at < before.ends_at or not _same_half_day(before, after):
                continue  # a clash is told as one; a lunch apart nothing runs into anything
            gap = int((after.starts_at - before.ends_at).total_seconds() // 60)
            people = plan.frames[after.frame].people
            yield from _between(before, after, gap, people, figures)


def _same_half_day(before: Slot, after: Slot) -> bool:
    return after.starts_at - before.ends_at < timedelta(hours=1)


def _between(before: Slot, after: Slot, gap: int, people: int | None, figures: Figures) -> Iterator[Conflict]:
    """One hit for each pair: the larger of what the former needs behind it and the latter before it."""
    if before.kind in FILLER or after.kind in FILLER:
        return
    behind = {"coffee_break": "after_break"} | dict.fromkeys(ON_STAGE, "after_stage")
    ahead = {"group_photo": "before_photo", "award": "before_award", "signing": "before_award"}
    needs_behind = figures.of(behind[before.kind], people) if before.kind in behind else 0
    needs_ahead = figures.of(ahead[after.kind], people) if after.kind in ahead else 0
    if gap < needs_ahead and needs_ahead >= needs_behind:
        yield Conflict("before", (after.id, before.id), after.frame, {"gap": gap, "needed": needs_ahead})
    elif gap < needs_behind:
        yield Conflict("after", (before.id, after.id), before.frame, {"gap": gap, "needed": needs_behind})


def _too_short(plan: Programme, figures: Figures) -> Iterator[Conflict]:
    least = {"coffee_break": "break_length", "group_photo": "photo_length"}
    for slot in plan.slots:
        if slot.kind in least:
            people = plan.frames[slot.frame].people
            needed = figures.of(least[slot.kind], people)
            if slot.minutes < needed:
                values = {"minutes": slot.minutes, "needed": needed, "people": people}
                yield Conflict("short", (slot.id,), slot.frame, values)


def _changes_of_room(plan: Programme, figures: Figures) -> Iterator[Conflict]:
    """People leave one room for another: the first item there begins too soon after the last item here.

    Only where everybody has to move: what runs beside the other in a third room keeps nobody on time.
    """
    for here, there in pairwise(_blocks(plan)):
        last, first = here[-1], there[0]
        one, other = plan.frames[last.frame], plan.frames[first.frame]
        if one.kind in BEHIND_THE_SCENES or other.kind in BEHIND_THE_SCENES:
            continue
        if one.space == other.space or not (one.space and other.space):
            continue
        if "coffee_break" in (last.kind, first.kind) or first.kind in (*FILLER, "meal") or last.kind in FILLER:
            continue
        gap = int((first.starts_at - last.ends_at).total_seconds() // 60)
        people = max((f.people or 0 for f in (one, other)), default=0) or None
        needed = figures.of("change_room", people)
        if 0 <= gap < needed:
            values = {"gap": gap, "needed": needed, "from": one.space_name, "to": other.space_name}
            yield Conflict("change_room", (first.id, last.id), first.frame, values)


def _blocks(plan: Programme) -> list[list[Slot]]:
    """Items that follow one another in one function, as blocks in the order of their beginnings."""
    by_frame: dict[str, list[Slot]] = {}
    for slot in plan.slots:
        by_frame.setdefault(slot.frame, []).append(slot)
    return sorted(by_frame.values(), key=lambda slots: slots[0].starts_at)


@dataclass(frozen=True, slots=True)
class MealTime:
    """A meal people expect: between these hours they are hungry; a meal that begins in the wider span feeds them."""

    code: str
    start: time
    end: time
    served_from: time
    served_until: time


MEALS = (
    MealTime("lunch", time(12), time(13), time(10, 45), time(14)),
    MealTime("dinner", time(18), time(19), time(16, 45), time(20)),
)


def meals_lacking(plan: Programme, frames: Iterable[Frame], zone: str, figures: Figures) -> list[Conflict]:
    """Days whose programme runs across 12–13 or 18–19 o'clock with no meal to match (OM-056).

    `frames`: every function of the meeting, also those without an item; a meal may be either.
    """
    tz = ZoneInfo(zone)
    by_day: dict[date, list[Slot]] = {}
    for slot in plan.slots:
        if plan.frames[slot.frame].kind not in BEHIND_THE_SCENES:
            by_day.setdefault(slot.starts_at.astimezone(tz).date(), []).append(slot)
    fed = [f.start_at for f in frames if f.kind == "meal"] + [s.starts_at for s in plan.slots if s.kind == "meal"]
    found = []
    for day, slots in sorted(by_day.items()):
        for meal in MEALS:
            if _runs_across(slots, day, meal, tz, figures) and not _served(fed, day, meal, tz):
                values = {
                    "day": day.isoformat(),
                    "meal": meal.code,
                    "from": f"{meal.start:%H:%M}",
                    "to": f"{meal.end:%H:%M}",
                }
                found.append(Conflict("meal", tuple(s.id for s in _kept_by(slots, day, meal, tz)), values=values))
    return found


def _runs_across(slots: list[Slot], day: date, meal: MealTime, tz: ZoneInfo, figures: Figures) -> bool:
    """The day's programme, from its first to its last item, covers so many minutes of the hour."""
    start, end = (datetime.combine(day, at, tzinfo=tz) for at in (meal.start, meal.end))
    first, last = min(s.starts_at for s in slots), max(s.ends_at for s in slots)
    covered = (min(last, end) - max(first, start)).total_seconds() / 60
    return covered >= figures["meal_straddle"]


def _served(fed: list[datetime], day: date, meal: MealTime, tz: ZoneInfo) -> bool:
    local = [at.astimezone(tz) for at in fed]
    return any(at.date() == day and meal.served_from <= at.time() <= meal.served_until for at in local)


def _kept_by(slots: list[Slot], day: date, meal: MealTime, tz: ZoneInfo) -> list[Slot]:
    """The items around the hour: those that touch it, or the last before and the first after it."""
    start, end = (datetime.combine(day, at, tzinfo=tz) for at in (meal.start, meal.end))
    touching = [s for s in slots if s.starts_at < end and start < s.ends_at]
    if touching:
        return touching
    before = max((s for s in slots if s.ends_at <= start), key=lambda s: s.ends_at)
    after = min((s for s in slots if s.starts_at >= end), key=lambda s: s.starts_at)
    return [before, after]
