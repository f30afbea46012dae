"""Nouns of orders. `deliveries` is what set-up and the day itself read."""

from huiwu.orders.queries.deliveries import Delivery, deliveries, latest_delivery_at
from huiwu.orders.queries.orders import (
    Ordered,
    OrderFilter,
    contract_of,
    found_orders,
    order_for,
    ordered,
    orders_of,
    received_by_line,
)

__all__ = [
    "Delivery",
    "OrderFilter",
    "Ordered",
    "contract_of",
    "deliveries",
    "found_orders",
    "latest_delivery_at",
    "order_for",
    "ordered",
    "orders_of",
    "received_by_line",
]
