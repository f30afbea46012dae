"""What the pages share: the meeting (or the organisation) they are about, addresses, uploads, refusals on a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import invoice_for
from huiwu.invoices.queries.addresses import address
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import home_organisation, meeting_for

LINKS = ("register", "add", "new", "workbook", "sheet", "code", "picture")
ORG_PERMISSIONS = {"invoices.view": "invoices.view_all"}


@dataclass(slots=True)
class Desk:
    """Where the person stands: in a meeting's register, or in that over all meetings."""

    actor: Actor
    org: Organisation
    meeting: Meeting | None

    def url(self, page: str, *more: Any) -> str:
        return address(self.meeting, page, *more)

    def back(self, page: str = "register", *more: Any) -> HttpResponse:
        return redirect(self.url(page, *more))

    def context(self, **more: Any) -> dict[str, Any]:
        """Values every template takes: its frame, the meeting (None over all), the addresses of this desk."""
        frame = "meeting_base.html" if self.meeting else "base.html"
        return {"frame": frame, "meeting": self.meeting, "here": {name: self.url(name) for name in LINKS}, **more}


def desk_at(request: HttpRequest, slug: str, permission: str, *, over_all: str = "") -> Desk:
    """The desk for a page; without a slug, the person's own organisation's, which may ask for another permission.

    Raises NotFound, NotAllowed.
    """
    actor = actor_of(request)
    if slug:
        meeting = meeting_for(actor, slug, permission)
        return Desk(actor, meeting.org, meeting)
    org = home_organisation(actor)
    require(actor, over_all or ORG_PERMISSIONS.get(permission, "invoices.keep_unassigned"), org.pk)
    return Desk(actor, org, None)


def invoice_at(
    request: HttpRequest, slug: str, invoice_id: UUID, permission: str = "invoices.view"
) -> tuple[Desk, Invoice]:
    """An invoice under the address of its own meeting (or of none)."""
    desk = desk_at(request, slug, permission) if slug else Desk(actor_of(request), *_home(request))
    row = invoice_for(desk.actor, invoice_id, permission)
    if row.meeting_id != (desk.meeting.pk if desk.meeting else None):
        raise NotFound
    return desk, row


def _home(request: HttpRequest) -> tuple[Organisation, None]:
    return home_organisation(actor_of(request)), None


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
