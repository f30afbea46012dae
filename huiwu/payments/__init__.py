"""Payment requests, approvals, payments and receipts, and how they meet contracts, acceptances and invoices."""
