"""What the pages of suppliers share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "suppliers.view_meeting") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def kept_upload(request: HttpRequest, name: str, actor: Actor, meeting_id: UUID | None = None) -> StoredFile | None:
    """The uploaded file, kept; None when none was chosen. The view has asked for permission."""
    file = request.FILES.get(name)
    if file is None:
        return None
    return keep_file(file, name=file.name or name, meeting_id=meeting_id, kept_by=actor.id)


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def theirs_by_name(form: forms.Form, row: Any) -> dict[str, Any]:
    """The current values of the form's fields, of the row somebody else has saved."""
    return {name: getattr(row, name) for name in form.fields if hasattr(row, name) and name != "file"}
