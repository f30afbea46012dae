"""One day of the agenda as a drawing: lanes for rooms and tracks, time downwards. All words are escaped by the template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from huiwu.agenda.rules.plan import Frame, Programme, Slot

PER_MINUTE = 2.2
LANE = 184
MARGIN = 52
HEAD = 44
WORDS = 12
"""Chinese characters in one line of a block."""
LINE = 15
CLOCK = 8
"""What the first hour's word needs above its line."""
SHORTEST_TEXT = 15


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of an item, its words line by line, and its buffer below."""

    slot: Slot
    x: float
    y: float
    width: float
    height: float
    buffer: float
    lines: tuple[str, ...]
    when: str
    is_fixed: bool
    is_in_trouble: bool

    @property
    def text_x(self) -> float:
        return self.x + 8

    @property
    def text_lines(self) -> list[tuple[float, str]]:
        """Baselines with their words."""
        first = self.y + min(LINE, self.height / 2 + 4.5)
        return [(first + nth * LINE, line) for nth, line in enumerate(self.lines)]

    @property
    def buffer_y(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Lane:
    x: float
    width: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Shade:
    """The span of a function behind its items."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DayDrawing:
    width: float
    head: float
    height: float
    lanes: tuple[Lane, ...]
    hours: tuple[tuple[float, str], ...]
    shades: tuple[Shade, ...]
    blocks: tuple[Block, ...]
    per_minute: float = field(default=PER_MINUTE)


def day_drawing(
    plan: Programme, frames: Iterable[Frame], day: date, zone: ZoneInfo, troubled: set[str], tracks: dict[str, str]
) -> DayDrawing | None:
    """The drawing of a day, None when nothing happens on it. `tracks`: id → name; `troubled`: items with a conflict."""
    slots = [slot for slot in plan.slots if slot.starts_at.astimezone(zone).date() == day]
    shown = [frame for frame in frames if frame.start_at.astimezone(zone).date() == day]
    if not slots and not shown:
        return None
    first, last = _borders(slots, shown)
    keys = _lane_keys(plan, slots, shown)
    at = {key: nth for nth, key in enumerate(keys)}
    lanes = tuple(_lane(plan, key, nth, tracks) for nth, key in enumerate(keys))

    def down(moment: datetime) -> float:
        return HEAD + (moment - first).total_seconds() / 60 * PER_MINUTE

    shades = tuple(
        Shade(lanes[at[key]].x, down(f.start_at), LANE - 8, down(f.end_at) - down(f.start_at))
        for f in shown
        for key in keys
        if key[0] == _place(f)
    )
    blocks = tuple(_block(slot, lanes[at[_key(plan, slot)]], down, zone, troubled) for slot in slots)
    return DayDrawing(
        width=MARGIN + LANE * len(lanes),
        head=HEAD - CLOCK,
        height=down(last) + 12 - HEAD + CLOCK,
        lanes=lanes,
        hours=tuple(_hours(first, last, zone, down)),
        shades=shades,
        blocks=blocks,
    )


def _borders(slots: list[Slot], frames: list[Frame]) -> tuple[datetime, datetime]:
    """From the full half hour before the first to the one after the last."""
    first = min([s.starts_at for s in slots] + [f.start_at for f in frames])
    last = max([s.ends_at for s in slots] + [f.end_at for f in frames])
    half = timedelta(minutes=30)
    return first - (first - datetime.min.replace(tzinfo=first.tzinfo)) % half, last + half


def _place(frame: Frame) -> str:
    return frame.space or f"function:{frame.id}"


def _key(plan: Programme, slot: Slot) -> tuple[str, str]:
    frame = plan.frames[slot.frame]
    return _place(frame), slot.track


def _lane_keys(plan: Programme, slots: list[Slot], frames: list[Frame]) -> list[tuple[str, str]]:
    """Rooms by their first use, then by name; a room with several tracks has a lane for each."""
    keys = dict.fromkeys(_key(plan, slot) for slot in slots)
    used = {place for place, _track in keys}
    keys |= dict.fromkeys((_place(f), "") for f in frames if _place(f) not in used)
    begins = {_place(f): f.start_at for f in sorted(frames, key=lambda f: f.start_at, reverse=True)}
    begins |= {_key(plan, s)[0]: min(s.starts_at, begins.get(_key(plan, s)[0], s.starts_at)) for s in reversed(slots)}
    names = {_place(f): f.space_name or f.name for f in plan.frames.values()}
    return sorted(keys, key=lambda key: (begins[key[0]], names[key[0]], key[0], key[1]))


def _lane(plan: Programme, key: tuple[str, str], nth: int, tracks: dict[str, str]) -> Lane:
    frame = next(f for f in plan.frames.values() if _place(f) == key[0])
    words = [frame.space_name or frame.name, *([tracks.get(key[1], "")] if key[1] else [])]
    return Lane(MARGIN + nth * LANE, LANE - 8, tuple(_cut(word, WORDS) for word in words))


def _block(slot: Slot, lane: Lane, down: Callable[[datetime], float], zone: ZoneInfo, troubled: set[str]) -> Block:

    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    when = f"{start:%H:%M}–{end:%H:%M}"
    height = slot.minutes * PER_MINUTE
    room = int((height - 4) // LINE)
    words = [_cut(f"{start:%H:%M} {slot.title}", WORDS)]
    if room >= 2:
        words = [when, *_wrapped(slot.title, WORDS, min(2, room - 1))]
    if room > len(words) and slot.speakers:
        words.append(_cut("、".join(name for _who, name in slot.speakers), WORDS))
    return Block(
        slot=slot,
        x=lane.x,
        y=down(slot.starts_at),
        width=lane.width,
        height=height,
        buffer=slot.buffer * PER_MINUTE,
        lines=tuple(words) if height >= SHORTEST_TEXT else (),
        when=when,
        is_fixed=slot.id.startswith("function:"),
        is_in_trouble=slot.id in troubled,
    )


def _hours(
    first: datetime, last: datetime, zone: ZoneInfo, down: Callable[[datetime], float]
) -> Iterable[tuple[float, str]]:

    moment = first
    while moment <= last:
        yield down(moment), f"{moment.astimezone(zone):%H:%M}"
        moment += timedelta(minutes=30)


def _wide(text: str) -> float:
    """Width in Chinese characters."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.55 for character in text)


def _cut(text: str, most: float) -> str:
    if _wide(text) <= most:
        return text
    kept = ""
    for character in text:
        if _wide(kept + character) > most - 1:
            return kept + "…"
        kept += character
    return kept


def _wrapped(text: str, most: float, lines: int) -> list[str]:
    """At most so many lines of so many characters; the last one is cut."""
    rows: list[str] = []
    rest = text
    while rest and len(rows) < lines - 1 and _wide(rest) > most:
        kept = ""
        for character in rest:
            if _wide(kept + character) > most:
                break
            kept += character
        rows.append(kept)
        rest = rest[len(kept) :]
    return [*rows, _cut(rest, most)] if rest else rows
