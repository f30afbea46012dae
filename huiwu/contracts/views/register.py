"""The register of a meeting's contracts and of all of them; what falls due; the exposure."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.contracts import forms, services
from huiwu.contracts.choices import Kind, Status
from huiwu.contracts.queries import contracts_of, due_terms
from huiwu.contracts.queries.exposure import exposure_of
from huiwu.contracts.queries.register import Filter, across_meetings, filtered, register_table, sums_of
from huiwu.contracts.queries.standards import standards_of
from huiwu.contracts.snapshot import share_text
from huiwu.contracts.views.frame import day_or, show_refusal, today_at
from huiwu.documents.blocks import NamedTable, Sheet
from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.suppliers.models import Supplier
from huiwu.venues.models import Venue

PER_PAGE = 50


def asked(request: HttpRequest) -> Filter:
    get = request.GET.get
    return Filter(
        get("kind", ""), get("status", ""), get("party", "")[:80], get("meeting", "")[:80], bool(get("expiring"))
    )


@login_required
@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "contracts.view")
    today, wanted = today_at(meeting), asked(request)
    every = list(contracts_of(meeting))
    rows = list(filtered(contracts_of(meeting), wanted, today)) if wanted.is_set else every
    context = {
        "meeting": meeting,
        "rows": rows,
        "has_any": bool(every),
        "sums": sums_of(every),
        "wanted": wanted,
        "kinds": Kind.choices,
        "statuses": Status.choices,
        "today": today,
    }
    return render(request, "contracts/register.html", context)


@login_required
@require_safe
def register_file(request: HttpRequest, slug: str, form: str) -> FileResponse:
    """`form`: xlsx or pdf."""
    meeting = meeting_for(actor_of(request), slug, "contracts.view")
    table = register_table(list(contracts_of(meeting)), with_hash=form == "xlsx")
    name = _("{meeting} 合同登记簿").format(meeting=meeting.name)
    if form == "xlsx":
        made = xlsx([NamedTable(_("合同登记簿"), table)], made_at=clock.now())
        return send(io.BytesIO(made), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])
    if form == "pdf":
        return send(io.BytesIO(_paper(meeting, table)), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    raise NotFound


def _paper(meeting: Meeting, table: Any) -> bytes:
    is_english = (get_language() or "").startswith("en")
    sheet = Sheet(
        title=_("合同登记簿"),
        blocks=(table,),
        meeting_name=meeting.name,
        dated_on=today_at(meeting),
        orientation="landscape",
        issuer=meeting.org.name,
        language="en" if is_english else "zh-hans",
        footer_note=_("金额为价税合计，含已签订的补充协议。"),
    )
    return pdf(sheet, on_missing="mark")


@login_required
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse | FileResponse:
    """Contracts across meetings: the filter lives in the address; `?form=xlsx` downloads what it shows."""
    actor, wanted, today = actor_of(request), asked(request), clock.today()
    found = across_meetings(actor, wanted, today)
    if request.GET.get("form") == "xlsx":
        made = xlsx(
            [NamedTable(_("合同登记簿"), register_table(list(found[:20_000]), with_meeting=True))], made_at=clock.now()
        )
        return send(io.BytesIO(made), name=f"{_('合同登记簿')}.xlsx", media_type=ZIPPED["xl/"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": page.object_list,
        "wanted": wanted,
        "kinds": Kind.choices,
        "statuses": Status.choices,
        "today": today,
        "query": request.GET.urlencode(),
    }
    return render(request, "contracts/everywhere.html", context)


@login_required
@require_safe
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    """What falls due, ours and the client's."""
    meeting = meeting_for(actor_of(request), slug, "contracts.view")
    rows = due_terms(meeting)
    today = today_at(meeting)
    return render(request, "contracts/due.html", {"meeting": meeting, "rows": rows, "today": today})


@login_required
@require_safe
def exposure(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "contracts.view")
    today = today_at(meeting)
    found = exposure_of(meeting, today)
    chosen = day_or(request.GET.get("day", ""), today)
    point = next((p for p in found.points if p.day == chosen), found.today)
    series = [
        (_("我方须付供应商"), [p.owed_cents // 100 for p in found.points]),
        (_("客户须付我方"), [p.due_cents // 100 for p in found.points]),
        (_("我方净损失"), [max(p.net_cents, 0) // 100 for p in found.points]),
    ]
    context = {
        "meeting": meeting,
        "found": found,
        "point": point,
        "chosen": point.day,
        "lines": [(line, share_text(line.share_bp)) for line in point.lines],
        "turns": found.turns,
        "series": series,
        "labels": [f"{p.day:%m-%d}" for p in found.points],
        "limit": standards_of(meeting.org_id, today).exposure_limit_cents,
        "today": today,
    }
    return render(request, "contracts/exposure.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a contract by hand; from a chosen quotation or venue it begins with their own button."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "contracts.edit")
    suppliers = list(Supplier.objects.filter(engagements__meeting=meeting).distinct())
    venues = list(Venue.objects.filter(candidates__meeting=meeting).distinct())
    start = {"kind": request.GET.get("kind", Kind.SUPPLIER)}
    form = forms.NewForm(request.POST or None, initial=start, suppliers=suppliers, venues=venues)
    if request.method == "POST" and form.is_valid():
        try:
            contract = services.draft_contract(
                actor=actor, meeting=meeting, kind=form.cleaned_data["kind"], values=_begun(form, suppliers, venues)
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已起草，条款已按通用文本填好，请逐条核对。"))
            return redirect("contracts:contract", slug, contract.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/new.html", {"meeting": meeting, "form": form}, status=status)


def _begun(form: Any, suppliers: list[Supplier], venues: list[Venue]) -> dict[str, Any]:
    clean = form.cleaned_data
    values: dict[str, Any] = {name: clean[name] for name in ("title", "party_name", "amount_cents")}
    supplier = next((s for s in suppliers if str(s.pk) == clean["supplier"]), None)
    venue = next((v for v in venues if str(v.pk) == clean["venue"]), None)
    if supplier is not None and clean["kind"] == Kind.SUPPLIER:
        values |= {
            "supplier": supplier,
            "party_code": supplier.unified_code,
            "party_address": supplier.address,
            "category": (supplier.categories or [""])[0],
        }
        values["party_name"] = values["party_name"] or supplier.name
    if venue is not None and clean["kind"] == Kind.VENUE:
        values |= {"venue": venue, "party_code": venue.unified_code, "party_address": venue.address}
        values["party_name"] = values["party_name"] or venue.name
    return values


@login_required
@require_POST
def from_selection(request: HttpRequest, slug: str, selection_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "contracts.edit")
    contract = services.draft_from_selection(actor=actor, meeting=meeting, selection_id=selection_id)
    messages.success(request, _("已按中选报价起草合同。"))
    return redirect("contracts:contract", slug, contract.pk)


@login_required
@require_POST
def from_candidate(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "contracts.edit")
    contract = services.draft_from_candidate(actor=actor, meeting=meeting, candidate_id=candidate_id)
    messages.success(request, _("已按候选场地起草合同，时段来自档期。"))
    return redirect("contracts:contract", slug, contract.pk)
