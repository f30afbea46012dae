"""What the pages of procurement share."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest

from huiwu.documents.blocks import Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file, send
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def opened(request: HttpRequest, slug: str, permission: str = "procurement.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def kept_upload(
    request: HttpRequest, name: str, meeting: Meeting, actor: Actor, permission: str, subject: Any = None
) -> StoredFile | None:
    """The uploaded file, kept for the meeting; None when none was chosen."""
    require(actor, permission, subject or meeting)
    file = request.FILES.get(name)
    if file is None:
        return None
    return keep_file(file, name=file.name or name, meeting_id=meeting.pk, kept_by=actor.id)


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def sheet_file(sheet: Sheet, form: str, name: str) -> FileResponse:
    """A sheet as PDF or Word; a character without a font is set as 〓."""
    if form == "pdf":
        return send(BytesIO(pdf(sheet, on_missing="mark")), name=f"{name}.pdf", media_type="application/pdf")
    if form == "word":
        return send(BytesIO(docx(sheet)), name=f"{name}.docx", media_type=DOCX)
    raise NotFound


def xlsx_file(content: bytes, name: str) -> FileResponse:
    return send(BytesIO(content), name=f"{name}.xlsx", media_type=XLSX)
