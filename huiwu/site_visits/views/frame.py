"""What the pages of site visits share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import home_organisation, meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "site_visits.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def home_of(actor: Actor, permission: str) -> UUID:
    """The organisation whose settings the person sees. Raises NotAllowed."""
    org = home_organisation(actor)
    require(actor, permission, org.pk)
    return org.pk


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    if not refusal.fields:
        form.add_error(None, str(refusal.params.get("detail", "")))


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
