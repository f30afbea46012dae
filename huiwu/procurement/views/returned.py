"""The workbook a supplier sent back: looked at cell by cell, then taken or not."""

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
from huiwu.foundation.files import open_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.sheets import corrections
from huiwu.kernel.errors import NotFound, Refusal
from huiwu.meetings.models import Meeting
from huiwu.procurement import services
from huiwu.procurement.choices import QuotationSource
from huiwu.procurement.errors import WorkbookRefused
from huiwu.procurement.models import Quotation
from huiwu.procurement.returned import COLUMNS, Returned, read_returned, traces_of
from huiwu.procurement.services.quoting import Quote, quotation_of
from huiwu.procurement.views.frame import kept_upload, opened, xlsx_file


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str, quotation_id: UUID) -> HttpResponse:
    """Read and show; nothing of the quotation changes yet."""
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    context: dict[str, Any] = {"meeting": meeting, "rfq": quotation.rfq, "quotation": quotation}
    if request.method != "POST":
        return render(request, "procurement/returned.html", context)
    file = kept_upload(request, "file", meeting, actor, "procurement.edit")
    if file is None:
        return render(request, "procurement/returned.html", context | {"refusal": _("请选择文件。")}, status=422)
    try:
        found = _read(file, quotation)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        context |= {"refusal": sentence_of(refusal)}
        return render(request, "procurement/returned.html", context, status=refusal.status)
    refused = [problem for problem in found.problems if problem.severity == "refused"]
    flagged = [problem for problem in found.problems if problem.severity == "flagged"]
    context |= {"found": found, "file": file, "refused": refused, "flagged": flagged}
    return render(request, "procurement/returned.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str, quotation_id: UUID, file_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    file = _kept(file_id, meeting, actor)
    found = _read(file, quotation)
    if not found.can_be_taken:
        raise WorkbookRefused(count=found.refused_count)
    with open_file(file) as content:
        traces = traces_of(content)
    services.enter_quotation(
        actor=actor,
        meeting=meeting,
        quotation_id=quotation.pk,
        quote=Quote(found.values, found.prices, found.extras, file, traces),
        source=QuotationSource.EXCEL,
    )
    messages.success(request, _("已按回传的 Excel 录入报价。"))
    return redirect("procurement:quotation", slug, quotation.pk)


@login_required
@require_safe
def corrections_file(request: HttpRequest, slug: str, quotation_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The rows that could not be read, with the reasons, to send back to the supplier."""
    actor, meeting = opened(request, slug, "procurement.edit")
    quotation = quotation_of(quotation_id, meeting)
    found = _read(_kept(file_id, meeting, actor), quotation)
    name = _("{rfq} {supplier} 待更正").format(rfq=quotation.rfq.number, supplier=quotation.supplier.called)
    return xlsx_file(corrections(found.refused, COLUMNS), name)


def _kept(file_id: UUID, meeting: Meeting, actor: Actor) -> StoredFile:
    """The file this person uploaded for this meeting a moment ago."""
    found = StoredFile.objects.filter(pk=file_id, meeting_id=meeting.pk, kept_by=actor.id).first()
    if found is None:
        raise NotFound
    return found


def _read(file: StoredFile, quotation: Quotation) -> Returned:
    with open_file(file) as content:
        return read_returned(content.read(), file.name, list(quotation.rfq.lines.all()))
