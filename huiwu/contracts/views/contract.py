"""One contract: its page, its head, its clauses, its files."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.contracts import forms, services
from huiwu.contracts.errors import TemplateUnusable
from huiwu.contracts.filling import values_for
from huiwu.contracts.models import Contract, WordTemplate
from huiwu.contracts.queries.page import page_of, scan_is_intact
from huiwu.contracts.schema import SCHEMAS
from huiwu.contracts.services.templates import why
from huiwu.contracts.sheet import contract_sheet
from huiwu.contracts.snapshot import share_text, snapshot
from huiwu.contracts.views.frame import day_or, needed, number, opened, show_refusal, today_at
from huiwu.contracts.word import Unusable, filled
from huiwu.documents.blocks import Sheet
from huiwu.documents.fourstate_posting import Posted, read_section
from huiwu.documents.fourstate_sections import section_seal
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, open_file, send, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def show(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    _actor, contract = opened(request, slug, contract_id)
    return render(request, "contracts/contract.html", page_context(request, contract))


def page_context(request: HttpRequest, contract: Contract, **more: Any) -> dict[str, Any]:
    """The page with its small forms; `more` replaces those that were posted with faults."""
    today = today_at(contract.meeting)
    asked = request.GET.get("day", "")
    chosen = day_or(asked, today) if asked else None
    templates = WordTemplate.objects.filter(org=contract.meeting.org_id, kind=contract.kind, is_retired=False)
    page = page_of(contract, today, chosen)
    return {
        "meeting": contract.meeting,
        "contract": contract,
        "page": page,
        "ladder_bars": [(row.days, row.band.cents // 100) for row in page.ladder],
        "chosen_share": share_text(page.chosen.share_bp) if page.chosen else "",
        "spans": contract.spans.select_related("space"),
        "inclusions": contract.inclusions.all(),
        "lines": contract.lines.all(),
        "today": today,
        "chosen_on": chosen or today,
        "templates": templates,
        "sign_form": forms.SignForm(initial={"signed_on": today}),
        "end_form": forms.EndForm(initial={"ended_on": today}),
        "accept_form": forms.AcceptanceForm(initial={"accepted_on": today}, terms=[row.due.term for row in page.terms]),
        "confirmed_form": forms.ConfirmedForm(initial={"on": today, "count": contract.confirmed_count}),
        "acceptances": contract.acceptances.select_related("term", "file", "recorded_by"),
        **more,
    }


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    """The head. A stale form keeps what was typed and shows both sides."""
    actor, contract = opened(request, slug, contract_id, "contracts.edit")
    form = forms.HeadForm(request.POST or None, initial=forms.HeadForm.initial_of(contract))
    context: dict[str, Any] = {"meeting": contract.meeting, "contract": contract, "form": form}
    context["revision"] = number(request.POST.get("revision", "")) if request.method == "POST" else contract.revision
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.change_contract(
                    actor=actor, contract_id=contract.pk, revision=context["revision"], values=form.values()
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= _both_sides(form, stale)
                status = 409
            else:
                messages.success(request, _("已保存。按比例的付款期已随合同额重新分摊。"))
                return redirect("contracts:contract", slug, contract.pk)
    return render(request, "contracts/edit.html", context, status=status)


def _both_sides(form: forms.HeadForm, stale: StaleEdit) -> dict[str, Any]:
    start = forms.HeadForm.initial_of(stale.theirs)
    other = forms.HeadForm(initial=start)
    sides = [
        (field.label, field.value() or "", other[field.name].value() or "")
        for field in form
        if str(field.value() or "") != str(other[field.name].value() or "")
    ]
    return {"stale": sentence_of(stale), "sides": sides, "revision": stale.theirs.revision}


@login_required
@READ_WRITE
def clauses(request: HttpRequest, slug: str, contract_id: UUID, section: str) -> HttpResponse:
    """One section of the clauses, four-state; two people may write two sections at once."""
    actor, contract = opened(request, slug, contract_id, needed(request))
    schema, document = SCHEMAS[contract.kind], contract.document
    titles = {s.key: s.title for s in schema.sections}
    if document is None or section not in titles:
        raise NotFound
    posted = Posted.opened(schema, document.draft, section)
    if request.method == "POST":
        posted = read_section(schema, document.draft, section, request.POST, _writer(actor, contract, section))
        if posted.is_saved:
            messages.success(request, _("已保存“{title}”。").format(title=titles[section]))
            keys = list(titles)
            place = keys.index(section) + 1
            following = keys[place] if "next" in request.POST and place < len(keys) else section
            return redirect("contracts:clauses", slug, contract.pk, following)
        document.refresh_from_db()
    bound = next((part for part in posted.form if part.section.key == section), None)
    place = list(titles).index(section) + 1
    context = {
        "meeting": contract.meeting,
        "contract": contract,
        "section_key": section,
        "title": titles[section],
        "sections": schema.sections,
        "fields": bound.fields if bound else [],
        "seal": posted.seal or section_seal(schema, document.draft, section),
        "refusal": sentence_of(posted.refusal) if posted.refusal else "",
        "has_errors": posted.has_errors,
        "has_next": place < len(titles),
        "may_edit": can(actor, "contracts.edit", contract.meeting) and contract.is_draft,
    }
    return render(request, "contracts/clauses.html", context, status=posted.status)


def _writer(actor: Actor, contract: Contract, section: str) -> Any:
    def write(seal: str, fields: dict[str, Any]) -> Any:
        return services.save_clauses(actor=actor, contract_id=contract.pk, section=section, seal=seal, fields=fields)

    return write


def sheet_now(contract: Contract) -> Sheet:
    """The contract as it stands now, marked 草稿 until it is signed."""
    content = contract.document.draft if contract.document else {}
    word = "" if contract.is_in_force else "草稿"
    return contract_sheet(contract.meeting, content, snapshot(contract), status_word=word)


@login_required
@require_safe
def preview(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    _actor, contract = opened(request, slug, contract_id)
    context = {"meeting": contract.meeting, "contract": contract, "sheet": sheet_now(contract)}
    return render(request, "contracts/preview.html", context)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, contract_id: UUID, form: str) -> FileResponse:
    """`form`: pdf, or word from the built-in layout."""
    _actor, contract = opened(request, slug, contract_id)
    name = f"{contract.number} {contract.title}"
    if form == "pdf":
        made = pdf(sheet_now(contract), on_missing="mark")
        return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    if form == "word":
        return send(io.BytesIO(docx(sheet_now(contract))), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


@login_required
@require_safe
def from_template(request: HttpRequest, slug: str, contract_id: UUID, template_id: UUID) -> FileResponse:
    """The organisation's own Word template, filled in. Raises TemplateUnusable with the place."""
    _actor, contract = opened(request, slug, contract_id)
    row = WordTemplate.objects.filter(pk=template_id, org=contract.meeting.org_id, kind=contract.kind).first()
    if row is None:
        raise NotFound
    with open_file(row.stored) as stored:
        content = stored.read()
    try:
        made = filled(content, values_for(contract))
    except Unusable as fault:
        raise TemplateUnusable(detail=why(fault), place=fault.place) from None
    name = f"{contract.number} {contract.title}.docx"
    return send(io.BytesIO(made), name=name, media_type=ZIPPED["word/"])


@login_required
@require_safe
def scan(request: HttpRequest, slug: str, contract_id: UUID) -> FileResponse:
    _actor, contract = opened(request, slug, contract_id)
    if contract.scan is None:
        raise NotFound
    return send_file(contract.scan, inline=True)


@login_required
@require_POST
def verify(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    """Read the kept scan again and compare its SHA-256 with the one recorded at signing."""
    _actor, contract = opened(request, slug, contract_id)
    if contract.scan is None:
        raise NotFound
    if scan_is_intact(contract.scan, contract.scan_sha256):
        messages.success(request, _("扫描件完好：SHA-256 与签订时登记的一致。"))
    else:
        messages.error(request, _("扫描件与签订时登记的 SHA-256 不一致，或文件已丢失。请从备份恢复，并查明原因。"))
    return redirect("contracts:contract", slug, contract.pk)


@login_required
@require_safe
def attachment(request: HttpRequest, slug: str, contract_id: UUID, file_id: UUID) -> FileResponse:
    """A file of the contract: the scan of an amendment, the sheet of an acceptance."""
    _actor, contract = opened(request, slug, contract_id)
    amended = contract.amendments.filter(scan=file_id).select_related("scan").first()
    accepted = contract.acceptances.filter(file=file_id).select_related("file").first()
    stored = amended.scan if amended else accepted.file if accepted else None
    if stored is None:
        raise NotFound
    return send_file(stored, inline=True)
