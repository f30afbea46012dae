"""What the pages of orders share."""

from __future__ import annotations

import io
from typing import IO, Any

from django import forms
from django.http import FileResponse, HttpRequest

from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.orders.documents import order_sheet, order_workbook
from huiwu.orders.models import Order


def opened(request: HttpRequest, slug: str, permission: str = "orders.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def photos_of(request: HttpRequest) -> list[tuple[str, IO[bytes]]]:
    """Uploaded photos as name and content."""
    files: list[Any] = request.FILES.getlist("photos")
    return [(file.name or "photo", file) for file in files]


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def order_file(row: Order, form: str) -> FileResponse:
    """The order sheet as `pdf`, `docx` or `xlsx`."""
    if form == "pdf":
        content, media = pdf(order_sheet(row), on_missing="mark"), "application/pdf"
    elif form == "docx":
        content, media = docx(order_sheet(row)), ZIPPED["word/"]
    elif form == "xlsx":
        content, media = xlsx(order_workbook(row), made_at=clock.now()), ZIPPED["xl/"]
    else:
        raise NotFound
    return send(io.BytesIO(content), name=f"{row.number} {row.title}.{form}", media_type=media, inline=form == "pdf")
