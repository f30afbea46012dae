"""Where the pages of an invoice are: under its meeting, or under the organisation's register."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from huiwu.invoices.models import Invoice
from huiwu.meetings.models import Meeting


def place_args(meeting: Meeting | None) -> list[Any]:
    return [meeting.slug] if meeting else []


def url_of(invoice: Invoice, page: str = "invoice") -> str:
    return reverse(f"invoices:{page}", args=[*place_args(invoice.meeting), invoice.pk])


def register_url(meeting: Meeting | None) -> str:
    return reverse("invoices:register", args=place_args(meeting))
