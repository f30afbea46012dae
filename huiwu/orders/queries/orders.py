"""The orders of a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from huiwu.contracts.choices import IN_FORCE
from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_key
from huiwu.orders.choices import OPEN, OrderState, Quality
from huiwu.orders.errors import NoSuchOrder
from huiwu.orders.models import AcceptanceLine, Order, OrderLine
from huiwu.orders.rules.figures import PlainLine, Totals, totals
from huiwu.suppliers.choices import SupplierCategory


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the address of the list asks for; empty means all. `state` is a state, or `open`."""

    text: str = ""
    state: str = ""
    category: str = ""

    @property
    def is_open(self) -> bool:
        return not (self.text or self.state or self.category)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order with its figures."""

    row: Order
    lines: list[OrderLine]
    totals: Totals


def orders_of(meeting: Meeting) -> QuerySet[Order]:
    """Every order of the meeting by delivery, with supplier, contract, space and lines: two queries."""
    rows = Order.objects.filter(meeting=meeting).select_related("supplier", "contract", "space", "meeting")
    return rows.prefetch_related("lines")


def found_orders(meeting: Meeting, asked: OrderFilter) -> list[Ordered]:
    rows = orders_of(meeting)
    if asked.text.strip():
        key = search_key(asked.text)
        plain = Q(number__icontains=asked.text.strip()) | Q(title__icontains=asked.text.strip())
        rows = rows.filter(plain | Q(search_text__contains=key) if key else plain)
    if asked.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif asked.state in OrderState.values:
        rows = rows.filter(state=asked.state)
    if asked.category in SupplierCategory.values:
        rows = rows.filter(category=asked.category)
    return ordered(rows)


def ordered(rows: Iterable[Order]) -> list[Ordered]:
    """With the sum of each; of rows whose lines were fetched."""
    made = []
    for row in rows:
        lines = list(row.lines.all())
        made.append(Ordered(row, lines, totals(PlainLine(n.unit_cents, n.tax_bp, n.quantity) for n in lines)))
    return made


def order_for(actor: Actor, meeting: Meeting, order_id: UUID, permission: str = "orders.view") -> Order:
    """Raises NoSuchOrder, NotAllowed."""
    row = orders_of(meeting).select_related("saved_by", "selection__quotation").filter(pk=order_id).first()
    if row is None or not can(actor, "orders.view", meeting):
        raise NoSuchOrder
    require(actor, permission, meeting)
    return row


def received_by_line(row: Order) -> dict[UUID, Decimal]:
    """Received and kept so far; what was refused does not count."""
    counted = AcceptanceLine.objects.filter(acceptance__order=row).exclude(quality=Quality.REFUSED)
    found = counted.order_by().values_list("line_id").annotate(n=Sum("quantity"))
    return {line_id: Decimal(quantity) for line_id, quantity in found}


def contract_of(row: Order) -> Contract | None:
    """The contract the order stands on: its own, else the only one in force with this supplier in the meeting."""
    if row.contract is not None:
        return row.contract
    found = Contract.objects.filter(meeting_id=row.meeting_id, supplier_id=row.supplier_id, status__in=IN_FORCE)
    rows = list(found[:2])
    return rows[0] if len(rows) == 1 else None
