"""One payment request: new, shown, changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.contracts.models import PaymentTerm
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.invoices.choices import COUNTED
from huiwu.invoices.choices import Direction as InvoiceDirection
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.payments import forms, services
from huiwu.payments.choices import LIVE, RequestState
from huiwu.payments.models import PaymentInvoice, PaymentRequest
from huiwu.payments.queries import approval_levels, may_decide, open_items, request_for, waiting_for
from huiwu.payments.queries.approvals import role_word
from huiwu.payments.queries.requests import ceiling_of
from huiwu.payments.rules import open_levels
from huiwu.payments.views.frame import kept_upload, number, opened, show_refusal
from huiwu.speaker_fees.models import SpeakerFee

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@READ_WRITE
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """`?source=term:<id>` (or contract, order, fee) fills in what is known."""
    actor, meeting = opened(request, slug, "payments.request")
    source = request.GET.get("source", "")
    form = forms.RequestForm(
        request.POST or None, request.FILES or None, meeting=meeting, initial=_known(meeting, source)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = services.draft_payment_request(
                actor=actor,
                meeting=meeting,
                values=form.values(kept_upload(request, "file", meeting, actor, "payments.request")),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已起草 {label}，附好发票后提交。").format(label=row.label))
            return redirect("payments:request", slug, row.pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "payments/form.html", context, status=422 if form.errors else 200)


def _known(meeting: Meeting, source: str) -> dict[str, Any]:
    """What contract, order or fee already say, so that nobody types it again."""
    kind, _colon, text = source.partition(":")
    try:
        found = UUID(text)
    except ValueError:
        return {}
    if kind == "term":
        return _of_term(meeting, found)
    if kind == "fee":
        fee = SpeakerFee.objects.filter(meeting=meeting, pk=found).first()
        if fee is not None:
            named = {"payee": fee.name, "bank_name": fee.bank_name, "needed_on": fee.planned_on}
            return named | {
                "source": source,
                "amount_cents": forms.plain(fee.net_cents),
                "purpose": f"{fee.label} {fee.get_kind_display()}",
            }
    return {"source": source}


def _of_term(meeting: Meeting, term_id: UUID) -> dict[str, Any]:
    term = (
        PaymentTerm.objects.select_related("contract__supplier").filter(pk=term_id, contract__meeting=meeting).first()
    )
    if term is None:
        return {}
    item = next((i for i in open_items([meeting]) if i.key == f"term:{term_id}"), None)
    supplier = term.contract.supplier
    return {
        "source": f"term:{term_id}",
        "purpose": f"{term.contract.title} {term.label}",
        "payee": term.contract.party_name,
        "amount_cents": forms.plain(item.open_cents if item else term.amount_cents),
        "needed_on": item.due_on if item else None,
        "bank_name": supplier.bank_name if supplier else "",
        "bank_account": supplier.bank_account if supplier else "",
    }


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "payments.request")
    row = request_for(meeting, request_id)
    form = forms.RequestForm(
        request.POST or None, request.FILES or None, meeting=meeting, initial=forms.RequestForm.initial_of(row)
    )
    context: dict[str, Any] = {"meeting": meeting, "form": form, "row": row, "revision": row.revision}
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.change_payment_request(
                    actor=actor,
                    meeting=meeting,
                    request_id=request_id,
                    revision=context["revision"],
                    values=form.values(kept_upload(request, "file", meeting, actor, "payments.request")),
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存。"))
                return redirect("payments:request", slug, request_id)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "payments/form.html", context, status=status)


@login_required
@require_safe
def show(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return request_page(request, actor, meeting, request_id)


def request_page(request: HttpRequest, actor: Actor, meeting: Meeting, request_id: UUID, **more: Any) -> HttpResponse:
    row = request_for(meeting, request_id)
    levels = approval_levels(meeting.org_id)
    waits, attached = waiting_for(row, levels), list(row.invoices.select_related("invoice"))
    left = row.amount_cents - getattr(row, "paid", 0)
    chain = [(role_word(level.role), level.limit_cents) for level in open_levels(levels, row.amount_cents, 0)]
    context = {
        "meeting": meeting,
        "row": row,
        "left": left,
        "ceiling": ceiling_of(row),
        "attached": attached,
        "attached_total": sum(kept.amount_cents for kept in attached),
        "approvals": [(a, role_word(a.role)) for a in row.approvals.select_related("decided_by")],
        "chain": chain,
        "waits": role_word(waits.role) if waits else "",
        "may_decide": may_decide(actor, row, levels),
        "payments": row.payments.select_related("voucher", "recorded_by"),
        "decision_form": forms.DecisionForm(initial={"revision": row.revision}),
        "paid_form": paid_form(meeting, row, left),
        "invoices_form": invoices_form(meeting, row),
        "is_open": row.state not in (RequestState.PAID, RequestState.CANCELLED),
        **more,
    }
    return render(request, "payments/request.html", context, status=more.get("status", 200))


def paid_form(meeting: Meeting, row: PaymentRequest, left: int, data: Any = None, files: Any = None) -> Any:
    start = {"paid_on": clock.today(meeting.time_zone), "amount_cents": forms.plain(left)}
    return forms.PaidForm(data, files, no_cash=meeting.public_body_mode, initial=start)


def invoices_form(meeting: Meeting, row: PaymentRequest, data: Any = None) -> forms.InvoicesForm:
    """Invoices that fit: of this contract or of none, with something left, or attached already."""
    attached = {kept.invoice_id: kept.amount_cents for kept in row.invoices.all()}
    used: dict[UUID, int] = {}
    others = PaymentInvoice.objects.filter(request__meeting=meeting, request__state__in=LIVE).exclude(request=row)
    for invoice_id, cents in others.values_list("invoice", "amount_cents"):
        used[invoice_id] = used.get(invoice_id, 0) + cents
    found = Invoice.objects.filter(meeting=meeting, direction=InvoiceDirection.IN, state__in=COUNTED)
    rows = []
    for invoice in found.order_by("issued_on", "number"):
        left = (invoice.gross_cents or 0) - used.get(invoice.pk, 0)
        fits = invoice.contract_id in (None, row.contract_id)
        if invoice.pk in attached or (fits and left > 0):
            rows.append((invoice, attached.get(invoice.pk, 0), left))
    return forms.InvoicesForm(data, invoices=rows)
