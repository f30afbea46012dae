"""Screens and stages: how large, how high, and from where they can be read (4/6/8 rule)."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.engines.capacity.standards import Numbers
from huiwu.engines.capacity.working import Note


@dataclass(frozen=True, slots=True)
class Screen:
    """A 16:9 screen: what it measures, how far it is read, from where on, and how high the room must be for it."""

    height_mm: int
    width_mm: int
    reach_mm: int
    nearest_mm: int
    clear_height_mm: int


def screen_for(farthest_mm: int, numbers: Numbers, viewing: str = "slides") -> Screen:
    """The smallest screen that the farthest place can read: 24 m, slides → 4.0 m × 7.1 m, room height 5.35 m."""
    return screen_of(-(-farthest_mm // numbers[f"reach_{viewing}"]), numbers, viewing)


def screen_of(height_mm: int, numbers: Numbers, viewing: str = "slides") -> Screen:
    """A screen of that height."""
    return Screen(
        height_mm=height_mm,
        width_mm=height_mm * 16 // 9,
        reach_mm=height_mm * numbers[f"reach_{viewing}"],
        nearest_mm=max(numbers["nearest_least_mm"], height_mm * numbers["nearest_share"] // 1000),
        clear_height_mm=clear_height_for(height_mm, numbers),
    )


def clear_height_for(screen_mm: int, numbers: Numbers, *, stage_mm: int = 0) -> int:
    """Lower edge (over the stage, if that is higher) + screen + gap at the top."""
    return max(numbers["screen_bottom_mm"], stage_mm) + screen_mm + numbers["screen_top_gap_mm"]


def tallest_screen(clear_height_mm: int, numbers: Numbers, *, stage_mm: int = 0) -> int:
    """The tallest screen that a room of this height takes; 0 when none."""
    return max(0, clear_height_mm - max(numbers["screen_bottom_mm"], stage_mm) - numbers["screen_top_gap_mm"])


def relays_needed(farthest_mm: int, screen_mm: int, numbers: Numbers, viewing: str = "slides") -> int | None:
    """Groups of relay screens, one every reach of the screen, until the farthest place reads; None without a screen."""
    reach = screen_mm * numbers[f"reach_{viewing}"]
    return None if reach <= 0 else max(0, -(-farthest_mm // reach) - 1)


def stage_height(farthest_mm: int, numbers: Numbers) -> tuple[int, int]:
    """Least and most height of the stage: 0.4–0.6 m up to 15 m, 0.8–1.0 m beyond 20 m, in proportion between."""
    near, far = numbers["stage_near_mm"], numbers["stage_far_mm"]
    low = numbers["stage_low_least_mm"], numbers["stage_low_most_mm"]
    high = numbers["stage_high_least_mm"], numbers["stage_high_most_mm"]
    if farthest_mm <= near or far <= near:
        return low if farthest_mm <= near else high
    if farthest_mm > far:
        return high
    part = farthest_mm - near
    least, most = (a + (b - a) * part // (far - near) for a, b in zip(low, high, strict=True))
    return least, most


def sight_notes(screen: Screen, *, first_row_mm: int, row_mm: int, room_height_mm: int | None) -> list[Note]:
    """Where the view falls short: too near, rows too wide, room too low or of unknown height."""
    notes = []
    if first_row_mm < screen.nearest_mm:
        notes.append(Note("first_row_near", {"mm": first_row_mm, "least_mm": screen.nearest_mm}))
    if row_mm > first_row_mm:
        notes.append(Note("rows_wide", {"mm": row_mm, "first_mm": first_row_mm}))
    if room_height_mm is None:
        notes.append(Note("height_unknown"))
    elif room_height_mm < screen.clear_height_mm:
        values = {"mm": room_height_mm, "needed_mm": screen.clear_height_mm}
        notes.append(Note("room_low", values, is_fault=True))
    return notes
