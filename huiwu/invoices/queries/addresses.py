"""Where the pages of an invoice are: under its meeting, or under the organisation's register."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from huiwu.invoices.models import Invoice
from huiwu.meetings.models import Meeting


def address(meeting: Meeting | None, page: str, *more: Any) -> str:
    """A page by its name, in the meeting's register or in that over all meetings."""
    if meeting is None:
        return reverse(f"invoices:all_{page}", args=more)
    return reverse(f"invoices:{page}", args=[meeting.slug, *more])


def url_of(invoice: Invoice, page: str = "invoice") -> str:
    return address(invoice.meeting, page, invoice.pk)


def register_url(meeting: Meeting | None) -> str:
    return address(meeting, "register")
