"""What every verb begins with: the order's row held, permission asked, the state right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.orders.errors import NoSuchOrder, OrderMoved
from huiwu.orders.models import Order


def held(actor: Actor, order_id: UUID, permission: str, *states: str) -> Order:
    """The order as it is now, its row locked; in one of `states`, if any are named.

    Raises NoSuchOrder for those who may not see it, NotAllowed, OrderMoved.
    """
    rows = Order.objects.select_for_update(of=("self",)).select_related("meeting__org", "supplier", "contract")
    row = rows.filter(pk=order_id).first()
    if row is None or not can(actor, "orders.view", row.meeting):
        raise NoSuchOrder
    require(actor, permission, row.meeting)
    if states and row.state not in states:
        raise moved(row)
    return row


def advance(row: Order, *, before: str, revision: int | None = None, **columns: Any) -> None:
    """Write the columns if the order still is in the state (and revision) it was seen in; raises StaleEdit, OrderMoved."""
    found = Order.objects.filter(pk=row.pk, state=before)
    if revision is not None:
        found = found.filter(revision=revision)
    if found.update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
        row.refresh_from_db()
        return
    row.refresh_from_db()
    if revision is not None and row.state == before:
        raise stale(row)
    raise moved(row)


def moved(row: Order) -> OrderMoved:
    return OrderMoved(number=row.number, state=row.get_state_display())


def stale(row: Order) -> StaleEdit:
    return StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))
