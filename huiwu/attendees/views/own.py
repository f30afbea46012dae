"""The one personal page, opened by a link on a phone: ticket, own data, and the cards of every other capability."""

from __future__ import annotations

import io
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees import forms, queries, services
from huiwu.attendees.documents import calendar_of, card_of, days_of
from huiwu.attendees.errors import NoSuchAttendee, ShortCodeRests, ShortCodeWrong
from huiwu.attendees.models import Attendee
from huiwu.attendees.services.short_codes import open_by_code
from huiwu.attendees.views.frame import number, show_refusal
from huiwu.documents.render.card import card_png
from huiwu.documents.render.ics import ics
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.foundation.registry.tickets import why_withheld
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit


def opened(request: HttpRequest, token: str) -> tuple[Actor, Attendee]:
    """The person as the actor, and their record. Raises LinkUnusable, NoSuchAttendee."""
    agent = request.headers.get("User-Agent", "")[:300]
    actor, row = services.open_own(token=token, address=address_of(request), agent=agent)
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    return actor, row


@never_cache
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    actor, row = opened(request, token)
    return _page(request, token, actor, row)


def _page(
    request: HttpRequest, token: str, actor: Actor, row: Attendee, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "sender": row.meeting.org.name,
        "token": token,
        "row": row,
        "meeting": row.meeting,
        "days": days_of(row.meeting),
        "code": queries.code_of(row),
        "withheld": why_withheld(row),
        "panels": drawn_panels("attendee.own", actor, row.meeting, request, subject=row),
        "form": forms.OwnForm(initial=_shown(row)),
        "revision": row.revision,
        "expires_at": actor.link.expires_at,
        **more,
    }
    return render(request, "attendees/own.html", context, status=status)


def _shown(row: Attendee) -> dict[str, Any]:
    return {name: getattr(row, name) for name in forms.OwnForm.base_fields} | {"mobile": row.spoken_mobile}


@never_cache
@require_POST
def data(request: HttpRequest, token: str) -> HttpResponse:
    """The person corrects their own data; refused or overtaken, everything typed stays."""
    actor, row = opened(request, token)
    form = forms.OwnForm(request.POST)
    if not form.is_valid():
        return _page(request, token, actor, row, status=422, form=form)
    try:
        services.change_attendee(
            actor=actor,
            attendee_id=row.pk,
            revision=number(request.POST.get("revision", "")) or 0,
            values=form.cleaned_data,  # type: ignore[arg-type]  # its fields are columns
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _page(request, token, actor, row, status=refusal.status, form=form)
    except StaleEdit as stale:
        more = {"form": form, "refusal": sentence_of(stale), "revision": stale.theirs.revision}
        return _page(request, token, actor, row, status=stale.status, **more)
    return redirect("attendees:own", token=token)


@never_cache
@require_POST
def photo(request: HttpRequest, token: str) -> HttpResponse:
    actor, row = opened(request, token)
    file = request.FILES.get("photo")
    if file is not None and not isinstance(file, list):
        services.keep_photo(actor=actor, attendee_id=row.pk, content=file, name=file.name or "photo")
    return redirect("attendees:own", token=token)


@never_cache
@require_safe
def card(request: HttpRequest, token: str) -> FileResponse:
    """The ticket as a picture to keep among the photos."""
    _actor, row = opened(request, token)
    if not row.is_coming or why_withheld(row):
        raise NotFound
    name = _("{meeting} 参会卡").format(meeting=row.meeting.name)
    return send(io.BytesIO(card_png(card_of(row))), name=f"{name}.png", media_type="image/png", inline=True)


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> FileResponse:
    _actor, row = opened(request, token)
    meeting = row.meeting
    made = ics(list(calendar_of(row)), name=meeting.name, zone=meeting.zone, stamped_at=clock.now())
    return send(io.BytesIO(made), name=f"{meeting.name}.ics", media_type="text/calendar")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where a text message leads: the last figures of the phone, then the personal page."""
    refusal, status = "", 200
    if request.method == "POST":
        try:
            token = open_by_code(code=code, tail=request.POST.get("tail", "")[:8], address=address_of(request))
            return redirect("attendees:own", token)
        except (ShortCodeWrong, ShortCodeRests, NoSuchAttendee) as raised:
            refusal, status = sentence_of(raised), raised.status
    return render(request, "attendees/by_code.html", {"code": code, "refusal": refusal}, status=status)
