"""Doubles to judge, what is missing, merges to take back, and the list declared checked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees import forms, queries, services
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries.words import field_label
from huiwu.attendees.services.history import text_of
from huiwu.attendees.services.values import COLUMNS
from huiwu.attendees.views.frame import opened, rights
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Meeting

COMPARED = tuple(
    key for key in COLUMNS if key not in ("batch_id", "photo_id", "retain_until", "country", "tags", "roles")
)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting)


def _page(request: HttpRequest, actor: Actor, meeting: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "meeting": meeting,
        "groups": queries.open_duplicates(meeting),
        "missing": [(row, [field_label(key) for key in lacks]) for row, lacks in queries.missing_rows(meeting)],
        "merges": queries.standing_merges(meeting),
        "checks": queries.list_checks(meeting),
        "changed_since": queries.changed_since_check(meeting),
        "check_form": forms.CheckForm(),
        **rights(actor, meeting),
        **more,
    }
    return render(request, "attendees/quality.html", context, status=status)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str, kept_id: UUID, gone_id: UUID) -> HttpResponse:
    """Both records side by side, column by column, before anything is done."""
    actor, meeting = opened(request, slug, "attendees.judge")
    kept = queries.attendee_for(actor, meeting, kept_id)
    gone = queries.attendee_for(actor, meeting, gone_id)
    if request.method == "POST":
        take = [key for key in COMPARED if request.POST.get(f"take-{key}") == "theirs"]
        services.merge_attendees(actor=actor, meeting=meeting, kept_id=kept_id, gone_id=gone_id, take=take)
        messages.success(request, _("已合并为{name}，可以在核对页撤销。").format(name=kept.display_name))
        return redirect("attendees:attendee", slug=slug, attendee_id=kept_id)
    context = {"meeting": meeting, "kept": kept, "gone": gone, "rows": _compared(kept, gone)}
    return render(request, "attendees/merge.html", context)


def _compared(kept: Attendee, gone: Attendee) -> list[dict[str, Any]]:
    """Columns in which the two differ; where one is blank the other is taken anyway."""
    rows = []
    for key in COMPARED:
        mine, theirs = text_of(key, getattr(kept, key)), text_of(key, getattr(gone, key))
        if mine != theirs:
            choose = bool(mine and theirs)
            rows.append({"key": key, "label": field_label(key), "mine": mine, "theirs": theirs, "choose": choose})
    return rows


@require_POST
def apart(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "attendees.judge")
    ids = [UUID(text) for text in request.POST.getlist("ids") if _is_uuid(text)]
    services.tell_apart(actor=actor, meeting=meeting, attendee_ids=ids)
    messages.success(request, _("已记为不同的人，不再提示。"))
    return redirect("attendees:quality", slug=slug)


@require_POST
def undo(request: HttpRequest, slug: str, merge_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "attendees.judge")
    try:
        services.undo_merge(actor=actor, merge_id=merge_id)
    except Refusal as refusal:
        return _page(request, actor, meeting, status=refusal.status, refusal=sentence_of(refusal))
    messages.success(request, _("合并已撤销，两条记录恢复原样。"))
    return redirect("attendees:quality", slug=slug)


@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The list is declared checked as it stands."""
    actor, meeting = opened(request, slug, "attendees.judge")
    form = forms.CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, meeting, status=422, check_form=form)
    try:
        services.check_list(actor=actor, meeting=meeting, note=form.cleaned_data["note"])
    except Refusal as refusal:
        more = {"check_form": form, "refusal": sentence_of(refusal)}
        return _page(request, actor, meeting, status=refusal.status, **more)
    messages.success(request, _("已记录：名单核对完毕。"))
    return redirect("attendees:quality", slug=slug)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
