"""What orders are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.orders.choices import ReplyKind
from huiwu.orders.models import Order

names("order_replied.reply")(words(ReplyKind))


@names("order")
def orders(ids: set[str]) -> dict[str, Any]:
    rows = Order.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    return {str(pk): f"{number} {title}" for pk, number, title in rows}
