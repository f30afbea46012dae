"""Tracks; interpreters and equipment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiwu.agenda import services
from huiwu.agenda.choices import ResourceKind
from huiwu.agenda.errors import ResourceInUse, TrackInUse
from huiwu.agenda.forms import ResourceRows, TrackRows
from huiwu.agenda.queries import resources_of, tracks_of
from huiwu.agenda.services import ResourceValues, TrackValues
from huiwu.agenda.views.frame import opened
from huiwu.agenda.views.items import READ_WRITE
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput


@READ_WRITE
def tracks(request: HttpRequest, slug: str) -> HttpResponse:
    """All tracks in one form; an emptied name takes the track away."""
    actor, meeting = opened(request, slug, "agenda.edit")
    start = [{"id": str(row.pk), "name": row.name, "name_en": row.name_en} for row in tracks_of(meeting)]
    rows = TrackRows(request.POST or None, prefix="tracks", initial=start)
    refusal = ""
    if request.method == "POST" and rows.is_valid():
        values = [
            TrackValues(name=line["name"], name_en=line["name_en"], id=_id(line["id"]))
            for line in (form.cleaned_data for form in rows)
            if line.get("name", "").strip()
        ]
        try:
            services.set_tracks(actor=actor, meeting=meeting, tracks=values)
        except (TrackInUse, InvalidInput) as refused:
            refusal = sentence_of(refused)
        else:
            messages.success(request, _("已保存专场。"))
            return redirect("agenda:tracks", slug=slug)
    return _page(request, "agenda/tracks.html", {"meeting": meeting, "rows": rows}, refusal, rows)


@READ_WRITE
def resources(request: HttpRequest, slug: str) -> HttpResponse:
    """What items may book, in one form; an emptied name takes it away."""
    actor, meeting = opened(request, slug, "agenda.edit")
    start = [
        {"id": str(row.pk), "kind": row.kind, "name": row.name, "count": row.count} for row in resources_of(meeting)
    ]
    rows = ResourceRows(request.POST or None, prefix="resources", initial=start)
    refusal = ""
    if request.method == "POST" and rows.is_valid():
        values = [
            ResourceValues(
                kind=line.get("kind") or ResourceKind.EQUIPMENT,
                name=line["name"],
                count=line.get("count") or 1,
                id=_id(line["id"]),
            )
            for line in (form.cleaned_data for form in rows)
            if line.get("name", "").strip()
        ]
        try:
            services.set_resources(actor=actor, meeting=meeting, resources=values)
        except (ResourceInUse, InvalidInput) as refused:
            refusal = sentence_of(refused)
        else:
            messages.success(request, _("已保存译员与设备。"))
            return redirect("agenda:resources", slug=slug)
    return _page(request, "agenda/resources.html", {"meeting": meeting, "rows": rows}, refusal, rows)


def _page(request: HttpRequest, template: str, context: dict[str, Any], refusal: str, rows: Any) -> HttpResponse:
    status = 422 if refusal or (request.method == "POST" and not rows.is_valid()) else 200
    return render(request, template, context | {"refusal": refusal}, status=status)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
