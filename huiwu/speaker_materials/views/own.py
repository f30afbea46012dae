"""The speaker's own pages on the phone: what is wanted, and one page to hand in each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.agenda.queries import parts_of
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import open_own
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import Refusal
from huiwu.privacy.choices import PurposeCode
from huiwu.privacy.queries.consents import has_consent, published_notice
from huiwu.privacy.services import give_consents
from huiwu.speaker_materials import forms, queries
from huiwu.speaker_materials.errors import NoSuchMaterial
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.views.frame import hand_in, limits, person_rows, shown, text_form, version_file


def opened(request: HttpRequest, token: str) -> tuple[Actor, Attendee, list[SpeakerMaterial]]:
    """The holder of the personal link, and their materials. Raises LinkUnusable, NoSuchMaterial (nothing is wanted)."""
    agent = request.headers.get("User-Agent", "")[:300]
    actor, person = open_own(token=token, address=address_of(request), agent=agent)
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    rows = [row for row in person_rows(person) if row.is_waited_for]
    if not rows:
        raise NoSuchMaterial
    return actor, person, rows


def _frame(token: str, person: Attendee) -> dict[str, Any]:
    meeting = person.meeting
    return {"sender": meeting.org.name, "token": token, "meeting": meeting, "person": person}


@never_cache
@require_safe
def index(request: HttpRequest, token: str) -> HttpResponse:
    _actor, person, rows = opened(request, token)
    meeting = person.meeting
    standards = queries.standards_of(meeting)
    found = shown(meeting, rows, standards)
    context = _frame(token, person) | {
        "rows": found,
        "owed": [one for one in found if one.row.is_owed],
        "parts": parts_of(meeting, person),
        "has_consent": has_consent(meeting, person.pk, PurposeCode.PORTRAIT),
        "has_notice": published_notice(meeting) is not None,
        **limits(standards),
    }
    return render(request, "speaker_materials/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: HttpRequest, token: str, material_id: UUID) -> HttpResponse:
    """One material: what came in before, and the form for the next version."""
    actor, person, rows = opened(request, token)
    row = next((one for one in rows if one.pk == material_id), None)
    if row is None:
        raise NoSuchMaterial
    standards = queries.standards_of(person.meeting)
    (one,) = shown(person.meeting, [row], standards)
    form = text_form(row, request.POST or None, one.current) if row.is_text else None
    status, refused = 200, ""
    if request.method == "POST":
        done, refused, status = _posted(request, actor, row, form)
        if done:
            messages.success(request, _("已收到，谢谢。会务组审核后，这里会显示结果。"))
            return redirect("speaker_materials:own", token)
    context = _frame(token, person) | {"one": one, "form": form, "refusal": refused, **limits(standards)}
    return render(request, "speaker_materials/own_material.html", context, status=status)


def _posted(
    request: HttpRequest, actor: Actor, row: SpeakerMaterial, form: forms.TextForm | None
) -> tuple[bool, str, int]:
    try:
        done = hand_in(request, actor, row, form)
    except Refusal as refusal:
        return False, sentence_of(refusal), refusal.status
    return done, "", 200 if done else 422


@never_cache
@require_POST
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """The speaker agrees to be photographed and recorded; taking it back stands with the other consents."""
    actor, person, _rows = opened(request, token)
    try:
        give_consents(actor=actor, meeting=person.meeting, subject_id=person.pk, purposes=[PurposeCode.PORTRAIT])
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("已记下您的同意。"))
    return redirect("speaker_materials:own", token)


@never_cache
@require_safe
def file(request: HttpRequest, token: str, version_id: UUID) -> FileResponse:
    _actor, person, _rows = opened(request, token)
    version = queries.version_for(person.meeting, version_id)
    if version.material.attendee_id != person.pk:
        raise NoSuchMaterial
    return version_file(version, small="small" in request.GET)
