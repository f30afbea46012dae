"""Lists go out: which there are, and each with its form, order, recipient and purpose."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.attendees.choices import SensitiveField
from huiwu.attendees.forms_lists import ExportForm
from huiwu.attendees.permissions import SensitiveOf
from huiwu.attendees.services.exporting import Asked, export_list
from huiwu.attendees.sheets.kinds import kinds
from huiwu.attendees.views.frame import opened
from huiwu.foundation.files import send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import NotFound, Refusal


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """All lists; diets, itineraries and rooms only for those whose work needs them."""
    actor, meeting = opened(request, slug, "attendees.export")
    needed = {"diets": SensitiveField.DIETARY_REQUIREMENT}
    shown = [
        kind
        for kind in kinds().values()
        if not (field := needed.get(kind.code, kind.sealed))
        or can(actor, "attendees.reveal", SensitiveOf(meeting, field))
    ]
    return render(request, "attendees/exports.html", {"meeting": meeting, "kinds": shown})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """One list: the form, and with a POST the file."""
    actor, meeting = opened(request, slug, "attendees.export")
    kind = kinds().get(code)
    if kind is None:
        raise NotFound
    form = ExportForm(meeting, kind, request.POST or None)
    context = {"meeting": meeting, "kind": kind, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = export_list(actor=actor, meeting=meeting, asked=_asked(code, form.cleaned_data))
            return send(made.content, name=made.name, media_type=made.media_type)
        except Refusal as refusal:
            context["refusal"], status = sentence_of(refusal), refusal.status
    return render(request, "attendees/export.html", context, status=422 if form.errors else status)


def _asked(code: str, clean: dict[str, str]) -> Asked:
    return Asked(
        code=code,
        form=clean["form"],
        purpose=clean["purpose"],
        order=clean.get("order") or "number",
        single_name="COMPARE" if clean.get("single_name") == "COMPARE" else "BLANK_FIRST",
        function_id=UUID(clean["function"]) if clean.get("function") else None,
        audience=clean["audience"],
        recipient=clean.get("recipient", ""),
        entrusted_id=UUID(clean["entrusted"]) if clean.get("entrusted") else None,
    )
