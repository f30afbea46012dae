"""The register of supplier settlements, and one of them."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.files import ZIPPED, keep_file, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.settlement import forms, queries, services
from huiwu.settlement.queries import Row
from huiwu.settlement.sheet import sentence, supplier_sheet, suppliers_table


@require_GET
def register(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    rows = queries.rows_of(meeting)
    context = {
        "meeting": meeting,
        "rows": rows,
        "totals": queries.totals_of(rows),
        "final": queries.final_document(meeting),
    }
    return render(request, "settlement/suppliers.html", context)


@require_GET
def excel(request: HttpRequest, slug: str) -> FileResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    book = xlsx([suppliers_table(queries.rows_of(meeting))])
    return send(io.BytesIO(book), name=f"{meeting.name} 供应商结算.xlsx", media_type=ZIPPED["xl/"])


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting, row = _opened(
        request, slug, contract_id, "settlement.edit" if request.method == "POST" else "settlement.view"
    )
    form = forms.SettlementForm(request.POST or None, initial=forms.SettlementForm.initial_of(row))
    disputes = forms.DisputeForms(request.POST or None, initial=_disputes(row), prefix="disputes")
    context: dict[str, Any] = {"revision": row.settlement.revision if row.settlement else 0}
    status = 200
    if request.method == "POST":
        context["revision"], status = _number(request.POST.get("revision")), 422
        if form.is_valid() and disputes.is_valid():
            values = form.cleaned_data | {"deduction_cents": form.cleaned_data["deduction_cents"] or 0}
            try:
                services.save_settlement(
                    actor=actor,
                    meeting=meeting,
                    contract_id=contract_id,
                    revision=context["revision"],
                    disputes=forms.dispute_rows(disputes),
                    **values,
                )
            except InvalidInput as refusal:
                _show(form, refusal)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision}
                status = 409
            else:
                messages.success(request, _("已保存结算。"))
                return redirect("settlement:supplier", slug, contract_id)
    context |= {"meeting": meeting, "row": row, "form": form, "disputes": disputes, **_more(row)}
    return render(request, "settlement/supplier.html", context, status=status)


@require_POST
def agree(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting, row = _opened(request, slug, contract_id, "settlement.view")
    require(actor, "settlement.edit", meeting)
    form = forms.AgreementForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data.pop("file")
        file = keep_file(upload, name=upload.name, meeting_id=meeting.pk, kept_by=actor.id) if upload else None
        try:
            services.agree_settlement(
                actor=actor,
                meeting=meeting,
                contract_id=contract_id,
                revision=_number(request.POST.get("revision")),
                file=file,
                **form.cleaned_data,
            )
        except InvalidInput as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("已登记对方的确认。"))
            return redirect("settlement:supplier", slug, contract_id)
    blank = forms.SettlementForm(initial=forms.SettlementForm.initial_of(row))
    disputes = forms.DisputeForms(initial=_disputes(row), prefix="disputes")
    context = {"meeting": meeting, "row": row, "form": blank, "disputes": disputes, **_more(row), "agreement": form}
    context["revision"] = row.settlement.revision if row.settlement else 0
    return render(request, "settlement/supplier.html", context, status=422)


@require_POST
def approve(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    revision = _number(request.POST.get("revision"))
    services.approve_settlement(actor=actor_of(request), meeting=meeting, contract_id=contract_id, revision=revision)
    messages.success(request, _("已审批结算。"))
    return redirect("settlement:supplier", slug, contract_id)


@require_POST
def give_back(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    services.return_settlement(
        actor=actor_of(request),
        meeting=meeting,
        contract_id=contract_id,
        revision=_number(request.POST.get("revision")),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已退回核对。"))
    return redirect("settlement:supplier", slug, contract_id)


@require_GET
def sheet(request: HttpRequest, slug: str, contract_id: UUID, form: str) -> FileResponse:
    meeting, row = _opened(request, slug, contract_id, "settlement.view")
    if row.settlement is None:
        raise NotFound
    made, name = supplier_sheet(meeting, row), f"供应商结算单 {row.contract.number}"
    if form == "pdf":
        return send(
            io.BytesIO(pdf(made, on_missing="mark")), name=f"{name}.pdf", media_type="application/pdf", inline=True
        )
    if form == "docx":
        return send(io.BytesIO(docx(made)), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


def _opened(request: HttpRequest, slug: str, contract_id: UUID, permission: str) -> tuple[Meeting, Row]:
    meeting = meeting_for(actor_of(request), slug, permission)
    row = queries.row_of(meeting, contract_id)
    if row is None:
        raise NotFound
    return meeting, row


def _more(row: Row) -> dict[str, Any]:
    return {
        "faults": [(fault, sentence(fault, row)) for fault in row.faults],
        "agreement": forms.AgreementForm(),
        "giving_back": forms.ReturnForm(),
    }


def _disputes(row: Row) -> list[dict[str, Any]]:
    if row.settlement is None:
        return []
    return [
        {"text": item.text, "amount_cents": item.amount_cents, "answer": item.answer}
        for item in row.settlement.disputes.all()
    ]


def _show(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for said in sentences:
            form.add_error(name if name in form.fields else None, said)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
