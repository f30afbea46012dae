"""What is done to a request, a payment or a receipt, one button each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.kernel.money import yuan
from huiwu.payments import forms, services
from huiwu.payments.models import Payment, Receipt
from huiwu.payments.queries import request_for
from huiwu.payments.views.frame import kept_upload, opened, show_refusal
from huiwu.payments.views.requests import invoices_form, paid_form, request_page

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_POST
def invoices(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = request_for(meeting, request_id)
    form = invoices_form(meeting, row, request.POST)
    if form.is_valid():
        try:
            services.set_payment_invoices(actor=actor, meeting=meeting, request_id=request_id, amounts=form.amounts())
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refused:
            if refused.status in (403, 404):
                raise
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("已保存所附发票。"))
            return redirect("payments:request", slug, request_id)
    return request_page(request, actor, meeting, request_id, invoices_form=form, status=422)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    """A refusal is shown on the request itself, with its figures."""
    actor, meeting = opened(request, slug)
    try:
        services.request_payment(actor=actor, meeting=meeting, request_id=request_id)
    except Refusal as refused:
        if refused.status in (403, 404):
            raise
        return request_page(request, actor, meeting, request_id, refusal=sentence_of(refused), status=refused.status)
    messages.success(request, _("已提交审批。"))
    return redirect("payments:request", slug, request_id)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    return _decided(request, slug, request_id, _approve, _("已同意。"))


@login_required
@require_POST
def refuse(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    return _decided(request, slug, request_id, _refuse, _("已退回。"))


def _approve(note: str, **ask: Any) -> None:
    services.approve_payment(note=note, **ask)


def _refuse(note: str, **ask: Any) -> None:
    services.refuse_payment(reason=note, **ask)


def _decided(request: HttpRequest, slug: str, request_id: UUID, decide: Callable[..., None], said: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = forms.DecisionForm(request.POST)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            decide(clean["note"], actor=actor, meeting=meeting, request_id=request_id, revision=clean["revision"])
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, said)
            return redirect("payments:request", slug, request_id)
    require(actor, "payments.approve", meeting)
    return request_page(request, actor, meeting, request_id, decision_form=form, status=422)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    services.cancel_payment_request(actor=actor, meeting=meeting, request_id=request_id)
    messages.success(request, _("已取消这笔申请。"))
    return redirect("payments:request", slug, request_id)


@login_required
@require_POST
def pay(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    require(actor, "payments.pay", meeting)
    row = request_for(meeting, request_id)
    form = paid_form(meeting, row, 0, request.POST, request.FILES)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            services.record_payment(
                actor=actor,
                meeting=meeting,
                request_id=request_id,
                key=clean["key"],
                amount_cents=clean["amount_cents"] or 0,
                paid_on=clean["paid_on"],
                method=clean["method"],
                reference=clean["reference"],
                voucher=kept_upload(request, "voucher", meeting, actor, "payments.pay"),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refused:
            if refused.status in (403, 404):
                raise
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("已记录付款。"))
            return redirect("payments:request", slug, request_id)
    return request_page(request, actor, meeting, request_id, paid_form=form, status=422)


@login_required
@READ_WRITE
def void_payment(request: HttpRequest, slug: str, payment_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    require(actor, "payments.pay", meeting)
    row = Payment.objects.filter(pk=payment_id, meeting=meeting).select_related("request").first()
    if row is None:
        raise NotFound
    sentences = [
        _("{request} 的付款 {amount} 元作废，不再计入已付；记录与理由保留。").format(
            request=row.request.label, amount=yuan(row.amount_cents)
        ),
        _("申请恢复为待付款。"),
    ]
    back = reverse("payments:paid", args=[slug])

    def void(reason: str) -> None:
        services.void_payment(actor=actor, meeting=meeting, payment_id=payment_id, reason=reason)

    return _voided(request, meeting, _("作废付款记录"), sentences, back, void)


@login_required
@READ_WRITE
def void_receipt(request: HttpRequest, slug: str, receipt_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    require(actor, "payments.pay", meeting)
    row = Receipt.objects.filter(pk=receipt_id, meeting=meeting).first()
    if row is None:
        raise NotFound
    sentences = [
        _("{payer} 的收款 {amount} 元作废，不再计入已收；记录与理由保留。").format(
            payer=row.payer, amount=yuan(row.amount_cents)
        )
    ]
    back = reverse("payments:receipts", args=[slug])

    def void(reason: str) -> None:
        services.void_receipt(actor=actor, meeting=meeting, receipt_id=receipt_id, reason=reason)

    return _voided(request, meeting, _("作废收款记录"), sentences, back, void)


def _voided(
    request: HttpRequest, meeting: Any, title: str, sentences: list[str], back: str, void: Callable[[str], None]
) -> HttpResponse:
    form = forms.VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void(form.cleaned_data["reason"])
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已作废。"))
            return redirect(back)
    context = {
        "base": "meeting_base.html",
        "meeting": meeting,
        "title": title,
        "consequences": sentences,
        "fields": form,
        "action_label": _("作废"),
        "danger": True,
        "back_url": back,
    }
    return render(request, "foundation/confirm.html", context, status=422 if form.errors else 200)
