"""The draft as it would stand on paper: on the page, as PDF, as Word."""

from __future__ import annotations

import io

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiwu.documents.models import Document
from huiwu.documents.queries import signed_version
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.documents.views.register import by_section
from huiwu.event_plan.documents import differences, sheet
from huiwu.event_plan.queries import plan_of
from huiwu.event_plan.queries.live import with_live
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


@login_required
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft with live data as it is now, and what differs from the version in force."""
    meeting, document = _found(request, slug)
    signed = signed_version(document)
    context = {
        "meeting": meeting,
        "document": document,
        "sheet": sheet(meeting, document.draft, None),
        "signed": signed,
        "sections": by_section(differences(signed.content, with_live(meeting, document.draft))) if signed else (),
    }
    return render(request, "event_plan/preview.html", context)


@login_required
@require_safe
def draft_file(request: HttpRequest, slug: str, form: str) -> FileResponse:
    """`form`: pdf or word, marked 草稿 on every page."""
    meeting, document = _found(request, slug)
    name = f"{document.number} {document.title}"
    drawn = sheet(meeting, document.draft, None)
    if form == "pdf":
        asked = "mark" if request.GET.get("missing") == "mark" else "refuse"
        made = pdf(drawn, on_missing="mark" if asked == "mark" else "refuse")
        return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    if form == "word":
        return send(io.BytesIO(docx(drawn)), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


def _found(request: HttpRequest, slug: str) -> tuple[Meeting, Document]:
    meeting = meeting_for(actor_of(request), slug, "event_plan.view")
    document = plan_of(meeting)
    if document is None:
        raise NotFound
    document.meeting = meeting
    return meeting, document
