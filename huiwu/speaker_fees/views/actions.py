"""What is done to a fee, one button each."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.documents.render.excel import xlsx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, keep_file, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees import forms, services
from huiwu.speaker_fees.choices import FeeState
from huiwu.speaker_fees.errors import ReasonNeeded
from huiwu.speaker_fees.queries import fees_of
from huiwu.speaker_fees.sheets import declaration as declaration_tables
from huiwu.speaker_fees.views.pages import fee_page, opened, show_refusal


def _kept(request: HttpRequest, name: str, meeting: Meeting, actor: Actor, permission: str) -> StoredFile | None:
    require(actor, permission, meeting)
    file = request.FILES.get(name)
    if file is None:
        return None
    return keep_file(file, name=file.name or name, meeting_id=meeting.pk, kept_by=actor.id)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "speaker_fees.edit")
    services.submit_fee(actor=actor, meeting=meeting, fee_id=fee_id)
    messages.success(request, _("已提交审批。"))
    return redirect("speaker_fees:fee", slug, fee_id)


@login_required
@require_POST
def submit_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Every draft of the sheet; those sent back wait until they are changed."""
    actor, meeting = opened(request, slug, "speaker_fees.edit")
    drafts = list(fees_of(meeting).filter(state=FeeState.DRAFT).values_list("pk", flat=True))
    for fee_id in drafts:
        services.submit_fee(actor=actor, meeting=meeting, fee_id=fee_id)
    messages.success(request, _("已提交 {count} 笔。").format(count=len(drafts)))
    return redirect("speaker_fees:index", slug)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = forms.ReasonForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    try:
        services.approve_fee(actor=actor, meeting=meeting, fee_id=fee_id, revision=revision, over_reason=reason)
    except ReasonNeeded as needed:
        form.add_error("reason", sentence_of(needed))
        return fee_page(request, actor, meeting, fee_id, reason_form=form, status=422)
    messages.success(request, _("已批准。"))
    return redirect("speaker_fees:fee", slug, fee_id)


@login_required
@require_POST
def refuse(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = forms.ReasonForm(request.POST)
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    try:
        services.refuse_fee(actor=actor, meeting=meeting, fee_id=fee_id, reason=reason)
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return fee_page(request, actor, meeting, fee_id, reason_form=form, status=422)
    messages.success(request, _("已退回。"))
    return redirect("speaker_fees:fee", slug, fee_id)


@login_required
@require_POST
def pay(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = forms.PaidForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.pay_fee(
                actor=actor,
                meeting=meeting,
                fee_id=fee_id,
                paid_on=form.cleaned_data["paid_on"],
                method=form.cleaned_data["method"],
                reference=form.cleaned_data["reference"],
                voucher=_kept(request, "voucher", meeting, actor, "speaker_fees.pay"),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记发放。"))
            return redirect("speaker_fees:fee", slug, fee_id)
    return fee_page(request, actor, meeting, fee_id, paid_form=form, status=422)


@login_required
@require_POST
def receipt(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    kept = _kept(request, "receipt", meeting, actor, "speaker_fees.edit")
    if kept is None:
        form = forms.ReceiptForm(request.POST, request.FILES)
        return fee_page(request, actor, meeting, fee_id, receipt_form=form, status=422)
    services.keep_receipt(actor=actor, meeting=meeting, fee_id=fee_id, receipt=kept)
    messages.success(request, _("已留存签收单。"))
    return redirect("speaker_fees:fee", slug, fee_id)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    services.cancel_fee(actor=actor, meeting=meeting, fee_id=fee_id)
    messages.success(request, _("已取消这笔劳务费。"))
    return redirect("speaker_fees:fee", slug, fee_id)


@login_required
@require_POST
def secret(request: HttpRequest, slug: str, fee_id: UUID, secret: str) -> HttpResponse:
    """Shown on this one answer only, which is not kept by the browser."""
    actor, meeting = opened(request, slug)
    text = services.see_secret(actor=actor, meeting=meeting, fee_id=fee_id, secret=secret)
    response = fee_page(request, actor, meeting, fee_id, shown={"kind": secret, "text": text})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def declaration(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The workbook for the tax office; asking for it is recorded."""
    actor, meeting = opened(request, slug)
    rows = services.declaration_rows(actor=actor, meeting=meeting)
    name = f"{meeting.number} {_('个税申报')}.xlsx"
    response = send(io.BytesIO(xlsx(declaration_tables(rows))), name=name, media_type=ZIPPED["xl/"])
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    require(actor, "speaker_fees.pay", meeting)
    form = forms.DeclaredForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写申报日期。"))
        return redirect("speaker_fees:index", slug)
    paid = [fee.pk for fee in fees_of(meeting).filter(state=FeeState.PAID, declared_on=None)]
    count = services.declare_tax(
        actor=actor, meeting=meeting, fee_ids=paid, declared_on=form.cleaned_data["declared_on"]
    )
    messages.success(request, _("已登记 {count} 笔的申报。").format(count=count))
    return redirect("speaker_fees:index", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    require(actor, "speaker_fees.see_secrets", meeting)
    if request.method == "POST":
        count = services.erase_secrets(actor=actor, meeting=meeting)
        messages.success(request, _("已清除 {count} 笔的证件号码与账号。").format(count=count))
        return redirect("speaker_fees:index", slug)
    fees = [fee for fee in fees_of(meeting) if fee.has_secrets]
    done = [fee for fee in fees if fee.declared_on or fee.state == FeeState.CANCELLED]
    context = {
        "base": "meeting_base.html",
        "meeting": meeting,
        "title": _("清除证件号码与账号"),
        "consequences": [
            _("已申报或已取消的 {count} 笔：证件号码与银行账号清除，不能恢复。").format(count=len(done)),
            _("未申报的 {count} 笔保留，申报后再清除。").format(count=len(fees) - len(done)),
            _("金额、个税、签收单与付款凭证保留。"),
        ],
        "action_label": _("清除"),
        "danger": True,
        "back_url": reverse("speaker_fees:index", args=[slug]),
    }
    return render(request, "foundation/confirm.html", context)
