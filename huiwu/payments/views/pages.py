"""Lists of a meeting: requests, payments, receipts, match, open items."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.foundation.permission import require
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.payments import forms, services
from huiwu.payments.choices import RequestState
from huiwu.payments.models import Payment, Receipt
from huiwu.payments.queries import (
    approval_levels,
    cash_calendar,
    open_items,
    requests_of,
    three_way_rows,
    waiting_for,
)
from huiwu.payments.queries.approvals import role_word
from huiwu.payments.queries.dues import age_rows
from huiwu.payments.queries.requests import COUNTED
from huiwu.payments.views.frame import kept_upload, opened, show_refusal, tabs

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    levels = approval_levels(meeting.org_id)
    rows = []
    for row in requests_of(meeting):
        waits = waiting_for(row, levels)
        rows.append((row, role_word(waits.role) if waits else ""))
    live = [row for row, _role in rows if row.state != RequestState.CANCELLED]
    context = {
        "meeting": meeting,
        "tabs": tabs(meeting),
        "rows": rows,
        "asked": sum(row.amount_cents for row in live),
        "paid": sum(getattr(row, "paid", 0) for row in live),
        "waiting": sum(row.amount_cents for row in live if row.state == RequestState.REQUESTED),
        "granted": sum(
            row.amount_cents - getattr(row, "paid", 0) for row in live if row.state == RequestState.APPROVED
        ),
    }
    return render(request, "payments/index.html", context)


@login_required
@require_safe
def paid(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    rows = list(Payment.objects.filter(meeting=meeting).select_related("request", "voucher", "recorded_by"))
    context = {
        "meeting": meeting,
        "tabs": tabs(meeting),
        "rows": rows,
        "total": sum(row.amount_cents for row in rows if row.voided_at is None),
    }
    return render(request, "payments/paid.html", context)


@login_required
@READ_WRITE
def receipts(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    client = meeting.client.name if meeting.client else ""
    form = forms.ReceivedForm(
        request.POST or None,
        request.FILES or None,
        meeting=meeting,
        initial={"received_on": clock.today(meeting.time_zone), "payer": client},
    )
    if request.method == "POST":
        require(actor, "payments.pay", meeting)
        if form.is_valid():
            clean = form.cleaned_data
            contract_id, term_id = form.agreed()
            names = ("key", "kind", "received_on", "payer", "method", "reference", "note")
            try:
                services.record_receipt(
                    actor=actor,
                    meeting=meeting,
                    contract_id=contract_id,
                    term_id=term_id,
                    amount_cents=clean["amount_cents"] or 0,
                    file=kept_upload(request, "file", meeting, actor, "payments.pay"),
                    **{name: clean[name] for name in names},
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            else:
                messages.success(request, _("已登记收款。"))
                return redirect("payments:receipts", slug)
    found = Receipt.objects.filter(meeting=meeting).select_related("contract", "term", "file", "recorded_by")
    rows = list(found)
    due = [item for item in open_items([meeting]) if item.side == "receivable"]
    context = {
        "meeting": meeting,
        "tabs": tabs(meeting),
        "rows": rows,
        "form": form,
        "total": sum(row.amount_cents for row in rows if row.voided_at is None),
        "agreed": [row for row in three_way_rows(meeting) if row.contract.is_receivable],
        "due": due,
        "open_total": sum(item.open_cents for item in due),
    }
    return render(request, "payments/receipts.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def matching(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    rows = three_way_rows(meeting)
    context = {
        "meeting": meeting,
        "tabs": tabs(meeting),
        "rows": rows,
        "unmatched": sum(not row.is_matched for row in rows),
    }
    return render(request, "payments/matching.html", context)


@login_required
@require_safe
def contract(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    """One contract: its acceptances, invoices, requests and payments side by side, and what differs."""
    _actor, meeting = opened(request, slug)
    found = next((row for row in three_way_rows(meeting) if row.contract.pk == contract_id), None)
    if found is None:
        raise NotFound
    items = [i for i in open_items([meeting]) if i.contract and i.contract.pk == contract_id]
    context = {
        "meeting": meeting,
        "row": found,
        "acceptances": found.contract.acceptances.all(),
        "amendments": found.contract.amendments.filter(status="signed"),
        "invoices": Invoice.objects.filter(contract_id=contract_id, meeting=meeting),
        "requests": requests_of(meeting).filter(contract_id=contract_id),
        "payments": Payment.objects.filter(COUNTED, request__contract_id=contract_id).select_related("request"),
        "receipts": Receipt.objects.filter(COUNTED, contract_id=contract_id),
        "items": items,
    }
    return render(request, "payments/contract.html", context)


@login_required
@require_safe
def dues(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    today = clock.today(meeting.time_zone)
    items = open_items([meeting])
    context = {
        "meeting": meeting,
        "tabs": tabs(meeting),
        "ages": age_rows(items, today),
        "items": [(item, item.days_late(today)) for item in items],
        "periods": cash_calendar(items, today),
    }
    return render(request, "payments/dues.html", context)
