"""What the pages of attendees share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "attendees.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def rights(actor: Actor, meeting: Meeting) -> dict[str, bool]:
    """What the actor may, for templates."""
    verbs = ("edit", "judge", "rank", "view_contacts", "import", "export")
    return {f"may_{verb}": can(actor, f"attendees.{verb}", meeting) for verb in verbs}


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        field = name if name in form.fields else None
        for sentence in sentences:
            form.add_error(field, sentence)


def is_for(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for the fragment of this target."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == target)


def number(text: str) -> int | None:
    """A revision as posted; None for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
