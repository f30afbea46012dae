"""What the pages of payments share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "payments.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def tabs(meeting: Meeting) -> list[tuple[str, str, str]]:
    rows = (
        ("index", _("付款申请")),
        ("paid", _("付款记录")),
        ("receipts", _("收款")),
        ("matching", _("三单匹配")),
        ("dues", _("应收应付")),
    )
    return [(code, label, reverse(f"payments:{code}", args=[meeting.slug])) for code, label in rows]


def kept_upload(request: HttpRequest, name: str, meeting: Meeting, actor: Actor, permission: str) -> StoredFile | None:
    """The uploaded file, kept for the meeting; None when none was chosen."""
    require(actor, permission, meeting)
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
