"""Nouns of payments that others build on. Amounts are integer cents with tax."""

from huiwu.payments.queries.approvals import may_decide, waiting_for
from huiwu.payments.queries.dues import ageing, cash_calendar, open_items
from huiwu.payments.queries.matching import three_way, three_way_rows
from huiwu.payments.queries.requests import (
    approval_levels,
    asked_cents,
    invoice_used_cents,
    paid_cents,
    paid_on_request_cents,
    payments_of,
    receipts_of,
    received_cents,
    request_for,
    requests_of,
)

__all__ = [
    "ageing",
    "approval_levels",
    "asked_cents",
    "cash_calendar",
    "invoice_used_cents",
    "may_decide",
    "open_items",
    "paid_cents",
    "paid_on_request_cents",
    "payments_of",
    "receipts_of",
    "received_cents",
    "request_for",
    "requests_of",
    "three_way",
    "three_way_rows",
    "waiting_for",
]
