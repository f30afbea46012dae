"""What a person of a meeting occupies: a seat, a bed, a place at a table, a car, a line of the running order.

Capabilities that give such things out declare them in their drawer `checks.py`; whoever lists people that
do not come asks all of them what is still held (OM-063, OM-069), and whoever lists entourage what is missing (OM-062).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Held:
    """What one person holds, in words (`A 厅 3 排 12 座`), and where it is changed."""

    attendee_id: UUID
    label: str
    url: str = ""


Find = Callable[[Any], Iterable[Held]]


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A kind of thing; `find(meeting)` lists what is held, in a constant number of queries."""

    code: str
    title: Any
    find: Find


OCCUPANCIES: dict[str, Occupancy] = {}


def occupies(code: str, title: Any) -> Callable[[Find], Find]:
    """Register `find(meeting) -> [Held]` for a kind of thing: `seat`, `room`, `table`, `car` … Each is stated once."""

    def keep(find: Find) -> Find:
        if code in OCCUPANCIES:
            raise ValueError(f"two kinds of occupancy share the code {code}")
        OCCUPANCIES[code] = Occupancy(code, title, find)
        return find

    return keep


def held_by(meeting: Any) -> dict[UUID, list[tuple[Occupancy, Held]]]:
    """Everything that people of the meeting hold, by person."""
    found: dict[UUID, list[tuple[Occupancy, Held]]] = {}
    for kind in OCCUPANCIES.values():
        for one in kind.find(meeting):
            found.setdefault(one.attendee_id, []).append((kind, one))
    return found
