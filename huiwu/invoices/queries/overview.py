"""What stands beside the register: open repetitions, imports, contracts whose invoices are not expected yet."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from huiwu.contracts.choices import IN_FORCE
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.invoices.choices import InvoiceState, Outcome
from huiwu.invoices.models import Invoice, InvoiceImport, RepeatedArrival
from huiwu.meetings.models import Meeting

MOST_IMPORTS = 5


def open_repeats(org_id: UUID, meeting: Meeting | None) -> list[RepeatedArrival]:
    """Repetitions nobody has looked at: of one meeting, or those of no meeting."""
    rows = RepeatedArrival.objects.filter(invoice__org_id=org_id, meeting=meeting, cleared_at=None)
    return list(rows.select_related("invoice__meeting", "invoice__received_by", "brought_by", "stored"))


def recent_imports(org_id: UUID, meeting: Meeting | None) -> list[InvoiceImport]:
    """The last few, each with how many files were refused or duplicates."""
    odd = Q(rows__outcome__in=[Outcome.REFUSED, Outcome.DUPLICATE])
    rows = InvoiceImport.objects.filter(org_id=org_id, meeting=meeting).select_related("asked_by")
    return list(rows.annotate(odd=Count("rows", filter=odd)).order_by("-created_at")[:MOST_IMPORTS])


def waiting_contracts(meeting: Meeting) -> list[Contract]:
    """Contracts in force with a payment that needs an invoice and has neither invoice nor expectation."""
    there = Invoice.objects.filter(term=OuterRef("pk")).exclude(state=InvoiceState.RETURNED)
    bare = PaymentTerm.objects.filter(
        ~Exists(there), contract=OuterRef("pk"), requires_invoice=True, amount_cents__gt=0
    )
    rows = Contract.objects.filter(Exists(bare), meeting=meeting, status__in=IN_FORCE)
    return list(rows.order_by("number"))
