"""Verbs of payments: ask, decide, pay, receive, set the chain."""

from huiwu.payments.services.deciding import approve_payment, refuse_payment
from huiwu.payments.services.levels import set_approval_levels
from huiwu.payments.services.paying import record_payment, void_payment
from huiwu.payments.services.receiving import record_receipt, void_receipt
from huiwu.payments.services.requesting import (
    RequestValues,
    cancel_payment_request,
    change_payment_request,
    draft_payment_request,
    request_payment,
    set_payment_invoices,
)

__all__ = [
    "RequestValues",
    "approve_payment",
    "cancel_payment_request",
    "change_payment_request",
    "draft_payment_request",
    "record_payment",
    "record_receipt",
    "refuse_payment",
    "request_payment",
    "set_approval_levels",
    "set_payment_invoices",
    "void_payment",
    "void_receipt",
]
