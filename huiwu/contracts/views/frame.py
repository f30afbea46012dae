"""What the pages of contracts share: the contract for an actor, kept uploads, refusals shown on a form."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from huiwu.contracts.models import Contract
from huiwu.contracts.queries import contracts_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


def opened(
    request: HttpRequest, slug: str, contract_id: UUID, permission: str = "contracts.view"
) -> tuple[Actor, Contract]:
    """The contract of that meeting with its figures. Raises NotFound, NotAllowed."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, permission)
    found = contracts_of(meeting).select_related(
        "meeting__org", "meeting__client", "scan", "submitted_by", "reviewed_by", "recorded_by", "saved_by", "venue",
        "candidate", "selection", "supplier", "document",
    )  # fmt: skip
    contract = found.filter(pk=contract_id).first()
    if contract is None:
        raise NotFound
    return actor, contract


def needed(request: HttpRequest) -> str:
    """To write a draft one needs more than to read it."""
    return "contracts.edit" if request.method == "POST" else "contracts.view"


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


def day_or(text: str, other: date) -> date:
    """An ISO day from the address, or `other`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return other


def today_at(meeting: Meeting) -> date:
    return clock.today(meeting.time_zone)
