"""The library: list, one venue, its facts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.venues import queries, services
from huiwu.venues.errors import VenueNameTaken
from huiwu.venues.forms.inputs import show_refusal
from huiwu.venues.forms.library import LibraryFilterForm, PictureForm, VenueForm
from huiwu.venues.queries.library import (
    certificate_lines,
    certificate_state,
    cities_of,
    fact_lines,
    unknown_count,
    unknown_facts_of_room,
)
from huiwu.venues.schema import VENUE_FACTS
from huiwu.venues.views.frame import READ_WRITE, home_of, revision_shown, stale_context, status_of

PER_PAGE = 40


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "venues.view")
    form = LibraryFilterForm(request.GET, cities=cities_of(actor))
    asked = form.asked()
    page = Paginator(queries.found_venues(actor, asked), PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    rows = [
        {
            "venue": row,
            "photo": next(iter(getattr(row, "photos", ())), None),
            "bad": [c for c in row.certificates.all() if certificate_state(c, today) != "valid"],
        }
        for row in page
    ]
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "rows": rows,
        "may_edit": can(actor, "venues.edit", org_id),
    }
    htmx = getattr(request, "htmx", None)
    template = "venues/_list.html" if htmx and htmx.target == "list" else "venues/list.html"
    return render(request, template, context)


@login_required
@require_safe
def show(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id)
    today = clock.today()
    rooms = [{"room": room, "unknown": unknown_facts_of_room(room)} for room in queries.rooms_of(venue)]
    context = {
        "venue": venue,
        "rooms": rooms,
        "contacts": venue.contacts.all(),
        "certificates": certificate_lines(list(venue.certificates.select_related("file")), today),
        "lodging": venue.lodging_offers.all(),
        "groups": fact_lines(VENUE_FACTS, venue.facts),
        "unknown": unknown_count(venue),
        "pictures": venue.pictures.filter(room=None),
        "picture_form": PictureForm(),
        "may_edit": can(actor, "venues.edit", venue.org_id),
        "may_retire": can(actor, "venues.retire", venue.org_id),
    }
    return render(request, "venues/venue.html", context)


@login_required
@READ_WRITE
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "venues.edit")
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_venue(actor=actor, org_id=org_id, **form.values())
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except VenueNameTaken as taken:
            form.add_error("name", sentence_of(taken))
        else:
            messages.success(request, _("已登记。再补上会场、联系人和证照。"))
            return redirect("venues:venue", row.pk)
    context = {"form": form, "venue": None}
    return render(request, "venues/edit.html", context, status=status_of(form, context))


@login_required
@READ_WRITE
def edit(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    form = VenueForm(request.POST or None, initial=VenueForm.initial_of(venue))
    context: dict[str, Any] = {"form": form, "venue": venue, "revision": revision_shown(request, venue)}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_venue(actor=actor, venue_id=venue_id, revision=context["revision"], values=form.values())
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except VenueNameTaken as taken:
            form.add_error("name", sentence_of(taken))
        except StaleEdit as stale:
            context |= stale_context(form, stale, VenueForm.initial_of(stale.theirs))
        else:
            messages.success(request, _("已保存。"))
            return redirect("venues:venue", venue_id)
    return render(request, "venues/edit.html", context, status=status_of(form, context))


@login_required
@require_POST
def retire(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    row = services.retire_venue(actor=actor_of(request), venue_id=venue_id)
    messages.success(request, _("“{name}”已停用，可随时恢复。").format(name=row.name))
    return redirect("venues:venue", venue_id)


@login_required
@require_POST
def reinstate(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    row = services.reinstate_venue(actor=actor_of(request), venue_id=venue_id)
    messages.success(request, _("“{name}”已恢复。").format(name=row.name))
    return redirect("venues:venue", venue_id)
