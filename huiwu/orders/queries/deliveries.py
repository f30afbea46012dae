"""What comes when: for set-up, the load-in schedule and whoever stands at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiwu.meetings.models import Function, Meeting
from huiwu.orders.choices import OrderState
from huiwu.orders.models import Order
from huiwu.orders.queries.orders import orders_of


@dataclass(frozen=True, slots=True)
class Delivery:
    """One order on its way. `at` is when it is counted on (aware), `needed_at` when the set-up it serves begins."""

    order: Order
    at: datetime
    day: date
    items: list[str]
    needed_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Counted on later than its set-up begins."""
        return self.needed_at is not None and self.at > self.needed_at

    @property
    def place(self) -> str:
        space = self.order.space.name if self.order.space else ""
        return " · ".join(filter(None, [space, self.order.place]))

    @property
    def is_there(self) -> bool:
        return self.order.state in (OrderState.DELIVERED, OrderState.ACCEPTED)


def deliveries(meeting: Meeting, day: date | None = None) -> list[Delivery]:
    """Deliveries of a day in the meeting's zone, or of every day, by time; cancelled orders have none. Three queries."""
    rows = orders_of(meeting).exclude(state=OrderState.CANCELLED)
    functions = {row.pk: row for row in meeting.functions.filter(is_cancelled=False)}
    found = [_delivery(row, meeting, functions) for row in rows]
    kept = [row for row in found if day is None or row.day == day]
    return sorted(kept, key=lambda row: (row.at, row.order.number))


def _delivery(row: Order, meeting: Meeting, functions: dict[UUID, Function]) -> Delivery:
    lines = list(row.lines.all())
    items = [f"{line.item} {line.quantity.normalize():f}{line.unit}" for line in lines]
    at = row.late_at
    served = [functions[line.function_id] for line in lines if line.function_id and line.function_id in functions]
    if not served and row.space_id is not None:
        served = [f for f in functions.values() if f.space_id == row.space_id]
    return Delivery(row, at, at.astimezone(meeting.zone).date(), items, _begins(served))


def _begins(served: list[Function]) -> datetime | None:
    """When the first set-up of these functions begins: its load-in, or the function itself."""
    return min((f.load_in_at or f.start_at for f in served), default=None)


def latest_delivery_at(meeting: Meeting) -> datetime | None:
    """When the last thing still to come is counted on."""
    waiting = [d.at for d in deliveries(meeting) if not d.is_there and not d.order.is_draft]
    return max(waiting, default=None)
