"""The agenda for everybody who has its address, and for a speaker by their own link."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiwu.agenda.models import Agenda
from huiwu.agenda.queries.content import agenda_content, released
from huiwu.agenda.queries.public import public_agenda
from huiwu.agenda.views.files import calendar_file
from huiwu.attendees.services import open_own
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import NotFound


@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force, day by day; `?track=` follows one line. Not there unless the meeting made it public."""
    row, version = _open(slug)
    context: dict[str, Any] = public_agenda(row, version, request.GET.get("track", "")[:80])
    context["calendar_url"] = reverse("agenda:public_calendar", args=[slug])
    return render(request, "agenda/public.html", context)


@require_safe
def public_calendar(request: HttpRequest, slug: str) -> FileResponse:
    row, version = _open(slug)
    url = request.build_absolute_uri(reverse("agenda:public", args=[slug]))
    return calendar_file(row.meeting, version.content, version, url=url)


@require_safe
def own_calendar(request: HttpRequest, token: str) -> FileResponse:
    """What a speaker is on the stage for: of the version in force, before there is one of the draft."""
    _actor, attendee = open_own(
        token=token, address=address_of(request), agent=request.headers.get("User-Agent", "")[:300]
    )
    meeting = attendee.meeting
    version = released(meeting)
    content = version.content if version else agenda_content(meeting)
    return calendar_file(meeting, content, version, attendee=str(attendee.pk))


def _open(slug: str) -> tuple[Agenda, Any]:
    row = Agenda.objects.select_related("meeting__org").filter(meeting__slug=slug, is_public=True).first()
    version = released(row.meeting) if row else None
    if row is None or version is None:
        raise NotFound
    return row, version
