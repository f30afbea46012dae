"""Functions with the room they take place in and what they ask of it: what the checks look at."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.foundation.registry.checks import Scope
from huiwu.meetings.models import Function, Meeting
from huiwu.venues.models import Booking, FunctionDemand, PowerLoad, Room
from huiwu.venues.queries.bookings import live_bookings, rooms_by_function


@dataclass(frozen=True, slots=True)
class Placed:
    """A function that takes place, its room (None while its space is bound to none), and what it asks."""

    function: Function
    room: Room | None
    demand: FunctionDemand | None
    loads: tuple[PowerLoad, ...]

    @property
    def people(self) -> int:
        """The largest of expected, guaranteed and set: the room must take them all."""
        counts = self.function.headcounts
        return max(counts[basis] or 0 for basis in ("expected", "guaranteed", "set"))

    @property
    def watts(self) -> int:
        return sum(load.total_watts for load in self.loads)


@dataclass(frozen=True, slots=True)
class Placement:
    placed: list[Placed]
    bookings: list[Booking]


def placement_of(meeting: Meeting) -> Placement:
    """Every function that is not cancelled, by time, with its room. Four queries."""
    functions = list(
        meeting.functions.filter(is_cancelled=False).select_related("space").order_by("start_at", "number")
    )
    bookings = live_bookings(meeting)
    rooms = rooms_by_function(functions, bookings)
    demands = {row.function_id: row for row in FunctionDemand.objects.filter(function__meeting=meeting)}
    loads: dict[UUID, list[PowerLoad]] = {}
    for load in PowerLoad.objects.filter(function__meeting=meeting):
        loads.setdefault(load.function_id, []).append(load)
    placed = [Placed(row, rooms.get(row.pk), demands.get(row.pk), tuple(loads.get(row.pk, ()))) for row in functions]
    return Placement(placed, bookings)


def placement_for(scope: Scope) -> Placement:
    """Fetched once for all rules of a run."""
    found: Placement = scope.once("venues.placement", lambda: placement_of(scope.meeting))
    return found
