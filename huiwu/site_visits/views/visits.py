"""The inspection sheet on a phone: a plain form that a script keeps on the device while there is no network."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, Refusal
from huiwu.meetings.models import Meeting
from huiwu.site_visits import services
from huiwu.site_visits.choices import EntryState
from huiwu.site_visits.models import SiteVisit
from huiwu.site_visits.queries.sheet import SCORES, VisitSheet, sheet_of
from huiwu.site_visits.queries.visits import visit_for
from huiwu.site_visits.services.entries import own_visit
from huiwu.site_visits.views.frame import opened

FIELDS = ("score", "note", "measure")
GONE_FOR_GOOD = (413, 415, 422)
"""Refusals that a second try of the same photo would meet again."""


@login_required
@require_POST
def begin(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    visit = services.begin_visit(actor=actor, meeting=meeting, candidate_id=candidate_id)
    return redirect("site_visits:visit", slug, visit.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, slug: str, visit_id: UUID) -> HttpResponse:
    """The inspector's own sheet; colleagues read it."""
    actor, meeting = opened(request, slug)
    row = visit_for(meeting, visit_id)
    if request.method == "POST":
        return _posted(request, actor, meeting, row)
    return _page(request, actor, meeting, row)


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, row: SiteVisit, faults: list[str] | None = None
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "visit": row,
        "sheet": sheet_of(row),
        "scale": SCORES,
        "is_own": row.inspector_id == actor.id,
        "served_at": clock.now().isoformat(),
        "faults": faults or [],
    }
    return render(request, "site_visits/visit.html", context, status=422 if faults else 200)


def _posted(request: HttpRequest, actor: Actor, meeting: Meeting, row: SiteVisit) -> HttpResponse:
    """The form without a script: only fields that differ from what the page showed are written."""
    own_visit(actor, meeting, row.pk)
    raw = list(_entries(request, sheet_of(row)))
    answers = services.receive_entries(actor=actor, meeting=meeting, visit_id=row.pk, raw=raw) if raw else []
    faults = [answer.why for answer in answers if answer.state == EntryState.REFUSED]
    for name in request.FILES:
        kind, _dot, key = name.partition(":")
        for file in request.FILES.getlist(name) if kind == "photo" else ():
            try:
                services.keep_visit_photo(
                    actor=actor,
                    meeting=meeting,
                    visit_id=row.pk,
                    photo_id=uuid4(),
                    content=file,
                    name=file.name or "",
                    key=key,
                )
            except Refusal as refused:
                faults.append(sentence_of(refused))
    if faults:
        return _page(request, actor, meeting, visit_for(meeting, row.pk), faults)
    messages.success(request, _("已保存。"))
    return redirect("site_visits:visit", row.candidate.meeting.slug, row.pk)


def _entries(request: HttpRequest, sheet: VisitSheet) -> Any:
    """Posted fields as entries, made now. `was:` fields hold what the page showed."""
    at = clock.now().isoformat()

    def entry(kind: str, key: str, value: Any) -> dict[str, Any]:
        return {"id": str(uuid4()), "kind": kind, "key": key, "value": value, "at": at}

    for row in sheet.rows:
        for kind in FIELDS:
            name = f"{kind}:{row.key}"
            if name in request.POST and request.POST[name].strip() != request.POST.get(f"was:{name}", "").strip():
                yield entry(kind, row.key, request.POST[name])
    if request.POST.get("summary", "").strip() != request.POST.get("was:summary", "").strip():
        yield entry("summary", "", request.POST.get("summary", ""))
    if request.POST.get("promise_item", "").strip():
        told = {name: request.POST.get(f"promise_{name}", "") for name in ("item", "said_by", "note")}
        yield entry("promise", str(uuid4()), told)
    for verb in ("unpromise", "unphoto"):
        if verb in request.POST:
            yield entry(verb, request.POST[verb], None)
    if "finish" in request.POST:
        yield entry("finish", "", request.POST["finish"] == "1")


@login_required
@require_POST
def entries(request: HttpRequest, slug: str, visit_id: UUID) -> HttpResponse:
    """`{"entries": [{id, kind, key, value, at}]}` → `{"at", "answers": [{id, state, why}]}`, each answered on its own."""
    actor, meeting = opened(request, slug)
    own_visit(actor, meeting, visit_id)
    try:
        raw = json.loads(request.body)["entries"]
    except (ValueError, TypeError, KeyError):
        raw = None
    if not isinstance(raw, list):
        return JsonResponse({"code": "unreadable"}, status=400)
    answers = services.receive_entries(actor=actor, meeting=meeting, visit_id=visit_id, raw=raw)
    return _answered([{"id": a.id, "state": a.state, "why": a.why} for a in answers])


@login_required
@require_POST
def photos(request: HttpRequest, slug: str, visit_id: UUID) -> HttpResponse:
    """One photo under the id its device made: `id`, `key`, `at`, `file`. The same id again gets the same answer."""
    actor, meeting = opened(request, slug)
    own_visit(actor, meeting, visit_id)
    file = request.FILES.get("file")
    try:
        photo_id = UUID(request.POST.get("id", ""))
    except ValueError:
        raise NotFound from None
    if file is None:
        return _answered([{"id": str(photo_id), "state": EntryState.REFUSED, "why": _("没有收到照片内容")}])
    try:
        services.keep_visit_photo(
            actor=actor,
            meeting=meeting,
            visit_id=visit_id,
            photo_id=photo_id,
            content=file,
            name=file.name or "",
            key=request.POST.get("key", ""),
            taken_at=_instant(request.POST.get("at", "")),
        )
    except Refusal as refused:
        if refused.status not in GONE_FOR_GOOD:
            raise
        return _answered([{"id": str(photo_id), "state": EntryState.REFUSED, "why": sentence_of(refused)}])
    return _answered([{"id": str(photo_id), "state": EntryState.APPLIED, "why": ""}])


def _answered(answers: list[dict[str, str]]) -> JsonResponse:
    return JsonResponse({"at": clock.now().isoformat(), "answers": answers})


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
