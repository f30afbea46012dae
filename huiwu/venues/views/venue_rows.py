"""A venue's contacts, distances, guest rooms and certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.files import keep_file, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.venues import queries, services
from huiwu.venues.forms.inputs import filled_rows, rows_of, show_refusal
from huiwu.venues.forms.library import CertificateForm, ContactRow, DistanceRow, LodgingRow
from huiwu.venues.models import Venue
from huiwu.venues.views.frame import READ_WRITE, number

Save = Callable[[list[dict[str, Any]]], object]


@login_required
@READ_WRITE
def contacts(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    names = ("name", "title", "phone", "email")
    initial = [{name: getattr(row, name) for name in names} for row in venue.contacts.all()]

    def save(rows: list[dict[str, Any]]) -> object:
        return services.set_venue_contacts(actor=actor, venue_id=venue_id, contacts=rows)

    return _rows(request, venue, ContactRow, initial, save, _("场地联系人"))


@login_required
@READ_WRITE
def lodging(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    names = ("room_type", "count", "rate_cents", "has_breakfast", "note")
    initial = [{name: getattr(row, name) for name in names} for row in venue.lodging_offers.all()]

    def save(rows: list[dict[str, Any]]) -> object:
        return services.set_lodging_offers(actor=actor, venue_id=venue_id, offers=rows)

    return _rows(request, venue, LodgingRow, initial, save, _("客房"))


@login_required
@READ_WRITE
def distances(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    """Part of the venue's row, so over its revision."""
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    revision = number(request.POST.get("revision", "")) or venue.revision

    def save(rows: list[dict[str, Any]]) -> object:
        return services.change_venue(actor=actor, venue_id=venue_id, revision=revision, values={"distances": rows})

    return _rows(request, venue, DistanceRow, venue.distances, save, _("到机场、高铁站、地铁"))


def _rows(request: HttpRequest, venue: Venue, form: Any, initial: Any, save: Save, title: str) -> HttpResponse:
    formset = rows_of(form, extra=3)(request.POST or None, initial=initial)
    errors: list[str] = []
    if request.method == "POST" and formset.is_valid():
        try:
            save(filled_rows(formset))
        except (InvalidInput, StaleEdit) as refusal:
            errors.append(sentence_of(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("venues:venue", venue.pk)
    context = {"venue": venue, "formset": formset, "title": title, "errors": errors}
    status = 422 if formset.is_bound else 200
    return render(request, "venues/rows.html", context, status=status)


@login_required
@READ_WRITE
def certificate_new(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    form = CertificateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        upload = form.cleaned_data["file"]
        file = keep_file(upload, name=upload.name, kept_by=actor.id) if upload else None
        try:
            services.record_certificate(actor=actor, venue_id=venue_id, file=file, **values)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记。"))
            return redirect("venues:venue", venue_id)
    context = {"venue": venue, "form": form}
    return render(request, "venues/certificate.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def certificate_file(request: HttpRequest, venue_id: UUID, certificate_id: UUID) -> HttpResponseBase:
    venue = queries.venue_for(actor_of(request), venue_id)
    row = venue.certificates.select_related("file").filter(pk=certificate_id, file__isnull=False).first()
    if row is None or row.file is None:
        raise NotFound
    return send_file(row.file, inline=True)


@login_required
@require_POST
def certificate_remove(request: HttpRequest, venue_id: UUID, certificate_id: UUID) -> HttpResponse:
    services.remove_certificate(actor=actor_of(request), venue_id=venue_id, certificate_id=certificate_id)
    messages.success(request, _("已移除。"))
    return redirect("venues:venue", venue_id)
