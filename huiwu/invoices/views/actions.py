"""What people do with an invoice: verify, reimburse, return, reverse, assign; clear a repetition; add a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.foundation.middleware import sentence_of
from huiwu.invoices import services
from huiwu.invoices.forms import AssignForm, NoteForm, ReasonForm, ReimburseForm, ReverseForm, VerifyForm
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries.addresses import url_of
from huiwu.invoices.queries.invoices import found_by_number
from huiwu.invoices.views.frame import Desk, desk_at, invoice_at, show_refusal
from huiwu.invoices.views.invoice import page
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.queries import meetings_of

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _act(
    request: HttpRequest, desk: Desk, row: Invoice, form: Any, name: str, do: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponse:
    """Run one service from its form on the invoice's page; a refusal is shown there, with what was typed."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as told:
            return page(request, desk, _fresh(row), status=told.status, refusal=sentence_of(told), **{name: form})
        else:
            messages.success(request, done)
            return desk.back("invoice", row.pk)
    return page(request, desk, row, status=422, **{name: form})


def _fresh(row: Invoice) -> Invoice:
    row.refresh_from_db()
    return row


@login_required
@require_POST
def verify(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.verify")

    def do(clean: dict[str, Any]) -> None:
        services.verify_invoice(actor=desk.actor, invoice_id=row.pk, revision=clean["revision"], note=clean["note"])

    return _act(request, desk, row, VerifyForm(request.POST), "verify_form", do, _("已验。"))


@login_required
@require_POST
def withdraw(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.verify")
    services.withdraw_verification(actor=desk.actor, invoice_id=row.pk)
    messages.success(request, _("已撤销验票，可以更正后再验。"))
    return desk.back("invoice", row.pk)


@login_required
@require_POST
def reimburse(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.verify")

    def do(clean: dict[str, Any]) -> None:
        services.reimburse_invoice(actor=desk.actor, invoice_id=row.pk, on=clean["on"], reference=clean["reference"])

    return _act(request, desk, row, ReimburseForm(request.POST), "reimburse_form", do, _("已登记报销。"))


@login_required
@require_POST
def send_back(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.verify")

    def do(clean: dict[str, Any]) -> None:
        services.return_invoice(actor=desk.actor, invoice_id=row.pk, reason=clean["reason"])

    return _act(request, desk, row, ReasonForm(request.POST), "return_form", do, _("已退回。"))


@login_required
@require_POST
def reverse(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    """This red invoice reverses the blue one of that number."""
    desk, row = invoice_at(request, slug, invoice_id, "invoices.verify")

    def do(clean: dict[str, Any]) -> None:
        blue = found_by_number(row.org_id, clean["number"])
        if blue is None:
            raise InvalidInput(fields={"number": [_("登记簿里没有这个号码")]}, detail=_("登记簿里没有这个号码。"))
        services.reverse_invoice(actor=desk.actor, red_id=row.pk, blue_id=blue.pk)

    return _act(request, desk, row, ReverseForm(request.POST), "reverse_form", do, _("已冲销。"))


@login_required
@require_POST
def drop(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.register")
    services.drop_expectation(actor=desk.actor, invoice_id=row.pk)
    messages.success(request, _("已取消待收。"))
    return desk.back()


@login_required
@require_POST
def add_file(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.register")
    file = request.FILES.get("file")
    if file is None:
        return desk.back("invoice", row.pk)
    try:
        arrival = services.add_file_to(actor=desk.actor, invoice_id=row.pk, name=file.name or "", content=file.read())
    except Refusal as told:
        return page(request, desk, _fresh(row), status=told.status, refusal=sentence_of(told))
    known = arrival.how == "known"
    messages.success(request, _("这个文件已经有了。") if known else _("已加入，并逐项核对。"))
    return desk.back("invoice", row.pk)


@login_required
@READ_WRITE
def assign(request: HttpRequest, invoice_id: UUID, slug: str = "") -> HttpResponse:
    desk, row = invoice_at(request, slug, invoice_id, "invoices.register")
    meetings = meetings_of(desk.actor).filter(org=desk.org).order_by("-start_on")
    form = AssignForm(request.POST or None, invoice=row, meetings=meetings)
    context = desk.context(form=form, invoice=row, back_url=url_of(row))
    if request.method == "POST" and form.is_valid():
        clean, (contract, term) = form.cleaned_data, form.linked()
        if clean["meeting"] != row.meeting:
            contract = term = None  # those on the page were of the former meeting
        try:
            services.assign_invoice(
                actor=desk.actor, invoice_id=row.pk, revision=clean["revision"], meeting=clean["meeting"],
                contract=contract, term=term, supplier=clean["supplier"],
            )  # fmt: skip
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context["stale"] = sentence_of(stale)
        else:
            messages.success(request, _("已保存归属。"))
            row = Invoice.objects.select_related("meeting").get(pk=row.pk)
            return redirect(url_of(row))
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "invoices/assign.html", context, status=status)


@login_required
@require_POST
def clear_repeat(request: HttpRequest, repeat_id: UUID, slug: str = "") -> HttpResponse:
    desk = desk_at(request, slug, "invoices.verify")
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明核对情况。"))
        return desk.back()
    repeat = services.clear_repeat(actor=desk.actor, repeat_id=repeat_id, note=form.cleaned_data["note"])
    if repeat.meeting != desk.meeting:
        raise NotFound
    messages.success(request, _("已记下核对情况。"))
    return desk.back()
