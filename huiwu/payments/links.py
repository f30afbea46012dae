"""Where the other side of a difference is opened."""

from __future__ import annotations

from django.urls import reverse

from huiwu.contracts.models import Contract
from huiwu.meetings.models import Meeting
from huiwu.payments.models import PaymentRequest


def contract_url(contract: Contract) -> str:
    """The page where its acceptances, invoices, requests and payments stand side by side."""
    return reverse("payments:contract", args=[contract.meeting.slug, contract.pk])


def request_url(request: PaymentRequest) -> str:
    return reverse("payments:request", args=[request.meeting.slug, request.pk])


def matching_url(meeting: Meeting) -> str:
    return reverse("payments:matching", args=[meeting.slug])


def dues_url(meeting: Meeting) -> str:
    return reverse("payments:dues", args=[meeting.slug])
