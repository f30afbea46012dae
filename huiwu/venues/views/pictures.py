"""Photos of venues and rooms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.files import send_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import NotFound
from huiwu.venues import queries, services
from huiwu.venues.forms.library import PictureForm
from huiwu.venues.models import Picture


@login_required
@require_POST
def add(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    """Several photos at once, of the venue or of the room named."""
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    form = PictureForm(request.POST, request.FILES)
    asked = _uuid(request.POST.get("room", ""))
    room = venue.rooms.filter(pk=asked).first() if asked else None
    if form.is_valid():
        for file in request.FILES.getlist("file"):
            services.add_picture(
                actor=actor,
                venue_id=venue_id,
                room_id=room.pk if room else None,
                content=file,
                name=file.name or "",
                caption=form.cleaned_data["caption"],
            )
        messages.success(request, _("照片已保存，拍摄地点等附带信息已去除。"))
    else:
        messages.error(request, _("请选择照片。"))
    return redirect("venues:room", room.pk) if room else redirect("venues:venue", venue_id)


@login_required
@require_safe
def large(request: HttpRequest, venue_id: UUID, picture_id: UUID) -> HttpResponseBase:
    return _sent(_picture(request, venue_id, picture_id).stored)


@login_required
@require_safe
def small(request: HttpRequest, venue_id: UUID, picture_id: UUID) -> HttpResponseBase:
    return _sent(_picture(request, venue_id, picture_id).thumbnail)


@login_required
@require_POST
def remove(request: HttpRequest, venue_id: UUID, picture_id: UUID) -> HttpResponse:
    row = _picture(request, venue_id, picture_id)
    services.remove_picture(actor=actor_of(request), venue_id=venue_id, picture_id=picture_id)
    messages.success(request, _("已删除照片。"))
    return redirect("venues:room", row.room_id) if row.room_id else redirect("venues:venue", venue_id)


def _picture(request: HttpRequest, venue_id: UUID, picture_id: UUID) -> Picture:
    venue = queries.venue_for(actor_of(request), venue_id)
    row = venue.pictures.select_related("stored", "thumbnail").filter(pk=picture_id).first()
    if row is None:
        raise NotFound
    return row


def _sent(stored: StoredFile) -> HttpResponseBase:
    """A picture never changes under its address: a list of them is fetched once."""
    response = send_file(stored, inline=True)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
