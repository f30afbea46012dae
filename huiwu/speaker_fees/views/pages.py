"""The sheet, one fee, and its files."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.compliance.rules.spending import days_text
from huiwu.contracts.choices import Kind
from huiwu.contracts.models import Contract
from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, send, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.speaker_fees import forms, services
from huiwu.speaker_fees.choices import FeeState
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import fee_for, fees_of, packs_for_fees, repeated_fees, sums_of
from huiwu.speaker_fees.sheets import payment_sheet, quantity_text, standard_text, workbook

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def opened(request: HttpRequest, slug: str, permission: str = "speaker_fees.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    packs = packs_for_fees(meeting)
    fees = list(fees_of(meeting))
    context = {
        "meeting": meeting,
        "rows": [(fee, quantity_text(fee)) for fee in fees],
        "sums": sums_of(fees),
        "packs": packs,
        "rules": [pack for pack in (packs.training, packs.consultation, packs.tax) if pack],
        "repeated": repeated_fees(meeting, packs.tax),
        "drafts": sum(fee.state in (FeeState.DRAFT, FeeState.REFUSED) for fee in fees),
        "undeclared": [fee for fee in fees if fee.state == FeeState.PAID and fee.declared_on is None],
        "secrets": sum(fee.has_secrets for fee in fees),
        "declared_form": forms.DeclaredForm(initial={"declared_on": clock.today(meeting.time_zone)}),
    }
    return render(request, "speaker_fees/index.html", context)


def _speaker_contracts(meeting: Meeting) -> list[Contract]:
    return list(Contract.objects.filter(meeting=meeting, kind=Kind.SPEAKER))


@login_required
@READ_WRITE
def create(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "speaker_fees.edit")
    form = forms.FeeForm(
        request.POST or None, contracts=_speaker_contracts(meeting), initial={"planned_on": meeting.end_on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            fee = services.enter_fee(actor=actor, meeting=meeting, values=form.values(is_new=True))
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已录入 {label}。").format(label=fee.label))
            return redirect("speaker_fees:fee", slug, fee.pk)
    context = {"meeting": meeting, "form": form, "packs": packs_for_fees(meeting)}
    return render(request, "speaker_fees/form.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "speaker_fees.edit")
    fee = fee_for(meeting, fee_id)
    form = forms.FeeForm(
        request.POST or None, contracts=_speaker_contracts(meeting), initial=forms.FeeForm.initial_of(fee)
    )
    context: dict[str, Any] = {"meeting": meeting, "form": form, "fee": fee, "revision": fee.revision}
    if request.method == "POST":
        posted = request.POST.get("revision", "")
        context["revision"] = int(posted) if posted.isdecimal() and len(posted) < 9 else 0
        if form.is_valid():
            try:
                services.change_fee(
                    actor=actor,
                    meeting=meeting,
                    fee_id=fee_id,
                    revision=context["revision"],
                    values=form.values(is_new=False),
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存。"))
                return redirect("speaker_fees:fee", slug, fee_id)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "speaker_fees/form.html", context | {"packs": packs_for_fees(meeting)}, status=status)


@login_required
@require_safe
def show(request: HttpRequest, slug: str, fee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return fee_page(request, actor, meeting, fee_id)


def fee_page(request: HttpRequest, actor: Actor, meeting: Meeting, fee_id: UUID, **more: Any) -> HttpResponse:
    fee = fee_for(meeting, fee_id)
    is_own = actor.is_signed_in and actor.user_id in (fee.entered_by_id, fee.submitted_by_id)
    context = {
        "meeting": meeting,
        "fee": fee,
        "quantity": quantity_text(fee),
        "standard": standard_text(fee),
        "lessons": [row | {"hours": _("{units} 学时").format(units=days_text(row["half_hours"]))} for row in fee.lessons],
        "is_own": is_own,
        "reason_form": forms.ReasonForm(initial={"revision": fee.revision}),
        "paid_form": forms.PaidForm(initial={"paid_on": clock.today(meeting.time_zone)}),
        "receipt_form": forms.ReceiptForm(),
        "sees_secrets": can(actor, "speaker_fees.see_secrets", meeting),
        **more,
    }
    return render(request, "speaker_fees/fee.html", context, status=more.get("status", 200))


@login_required
@require_safe
def sheet(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The 劳务发放表 to sign: pdf, word or excel."""
    _actor, meeting = opened(request, slug)
    fees = list(fees_of(meeting).select_related("over_decided_by"))
    name = f"{meeting.number} {_('劳务发放表')}"
    if form == "pdf":
        made = pdf(payment_sheet(meeting, fees), on_missing="mark")
        return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    if form == "word":
        return send(io.BytesIO(docx(payment_sheet(meeting, fees))), name=f"{name}.docx", media_type=ZIPPED["word/"])
    if form == "excel":
        return send(io.BytesIO(xlsx(workbook(fees))), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])
    raise NotFound


@login_required
@require_safe
def file(request: HttpRequest, slug: str, fee_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The voucher or signed receipt of this fee, and nothing else."""
    _actor, meeting = opened(request, slug)
    fee: SpeakerFee = fee_for(meeting, fee_id)
    found = next((kept for kept in (fee.voucher, fee.receipt) if kept and kept.pk == file_id), None)
    if found is None:
        raise NotFound
    return send_file(found, inline=True)
