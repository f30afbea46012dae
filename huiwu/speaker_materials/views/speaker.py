"""One speaker: what is wanted, what came in, what is wrong with it; accepted, returned, handed in for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.agenda.queries import parts_of
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import PurposeCode
from huiwu.privacy.queries.consents import has_consent
from huiwu.speaker_materials import forms, queries, services
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.views.frame import (
    hand_in as take,
)
from huiwu.speaker_materials.views.frame import limits, number, opened, person_rows, shown, text_form, version_file


@require_safe
def show(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting, queries.speaker_for(meeting, attendee_id))


def _page(
    request: HttpRequest,
    actor: Actor,
    meeting: Meeting,
    person: Attendee,
    status: int = 200,
    *,
    of: UUID | None = None,
    form: forms.TextForm | None = None,
    **more: Any,
) -> HttpResponse:
    """`of` is the material whose form was refused: it stays open, with what was typed."""
    standards = queries.standards_of(meeting)
    rows = shown(meeting, person_rows(person), standards)
    may_edit = can(actor, "speaker_materials.edit", meeting)
    items = queries.items_of_speaker(person) if may_edit else []
    context = {
        "meeting": meeting,
        "person": person,
        "parts": parts_of(meeting, person),
        "rows": [(one, form if one.row.pk == of else _form(one), one.row.pk == of) for one in rows],
        "owes": any(one.row.is_owed for one in rows),
        "may_edit": may_edit,
        "may_judge": can(actor, "speaker_materials.judge", meeting),
        "requests": person.material_requests.select_related("asked_by")[:20],
        "has_consent": has_consent(meeting, person.pk, PurposeCode.PORTRAIT),
        "extra_form": forms.ExtraForm(items=items) if items else None,
        **limits(standards),
        **more,
    }
    return render(request, "speaker_materials/speaker.html", context, status=status)


def _form(one: Any) -> forms.TextForm | None:
    return text_form(one.row, None, one.current) if one.row.is_text else None


def _refused(
    request: HttpRequest, actor: Actor, meeting: Meeting, row: SpeakerMaterial, refusal: Refusal, **more: Any
) -> HttpResponse:
    said = {"refusal": sentence_of(refusal), "of": row.pk, **more}
    return _page(request, actor, meeting, queries.speaker_for(meeting, row.attendee_id), refusal.status, **said)


@require_POST
def hand_in(request: HttpRequest, slug: str, material_id: UUID) -> HttpResponse:
    """Somebody of ours got it by mail or on a stick."""
    actor, meeting = opened(request, slug, "speaker_materials.edit")
    row = queries.material_for(meeting, material_id)
    form = text_form(row, request.POST, None) if row.is_text else None
    try:
        done = take(request, actor, row, form)
    except Refusal as refusal:
        return _refused(request, actor, meeting, row, refusal, form=form)
    if not done:
        person = queries.speaker_for(meeting, row.attendee_id)
        return _page(request, actor, meeting, person, 422, of=row.pk, form=form)
    messages.success(request, _("已收下，待审核。"))
    return redirect("speaker_materials:speaker", slug, row.attendee_id)


@require_POST
def judge(request: HttpRequest, slug: str, material_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "speaker_materials.judge")
    row = queries.material_for(meeting, material_id)
    seen: dict[str, Any] = {"actor": actor, "material_id": row.pk, "number": number(request.POST.get("number", ""))}
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("act") == "return":
            services.return_material(**seen, reason=reason)
            messages.success(request, _("已退回，并告知讲者。"))
        else:
            services.accept_material(**seen)
            messages.success(request, _("已通过。"))
    except Refusal as refusal:
        return _refused(request, actor, meeting, row, refusal, typed_reason=reason)
    return redirect("speaker_materials:speaker", slug, row.attendee_id)


@require_POST
def adjust(request: HttpRequest, slug: str, material_id: UUID) -> HttpResponse:
    """Let it go, want it again, or give it a day of its own."""
    actor, meeting = opened(request, slug, "speaker_materials.edit")
    row = queries.material_for(meeting, material_id)
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    try:
        if act == "waive":
            services.waive_material(actor=actor, material_id=row.pk, reason=reason)
        elif act == "want":
            services.want_again(actor=actor, material_id=row.pk)
        else:
            form = forms.DueForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("期限不是有效的日期，没有改动。"))
                return redirect("speaker_materials:speaker", slug, row.attendee_id)
            services.set_due(actor=actor, material_id=row.pk, due_on=form.cleaned_data["due_on"])
    except Refusal as refusal:
        return _refused(request, actor, meeting, row, refusal)
    messages.success(request, _("已保存。"))
    return redirect("speaker_materials:speaker", slug, row.attendee_id)


@require_POST
def extra(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "speaker_materials.edit")
    person = queries.speaker_for(meeting, attendee_id)
    form = forms.ExtraForm(request.POST, items=queries.items_of_speaker(person))
    if not form.is_valid():
        messages.error(request, _("请选择资料和环节，没有添加。"))
        return redirect("speaker_materials:speaker", slug, attendee_id)
    try:
        services.ask_extra(
            actor=actor,
            meeting=meeting,
            attendee_id=person.pk,
            item_id=form.item_id(),
            kind=form.cleaned_data["kind"],
        )
    except Refusal as refusal:
        return _page(request, actor, meeting, person, refusal.status, refusal=sentence_of(refusal))
    messages.success(request, _("已加入清单。"))
    return redirect("speaker_materials:speaker", slug, attendee_id)


@require_safe
def file(request: HttpRequest, slug: str, version_id: UUID) -> FileResponse:
    _actor, meeting = opened(request, slug)
    return version_file(queries.version_for(meeting, version_id), small="small" in request.GET)
