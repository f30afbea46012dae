"""What the pages of guests share."""

from __future__ import annotations

import io
from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import FileResponse, HttpRequest

from huiwu.documents.render.letters import LetterSheet, letters_pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import send
from huiwu.foundation.pages import actor_of
from huiwu.guests.documents import letter_of
from huiwu.guests.models import Letter
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "guests.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def ids_of(texts: Sequence[str]) -> list[UUID]:
    """Posted ids; what is none is passed over."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def sheet_of(letter: Letter, meeting: Meeting, link: str = "") -> LetterSheet:
    return letter_of(
        meeting,
        letter.version.content,
        letter.values,
        language=letter.template.language,
        link=link,
        number=letter.number,
    )


def letter_pdf(letter: Letter, meeting: Meeting, link: str) -> FileResponse:
    made = letters_pdf(
        [sheet_of(letter, meeting, link)],
        language=letter.template.language,
        title=letter.number,
        author=meeting.org.name,
    )
    return pdf_file(made, f"{letter.number}.pdf")


def pdf_file(content: bytes, name: str) -> FileResponse:
    return send(io.BytesIO(content), name=name, media_type="application/pdf", inline=True)
