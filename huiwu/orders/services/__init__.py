"""Verbs of orders, split by what they are about."""

from huiwu.orders.services.drafting import OrderLineValues, draft_order, draft_order_from_selection, revise_order
from huiwu.orders.services.receiving import Count, accept_delivery
from huiwu.orders.services.replies import (
    arrange_dispatch,
    begin_production,
    confirm_order,
    report_delivery,
    return_order,
)
from huiwu.orders.services.sending import (
    cancel_order,
    make_order_link,
    recall_order,
    revoke_order_link,
    send_order,
)

__all__ = [
    "Count",
    "OrderLineValues",
    "accept_delivery",
    "arrange_dispatch",
    "begin_production",
    "cancel_order",
    "confirm_order",
    "draft_order",
    "draft_order_from_selection",
    "make_order_link",
    "recall_order",
    "report_delivery",
    "return_order",
    "revise_order",
    "revoke_order_link",
    "send_order",
]
