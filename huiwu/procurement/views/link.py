"""The supplier's own page, opened by a link: their request, their prices, nothing of anybody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.services import open_link
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.procurement import forms, services
from huiwu.procurement.choices import QUOTE_LINK, QuotationState, RfqState, SelectionState
from huiwu.procurement.models import Quotation
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.services.quoting import is_over, quotation_of
from huiwu.procurement.views.frame import kept_upload, show_refusal
from huiwu.procurement.views.quotations import quote_of
from huiwu.procurement.views.rfqs import rfq_file


def opened(request: HttpRequest, token: str) -> tuple[Actor, Quotation]:
    """The holder of the link as the actor, and the quotation it opens. Raises LinkUnusable."""
    where = address_of(request)
    link = open_link(token=token, purpose=QUOTE_LINK, address=where)
    actor = Actor.of_link(link, address=where, agent=request.headers.get("User-Agent", "")[:300])
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    if link.subject_id is None:
        raise NotFound
    return actor, quotation_of(link.subject_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: HttpRequest, token: str) -> HttpResponse:
    actor, quotation = opened(request, token)
    lines = list(quotation.rfq.lines.all())
    if request.method != "POST":
        return _page(request, token, actor, quotation, *_start(quotation, lines))
    form, table = forms.QuoteForm(request.POST, request.FILES), forms.priced(request.POST, lines)
    if "keep" in request.POST:
        return _keep(request, token, actor, quotation, form, table)
    if not form.is_valid() or not table.is_good:
        return _page(request, token, actor, quotation, form, table, 422)
    try:
        file = kept_upload(request, "file", quotation.rfq.meeting, actor, "procurement.quote", quotation)
        services.submit_quotation(
            actor=actor,
            quotation_id=quotation.pk,
            quote=quote_of(form, table, file),
            submitted_by=form.cleaned_data["contact_name"] or actor.name,
        )
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return _page(request, token, actor, quotation, form, table, 422)
    except Refusal as refusal:
        return _page(request, token, actor, quotation, form, table, refusal.status, refusal=sentence_of(refusal))
    return redirect("procurement:quote", token=token)


def _keep(
    request: HttpRequest, token: str, actor: Actor, quotation: Quotation, form: forms.QuoteForm, table: forms.Priced
) -> HttpResponse:
    """暂存: what was typed, right or wrong, is there again when the link is opened next."""
    typed = {name: str(text) for name, text in request.POST.items() if name not in ("csrfmiddlewaretoken", "keep")}
    try:
        services.save_quotation_draft(actor=actor, quotation_id=quotation.pk, typed=typed)
    except Refusal as refusal:
        return _page(request, token, actor, quotation, form, table, refusal.status, refusal=sentence_of(refusal))
    return redirect(f"{request.path}?kept=1")


def _start(quotation: Quotation, lines: list[Any]) -> tuple[forms.QuoteForm, forms.Priced]:
    if quotation.draft:
        form = forms.QuoteForm(initial=quotation.draft)
        return form, forms.priced(quotation.draft, lines)
    form = forms.QuoteForm(initial=forms.QuoteForm.initial_of(quotation))
    return form, forms.priced_from(lines, list(quotation.lines.all()))


def _page(
    request: HttpRequest,
    token: str,
    actor: Actor,
    quotation: Quotation,
    form: forms.QuoteForm,
    table: forms.Priced,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    rfq = quotation.rfq
    decline = quotation.declines.filter(selection__state=SelectionState.APPROVED, told_at__isnull=False).first()
    context: dict[str, Any] = {
        "token": token,
        "sender": rfq.meeting.org.name,
        "meeting_name": rfq.meeting.name,
        "rfq": rfq,
        "zone": rfq.meeting.time_zone,
        "quotation": quotation,
        "basis": basis_text(rfq.with_tax, rfq.with_transport, rfq.with_setup),
        "is_over": is_over(rfq, clock.now()),
        "is_cancelled": rfq.state == RfqState.CANCELLED,
        "has_quoted": quotation.state == QuotationState.ENTERED,
        "decline": decline,
        "kept": request.GET.get("kept") == "1",
        "form": form,
        "table": table,
        "extras": [*table.extra_rows, *(forms.ExtraRow() for _n in range(forms.SPARE_EXTRAS))],
    }
    response = render(request, "procurement/quote.html", context | more, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    actor, quotation = opened(request, token)
    try:
        services.decline_to_quote(actor=actor, quotation_id=quotation.pk, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        start = _start(quotation, list(quotation.rfq.lines.all()))
        return _page(request, token, actor, quotation, *start, refusal.status, refusal=sentence_of(refusal))
    return redirect("procurement:quote", token=token)


@never_cache
@require_safe
def sheet(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """The request to take away: PDF, Word, or the workbook to fill in."""
    _actor, quotation = opened(request, token)
    return rfq_file(quotation.rfq, form)
