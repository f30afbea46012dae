"""Doors and aisles. Advice, in place of no approval: GB 50016 and GB 55037, both 待核."""

from __future__ import annotations

from collections.abc import Sequence

from huiwu.engines.capacity.places import Laid
from huiwu.engines.capacity.room import Arrangement, Exit
from huiwu.engines.capacity.standards import Numbers
from huiwu.engines.capacity.working import Note


def width_needed(people: int, numbers: Numbers) -> int:
    """Total clear width of the exits in millimetres: 300 people → 1950."""
    return -(-people * numbers["exit_width_per_100_mm"] // 100)


def doors_needed(people: int, numbers: Numbers) -> int:
    """`max(least, by width, by people per door)`: 100 → 2, 300 → 2, 1400 → 7."""
    by_width = -(-width_needed(people, numbers) // numbers["exit_least_mm"])
    return max(numbers["exits_least"], by_width, _doors_by_people(people, numbers))


def _doors_by_people(people: int, numbers: Numbers) -> int:
    border = numbers["exit_people_border"]
    first = -(-min(people, border) // numbers["exit_people"])
    return first + -(-max(0, people - border) // numbers["exit_people_beyond"])


def people_allowed(exits: Sequence[Exit], numbers: Numbers) -> int | None:
    """The most that width and number of the exits let out; None while no exit is known."""
    if not exits:
        return None
    by_width = sum(door.width_mm for door in exits) * 100 // numbers["exit_width_per_100_mm"]
    border = numbers["exit_people_border"]
    to_border = -(-border // numbers["exit_people"])
    count = len(exits)
    if count <= to_border:
        by_door = min(border, count * numbers["exit_people"])
    else:
        by_door = border + (count - to_border) * numbers["exit_people_beyond"]
    return min(by_width, by_door)


def exit_notes(exits: Sequence[Exit], numbers: Numbers) -> list[Note]:
    """What is to be asked about the doors themselves."""
    if not exits:
        return [Note("exits_unknown")]
    notes = []
    if len(exits) < numbers["exits_least"]:
        notes.append(Note("single_exit", {"doors": len(exits), "least": numbers["exits_least"]}, is_fault=True))
    narrow = sum(door.width_mm < numbers["exit_least_mm"] for door in exits)
    if narrow:
        notes.append(Note("narrow_exit", {"doors": narrow, "least_mm": numbers["exit_least_mm"]}))
    return notes


def seats_between_aisles(how: Arrangement, numbers: Numbers) -> int:
    """The most seats of a row between two aisles: 22, twice as many where rows stand 0.9 m apart, never over 50."""
    most = numbers["seats_between_aisles"]
    if how.row_pitch_mm >= numbers["wide_pitch_mm"]:
        most = min(2 * most, numbers["seats_between_aisles_wide"])
    return most


def aisle_notes(laid: Laid, how: Arrangement, numbers: Numbers) -> list[Note]:
    """Where the aisles of a layout in rows fall short."""
    if not laid.blocks or not laid.count:
        return []
    notes = []
    most = seats_between_aisles(how, numbers)
    if laid.seats_beside > most:
        notes.append(Note("row_too_long", {"seats": laid.seats_beside, "most": most}, is_fault=True))
    if how.side_aisle_mm < numbers["side_aisle_least_mm"]:
        values = {"mm": how.side_aisle_mm, "least_mm": numbers["side_aisle_least_mm"]}
        notes.append(Note("side_aisle_narrow", values, is_fault=True))
    if laid.blocks > 1 and how.centre_aisle_mm < numbers["aisle_least_mm"]:
        values = {"mm": how.centre_aisle_mm, "least_mm": numbers["aisle_least_mm"]}
        notes.append(Note("aisle_narrow", values, is_fault=True))
    total = 2 * how.side_aisle_mm + (laid.blocks - 1) * how.centre_aisle_mm
    needed = -(-laid.count * numbers["aisle_per_100_mm"] // 100)
    if total < needed:
        notes.append(Note("aisles_too_narrow", {"mm": total, "needed_mm": needed, "people": laid.count}))
    return notes
