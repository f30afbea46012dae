"""Records of the meeting archive."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.payments.models import Payment, PaymentApproval, PaymentInvoice, PaymentRequest, Receipt

archived("payment_requests", PaymentRequest, order=80)
archived("payment_invoices", PaymentInvoice, meeting_path="request__meeting", order=81)
archived("payment_approvals", PaymentApproval, meeting_path="request__meeting", order=81)
archived("payments", Payment, order=81)
archived("receipts", Receipt, order=80)
