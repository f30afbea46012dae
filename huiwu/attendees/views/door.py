"""The client's own page for lists, opened by a link: upload, see what every row would do, mend, hand over to the team."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees.choices import BatchState, RowOutcome
from huiwu.attendees.models import ImportBatch
from huiwu.attendees.queries.imports import counts_of, for_sender, given_batch, given_by, rows_of
from huiwu.attendees.reading.blank import template as template_file
from huiwu.attendees.services import giving, importing
from huiwu.attendees.views.imports import PER_PAGE, job_of, received, send_corrections
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Meeting

WORKING = (BatchState.READING, BatchState.RUNNING)


def opened(request: HttpRequest, token: str) -> tuple[Actor, Meeting]:
    """The holder of the link as the actor. Raises LinkUnusable."""
    agent = request.headers.get("User-Agent", "")[:300]
    actor, meeting = giving.open_door(token=token, address=address_of(request), agent=agent)
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    return actor, meeting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, token: str) -> HttpResponse:
    """Upload or paste; what was given so far and what became of it."""
    actor, meeting = opened(request, token)
    context: dict[str, Any] = {"text": ""}
    status = 200
    if request.method == "POST":
        try:
            batch = received(request, actor, meeting)
            return redirect("attendees:door_list", token, batch.pk)
        except Refusal as refusal:
            context |= {"refusal": sentence_of(refusal), "text": request.POST.get("text", "")}
            status = refusal.status
    context["batches"] = given_by(actor.link)[:30]
    return _page(request, "attendees/door.html", token, actor, meeting, context, status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str, batch_id: UUID) -> HttpResponse:
    """One list: how far it is, then its rows. A POST names another sheet of the workbook."""
    actor, meeting = opened(request, token)
    if request.method == "POST":
        asked = request.POST.get("sheet", "")[:100]
        importing.read_other_sheet(actor=actor, meeting=meeting, batch_id=batch_id, sheet=asked)
        return redirect("attendees:door_list", token, batch_id)
    batch = given_batch(actor.link, batch_id)
    context: dict[str, Any] = {"batch": batch, "is_working": batch.state in WORKING, "stop_url": ""}
    context |= {"job": job_of(batch), "job_url": request.path}
    if getattr(request, "htmx", False) and context["is_working"]:
        return render(request, "attendees/_import_job.html", context)
    response = _page(request, "attendees/door_list.html", token, actor, meeting, context | _rows(request, token, batch))
    if getattr(request, "htmx", False):
        response.headers["HX-Refresh"] = "true"  # it has ended: the page shows what each row would do
    return response


def _rows(request: HttpRequest, token: str, batch: ImportBatch) -> dict[str, Any]:
    asked = request.GET.get("outcome", "")
    if not asked and batch.counts.get(RowOutcome.REFUSED):
        asked = RowOutcome.REFUSED
    page = Paginator(rows_of(batch, asked), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [for_sender(row) for row in page.object_list]
    return {
        "asked": asked,
        "page": page,
        "counts": counts_of(batch),
        "is_draft": batch.handed_at is None and batch.state == BatchState.PREVIEW,
        "writes": sum(batch.counts.get(outcome, 0) for outcome in giving.WRITTEN),
        "sheets": importing.sheets_of(batch) if batch.handed_at is None else [],
        "corrections_url": reverse("attendees:door_corrections", args=[token, batch.pk]),
    }


@never_cache
@require_POST
def hand_over(request: HttpRequest, token: str, batch_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, token)
    giving.hand_over(actor=actor, meeting=meeting, batch_id=batch_id)
    return redirect("attendees:door_list", token, batch_id)


@never_cache
@require_POST
def drop(request: HttpRequest, token: str, batch_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, token)
    importing.drop_list(actor=actor, meeting=meeting, batch_id=batch_id)
    return redirect("attendees:door", token)


@never_cache
@require_safe
def corrections(request: HttpRequest, token: str, batch_id: UUID) -> HttpResponseBase:
    actor, _meeting = opened(request, token)
    return send_corrections(given_batch(actor.link, batch_id))


@never_cache
@require_safe
def template(request: HttpRequest, token: str) -> HttpResponseBase:
    opened(request, token)
    return send(io.BytesIO(template_file()), name=f"{_('参会人员导入模板')}.xlsx", media_type=ZIPPED["xl/"])


def _page(
    request: HttpRequest,
    template_name: str,
    token: str,
    actor: Actor,
    meeting: Meeting,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    assert actor.link is not None
    known = {"token": token, "meeting_name": meeting.name, "sender": meeting.org.name, "zone": meeting.time_zone}
    known |= {"person": actor.name, "expires_at": actor.link.expires_at}
    response = render(request, template_name, known | context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
