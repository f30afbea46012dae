"""The recommended venue goes to the client."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.accounts.services import url_of
from huiwu.documents.errors import Incomplete, NothingChanged
from huiwu.documents.queries import confirmation, review_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import client_contacts
from huiwu.meetings.services import change_meeting
from huiwu.site_visits import forms, services
from huiwu.site_visits.documents import sheet
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.queries.choice import choice_of, confirmed_venue, signed_choice
from huiwu.site_visits.services.candidates import lacking
from huiwu.site_visits.services.choice import content_of
from huiwu.site_visits.views.frame import opened


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting)


def _page(request: HttpRequest, actor: Actor, meeting: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    board, document, signed = board_of(meeting), choice_of(meeting), signed_choice(meeting)
    confirmed = confirmed_venue(meeting)
    recommended = board.recommended
    person = next(iter(sorted(client_contacts(meeting.client), key=lambda c: not c.is_approver)), None)
    initial = {"person": person.name, "recipient": person.email or person.phone} if person else {}
    context = {
        "meeting": meeting,
        "board": board,
        "recommended": recommended,
        "lacking": lacking(recommended) if recommended else [],
        "document": document,
        "waiting": review_version(document) if document else None,
        "signed": signed,
        "signoff": confirmation(signed) if signed else None,
        "confirmed": confirmed,
        "renames": confirmed is not None and meeting.venue_name != confirmed.venue.name,
        "sheet": sheet(meeting, content_of(board, recommended), None) if recommended else None,
        "form": forms.SendForm(initial=initial),
    }
    return render(request, "site_visits/choice.html", context | more, status=status)


@login_required
@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the version and the client's link, shown this once."""
    actor, meeting = opened(request, slug, "site_visits.recommend")
    form = forms.SendForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, meeting, 422, form=form)
    try:
        _version, link, token = services.send_choice(actor=actor, meeting=meeting, **form.cleaned_data)
    except (Incomplete, NothingChanged) as refused:
        return _page(request, actor, meeting, 409, form=form, refusal=sentence_of(refused))
    except Refusal as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, actor, meeting, refused.status, form=form, refusal=sentence_of(refused))
    new_link = url_of(reverse("documents:link", args=[token]))
    return _page(request, actor, meeting, new_link=new_link, new_link_for=link.label)


@login_required
@require_POST
def adopt_name(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting's venue becomes the one the client confirmed; what rests on it is listed as for any change."""
    actor, meeting = opened(request, slug, "meetings.edit")
    confirmed = confirmed_venue(meeting)
    if confirmed is not None:
        change_meeting(
            actor=actor, meeting=meeting, revision=meeting.revision, values={"venue_name": confirmed.venue.name}
        )
        messages.success(request, _("会议地点已改为“{venue}”。").format(venue=confirmed.venue.name))
    return redirect("site_visits:choice", slug)
