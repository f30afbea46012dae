"""Choosing, approving, telling: the selection and what follows from it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.models import Meeting
from huiwu.procurement import services
from huiwu.procurement.documents.evidence import evidence_sheet
from huiwu.procurement.documents.selection import decline_sheet
from huiwu.procurement.models import Decline, Selection
from huiwu.procurement.queries.comparing import Compared, comparison_of
from huiwu.procurement.queries.outcome import selection_for
from huiwu.procurement.queries.requests import rfq_for
from huiwu.procurement.queries.words import gaps_text
from huiwu.procurement.rules.comparison import Judged
from huiwu.procurement.views.frame import number, opened, sheet_file
from huiwu.suppliers.models import Qualification


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str, rfq_id: UUID, quotation_id: UUID) -> HttpResponse:
    """The reasons, before the choice is made."""
    actor, meeting = opened(request, slug, "procurement.select")
    rfq = rfq_for(meeting, rfq_id)
    compared = comparison_of(rfq)
    judged = compared.judged(quotation_id)
    if judged is None:
        raise NotFound
    others = [row for row in compared.quotations if row.pk != quotation_id]
    typed = {row.pk: request.POST.get(f"decline-{row.pk}", "") for row in others}
    context = _shown(compared, judged) | {
        "reason": request.POST.get("reason", ""),
        "single": request.POST.get("single_source_reason", rfq.single_source_reason),
    }
    status, wrong = 200, {}
    if request.method == "POST":
        try:
            made = services.select_quotation(
                actor=actor,
                meeting=meeting,
                rfq_id=rfq.pk,
                quotation_id=quotation_id,
                revision=number(request.POST.get("revision", "")),
                reason=context["reason"],
                declines=typed,
                single_source_reason=context["single"],
            )
        except InvalidInput as refusal:
            wrong, status = {name: rows[0] for name, rows in refusal.fields.items()}, 422
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            context["refusal"], status = sentence_of(refusal), refusal.status
        else:
            messages.success(request, _("已选定。") if made.state == "approved" else _("已选定，等待审批。"))
            return redirect("procurement:selection", slug, made.pk)
    context["others"] = [(row, typed[row.pk], wrong.get(f"decline-{row.pk}", "")) for row in others]
    context["wrong"] = wrong
    return render(request, "procurement/select.html", context, status=status)


def _shown(compared: Compared, judged: Judged) -> dict[str, Any]:
    """What is known before anything is typed."""
    rfq = compared.rfq
    return {
        "meeting": rfq.meeting,
        "rfq": rfq,
        "judged": judged,
        "chosen": compared.quotation(judged),
        "gaps": gaps_text(judged),
        "is_short": compared.valid_count < rfq.fewest_quotes,
        "valid_count": compared.valid_count,
        "revision": rfq.revision,
    }


@login_required
@require_safe
def show(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting, _at(meeting, selection_id))


def _at(meeting: Meeting, selection_id: UUID) -> Selection:
    found = selection_for(meeting, selection_id)
    if found is None:
        raise NotFound
    return found


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, selection: Selection, status: int = 200, **more: Any
) -> HttpResponse:
    declines = selection.declines.select_related("quotation__supplier").prefetch_related(
        "quotation__supplier__contacts"
    )
    context: dict[str, Any] = {
        "meeting": meeting,
        "selection": selection,
        "rfq": selection.rfq,
        "supplier": selection.quotation.supplier,
        "declines": declines,
        "promises": selection.quotation.promises.all(),
        "bids": selection.comparison.get("bids", []),
        "approver": dict(Role.choices).get(selection.approver_role, ""),
        "may_approve": can(actor, "procurement.approve", selection),
        "today": clock.today(meeting.time_zone),
        "panels": drawn_panels("selection", actor, meeting, request, subject=selection),
    }
    return render(request, "procurement/selection.html", context | more, status=status)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    note = request.POST.get("note", "")
    services.approve_selection(actor=actor, meeting=meeting, selection_id=selection_id, note=note)
    messages.success(request, _("已批准。"))
    return redirect("procurement:selection", slug, selection_id)


@login_required
@require_POST
def refuse(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    return _ended(request, slug, selection_id, services.refuse_selection, _("已退回，询价重新打开。"))


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    return _ended(request, slug, selection_id, services.revoke_selection, _("已撤销选定，询价重新打开。"))


def _ended(request: HttpRequest, slug: str, selection_id: UUID, service: Any, sentence: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    reason = request.POST.get("reason", "")
    try:
        done = service(actor=actor, meeting=meeting, selection_id=selection_id, reason=reason)
    except InvalidInput as wrong:
        refusal = next(iter(wrong.fields.values()))[0] + "。"
        return _page(request, actor, meeting, _at(meeting, selection_id), 422, refusal=refusal, typed=reason)
    messages.success(request, sentence)
    return redirect("procurement:comparison", slug, done.rfq_id)


@login_required
@require_POST
def client(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    how = request.POST.get("how", "")
    try:
        told_on = parse_date(request.POST.get("told_on", "")) or clock.today(meeting.time_zone)
        services.tell_client(actor=actor, meeting=meeting, selection_id=selection_id, told_on=told_on, how=how)
    except (InvalidInput, ValueError):
        sentence = _("请写明何时、怎样告知，日期不能晚于今天。")
        return _page(request, actor, meeting, _at(meeting, selection_id), 422, refusal=sentence, how=how)
    messages.success(request, _("已记下。"))
    return redirect("procurement:selection", slug, selection_id)


@login_required
@require_safe
def evidence(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponseBase:
    """《三方比价证据包》 as one PDF."""
    _actor, meeting = opened(request, slug)
    selection = _at(meeting, selection_id)
    compared = comparison_of(rfq_for(meeting, selection.rfq_id))
    suppliers = [row.supplier_id for row in compared.quotations]
    papers = Qualification.objects.filter(supplier__in=suppliers).select_related("supplier")
    papers = papers.filter(meeting=None) | papers.filter(meeting=meeting)
    sheet = evidence_sheet(compared, selection, list(papers.order_by("supplier__name", "kind")))
    return sheet_file(sheet, "pdf", _("{rfq} 三方比价证据包").format(rfq=selection.rfq.number))


@login_required
@require_POST
def notify(request: HttpRequest, slug: str, decline_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    decline = _decline(meeting, decline_id)
    try:
        _row, address = services.notify_bidder(
            actor=actor, meeting=meeting, decline_id=decline_id, recipient=request.POST.get("recipient", "")
        )
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        selection = _at(meeting, decline.selection_id)
        return _page(request, actor, meeting, selection, refusal.status, refusal=sentence_of(refusal))
    told = {"supplier": decline.quotation.supplier, "address": address}
    return _page(request, actor, meeting, _at(meeting, decline.selection_id), told=told)


@login_required
@require_safe
def letter(request: HttpRequest, slug: str, decline_id: UUID, form: str) -> HttpResponseBase:
    _actor, meeting = opened(request, slug)
    decline = _decline(meeting, decline_id)
    name = _("落选通知 {supplier}").format(supplier=decline.quotation.supplier.called)
    return sheet_file(decline_sheet(decline), form, name)


def _decline(meeting: Meeting, decline_id: UUID) -> Decline:
    rows = Decline.objects.select_related("selection__rfq__meeting__org", "quotation__supplier")
    found = rows.filter(pk=decline_id, selection__meeting=meeting).first()
    if found is None:
        raise NotFound
    return found
