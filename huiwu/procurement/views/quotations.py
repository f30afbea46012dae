"""One quotation for staff: what was quoted, its basis, amounts added, promises, scores, former submissions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import open_file, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.sheets.values import integer
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.models import Meeting
from huiwu.procurement import forms, services
from huiwu.procurement.choices import QuotationState, RfqState
from huiwu.procurement.documents.comparison import notes_text
from huiwu.procurement.models import Quotation
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.queries.comparing import comparison_of
from huiwu.procurement.queries.words import gap_text, points, step_label, step_source
from huiwu.procurement.returned import traces_of
from huiwu.procurement.rules.comparison import Judged
from huiwu.procurement.services.quoting import Quote, quotation_of
from huiwu.procurement.views.frame import kept_upload, opened, show_refusal, uuid_of

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def show(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting, quotation_of(quotation_id, meeting))


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, quotation: Quotation, status: int = 200, **more: Any
) -> HttpResponse:
    compared = comparison_of(quotation.rfq)
    judged = compared.judged(quotation.pk)
    missing = [line for line in compared.lines if judged and str(line.pk) in judged.missing]
    own = {row.criterion: row.score for row in quotation.scores.filter(scorer=actor.user)} if actor.user else {}
    context: dict[str, Any] = {
        "meeting": meeting,
        "rfq": quotation.rfq,
        "quotation": quotation,
        "judged": judged,
        "basis": basis_text(quotation.with_tax, quotation.with_transport, quotation.with_setup),
        "asked": basis_text(quotation.rfq.with_tax, quotation.rfq.with_transport, quotation.rfq.with_setup),
        "rows": compared.quoted(quotation.pk),
        "working": _working(judged, compared.lines),
        "gaps": [gap_text(gap) for gap in judged.gaps] if judged else [],
        "note": notes_text(judged) if judged else "",
        "open_missing": [line for line in missing if judged and str(line.pk) not in judged.bid.fills],
        "adjustments": compared.adjustments[quotation.pk],
        "scores": quotation.scores.select_related("scorer"),
        "criteria": [(row, own.get(row["code"])) for row in quotation.rfq.criteria],
        "labels": {row["code"]: row["label"] for row in quotation.rfq.criteria},
        "technical": points(judged.technical_score) if judged else "",
        "promises": quotation.promises.all(),
        "revisions": quotation.revisions.all(),
        "is_open": quotation.rfq.state == RfqState.SENT,
        "is_entered": quotation.state == QuotationState.ENTERED,
        "basis_form": forms.BasisForm(initial=forms.QuoteForm.initial_of(quotation)),
        "addition_form": forms.AdditionForm(missing=missing, initial={"origin": "stated"}),
        "promise_form": forms.PromiseForm(),
    }
    return render(request, "procurement/quotation.html", context | more, status=status)


def _working(judged: Judged | None, lines: list[Any]) -> list[tuple[str, int, str]]:
    if judged is None:
        return []
    items = {str(line.pk): line.item for line in lines}
    return [(step_label(step, items), step.amount_cents, step_source(step)) for step in judged.working]


@login_required
@READ_WRITE
def enter(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    """We type in what came by other ways."""
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    lines = list(quotation.rfq.lines.all())
    context: dict[str, Any] = {"meeting": meeting, "rfq": quotation.rfq, "quotation": quotation}
    if request.method != "POST":
        form = forms.QuoteForm(initial=forms.QuoteForm.initial_of(quotation))
        return enter_page(request, context, form, forms.priced_from(lines, list(quotation.lines.all())))
    form, table = forms.QuoteForm(request.POST, request.FILES), forms.priced(request.POST, lines)
    if not form.is_valid() or not table.is_good:
        return enter_page(request, context, form, table, 422)
    file = kept_upload(request, "file", meeting, actor, "procurement.edit")
    quote = quote_of(form, table, file)
    try:
        services.enter_quotation(actor=actor, meeting=meeting, quotation_id=quotation.pk, quote=quote)
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return enter_page(request, context, form, table, 422)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return enter_page(request, context | {"refusal": sentence_of(refusal)}, form, table, refusal.status)
    messages.success(request, _("已录入报价。"))
    return redirect("procurement:quotation", slug, quotation.pk)


def enter_page(
    request: HttpRequest, context: dict[str, Any], form: forms.QuoteForm, table: forms.Priced, status: int = 200
) -> HttpResponse:
    spare = [*table.extra_rows, *(forms.ExtraRow() for _n in range(forms.SPARE_EXTRAS))]
    more = {"form": form, "table": table, "extras": spare}
    return render(request, "procurement/quotation_enter.html", context | more, status=status)


def quote_of(form: forms.QuoteForm, table: forms.Priced, file: StoredFile | None) -> Quote:
    traces: dict[str, str] = {}
    if file is not None:
        with open_file(file) as content:
            traces = traces_of(content)
    return Quote(form.values(), table.prices, table.extras, file, traces)


@login_required
@require_POST
def basis(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation, form = quotation_of(quotation_id, meeting), forms.BasisForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, meeting, quotation, 422, basis_form=form)
    services.state_basis(actor=actor, meeting=meeting, quotation_id=quotation.pk, **form.cleaned_data)
    messages.success(request, _("已记下价格口径。"))
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def addition(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    form = forms.AdditionForm(request.POST, missing=list(quotation.rfq.lines.all()))
    if not form.is_valid():
        return _page(request, actor, meeting, quotation, 422, addition_form=form)
    clean = form.cleaned_data
    line = clean["kind"] if clean["kind"] not in ("tax", "transport", "setup") else ""
    try:
        services.state_addition(
            actor=actor,
            meeting=meeting,
            quotation_id=quotation.pk,
            kind="scope" if line else clean["kind"],
            amount_cents=clean["amount_cents"],
            origin=clean["origin"],
            note=clean["note"],
            line_id=uuid_of(line) if line else None,
        )
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return _page(request, actor, meeting, quotation, 422, addition_form=form)
    messages.success(request, _("已记下归一金额。"))
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def assume(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    """All lines still missing, each at the highest or the median of the others."""
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    way = request.POST.get("way", "")
    judged = comparison_of(quotation.rfq).judged(quotation.pk)
    try:
        for line in judged.missing if judged else ():
            if judged and line not in judged.bid.fills:
                services.assume_missing(
                    actor=actor, meeting=meeting, quotation_id=quotation.pk, line_id=UUID(line), way=way
                )
    except InvalidInput:
        raise
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, actor, meeting, quotation, refusal.status, refusal=sentence_of(refusal))
    messages.success(request, _("未报的项已按所选假设补价，假设会一直显示。"))
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def clear(request: HttpRequest, slug: str, quotation_id: UUID, adjustment_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    services.clear_addition(actor=actor, meeting=meeting, quotation_id=quotation_id, adjustment_id=adjustment_id)
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def explain(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    services.explain_low(actor=actor, meeting=meeting, quotation_id=quotation_id, text=request.POST.get("text", ""))
    messages.success(request, _("已登记低价说明。"))
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def score(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.score")
    quotation = quotation_of(quotation_id, meeting)
    given = {row["code"]: integer(request.POST.get(f"score-{row['code']}", "")) for row in quotation.rfq.criteria}
    values = {code: parsed.value for code, parsed in given.items() if parsed.value is not None}
    try:
        services.score_quotation(
            actor=actor, meeting=meeting, quotation_id=quotation.pk, scores=values, note=request.POST.get("note", "")
        )
    except InvalidInput as wrong:
        sentence = next(iter(wrong.fields.values()))[0] + "。"
        return _page(request, actor, meeting, quotation, 422, refusal=sentence)
    messages.success(request, _("已记下您的技术分。"))
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def promise(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation, form = quotation_of(quotation_id, meeting), forms.PromiseForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, meeting, quotation, 422, promise_form=form)
    services.record_promise(actor=actor, meeting=meeting, quotation_id=quotation.pk, **form.cleaned_data)
    messages.success(request, _("已登记，起草合同时会核对是否写入包含项。"))
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def promise_remove(request: HttpRequest, slug: str, quotation_id: UUID, promise_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    services.remove_promise(actor=actor, meeting=meeting, promise_id=promise_id)
    return redirect("procurement:quotation", slug, quotation_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    reason = request.POST.get("reason", "")
    services.withdraw_quotation(actor=actor, meeting=meeting, quotation_id=quotation.pk, reason=reason)
    messages.success(request, _("已撤回这份报价。"))
    return redirect("procurement:rfq", slug, quotation.rfq_id)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponseBase:
    _actor, meeting = opened(request, slug)
    found = quotation_of(quotation_id, meeting).file
    if found is None:
        raise NotFound
    return send_file(found, inline=True)


@login_required
@require_safe
def submission(request: HttpRequest, slug: str, quotation_id: UUID, number: int) -> HttpResponse:
    """A former submission, as it came in."""
    _actor, meeting = opened(request, slug)
    quotation = quotation_of(quotation_id, meeting)
    found = quotation.revisions.filter(number=number).first()
    if found is None:
        raise NotFound
    context = {"meeting": meeting, "quotation": quotation, "rfq": quotation.rfq, "revision": found}
    return render(request, "procurement/submission.html", context)
