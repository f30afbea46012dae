"""One person: seen in the side panel or on a page of their own, added, changed, revealed, linked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.services import url_of
from huiwu.attendees import forms, queries, services
from huiwu.attendees.models import Attendee
from huiwu.attendees.views.frame import is_for, number, opened, rights, show_refusal
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import open_file, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting


@never_cache
@require_safe
def show(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting, queries.attendee_for(actor, meeting, attendee_id))


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, row: Attendee, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "row": row,
        "whole": queries.whole_of(actor, row),
        "panels": drawn_panels("attendee", actor, meeting, request, subject=row),
        "alike": queries.alike_to(row),
        "presence_form": forms.PresenceForm(initial={"presence": row.presence, "reason": row.presence_reason}),
        "sensitive_form": forms.SensitiveForm(),
        **rights(actor, meeting),
        **more,
    }
    context["functions_form"] = more.get("functions_form") or _functions_form(meeting, context["whole"])
    template = "attendees/_side.html" if is_for(request, "side") else "attendees/attendee.html"
    return render(request, template, context, status=status)


def _functions_form(meeting: Meeting, whole: Any) -> forms.FunctionsForm:
    chosen = [str(part.function_id) for part in whole.participations if part.state != "cancelled"]
    return forms.FunctionsForm(meeting, initial={"functions": chosen})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "attendees.edit")
    form = forms.AttendeeForm(meeting, request.POST or None, initial={"language": meeting.language, "country": "CN"})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = services.add_attendee(actor=actor, meeting=meeting, values=form.values())
            except InvalidInput as refusal:
                show_refusal(form, refusal)
            else:
                _tell_alike(request, row)
                return redirect("attendees:attendee", slug=slug, attendee_id=row.pk)
    return render(request, "attendees/edit.html", {"meeting": meeting, "form": form}, status=status)


def _tell_alike(request: HttpRequest, row: Attendee) -> None:
    names = _("、").join(f"{one.number} {one.display_name}" for one in queries.alike_to(row)[:3])
    if names:
        messages.warning(request, _("名单里有相似的记录：{names}。如是同一人，请合并。").format(names=names))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    """A form over a revision: a newer one of somebody else keeps what was typed and shows both."""
    actor, meeting = opened(request, slug, "attendees.edit")
    row = queries.attendee_for(actor, meeting, attendee_id)
    form = forms.AttendeeForm(meeting, request.POST or None, initial=forms.initial_of(row))
    context: dict[str, Any] = {"meeting": meeting, "row": row, "form": form, "revision": row.revision}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            revision = number(request.POST.get("revision", ""))
            try:
                services.change_attendee(actor=actor, attendee_id=row.pk, revision=revision or 0, values=form.values())
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "sides": _sides(form, stale.theirs)}
                context["revision"] = stale.theirs.revision
                status = stale.status
            except InvalidInput as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("attendees:attendee", slug=slug, attendee_id=row.pk)
    return render(request, "attendees/edit.html", context, status=status)


def _sides(form: django_forms.Form, theirs: Attendee) -> list[dict[str, str]]:
    """Fields in which what was typed differs from what stands there now."""
    now = forms.initial_of(theirs)
    rows = []
    for name, field in form.fields.items():
        mine, other = _text(form[name].value()), _text(now.get(name))
        if mine != other:
            rows.append({"label": str(field.label), "mine": mine, "theirs": other})
    return rows


def _text(value: Any) -> str:
    if value in (None, False):
        return ""
    return _("、").join(map(str, value)) if isinstance(value, list) else str(value)


@require_POST
def presence(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    opened(request, slug, "attendees.edit")
    form = forms.PresenceForm(request.POST)
    return _do(request, slug, attendee_id, form, "presence_form", services.set_presence)


@require_POST
def keep(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    """Register, change or forget one sensitive value."""

    def verb(actor: Actor, attendee_id: UUID, field: str, text: str) -> object:
        return services.keep_sensitive(actor=actor, attendee_id=attendee_id, values={field: text})

    return _do(request, slug, attendee_id, forms.SensitiveForm(request.POST), "sensitive_form", verb)


@require_POST
def functions(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    _actor, meeting = opened(request, slug, "attendees.edit")
    form = forms.FunctionsForm(meeting, request.POST)

    def verb(actor: Actor, attendee_id: UUID, functions: list[str]) -> None:
        row = queries.attendee_for(actor, meeting, attendee_id)
        had = {str(p.function_id) for p in row.participations.exclude(state="cancelled")}
        new, gone = set(functions) - had, had - set(functions)
        who: dict[str, Any] = {"actor": actor, "attendee_id": attendee_id}
        services.put_in_functions(**who, function_ids=sorted(map(UUID, new)))
        services.put_in_functions(**who, function_ids=sorted(map(UUID, gone)), state="cancelled")

    return _do(request, slug, attendee_id, form, "functions_form", verb)


def _do(
    request: HttpRequest, slug: str, attendee_id: UUID, form: django_forms.Form, name: str, verb: Any
) -> HttpResponse:
    """Carry the form out; refused, the page again with the sentence and everything typed."""
    actor, meeting = opened(request, slug)
    row = queries.attendee_for(actor, meeting, attendee_id)
    if not form.is_valid():
        return _page(request, actor, meeting, row, status=422, **{name: form})
    try:
        verb(actor=actor, attendee_id=row.pk, **form.cleaned_data)
    except Refusal as refusal:
        if isinstance(refusal, InvalidInput):
            show_refusal(form, refusal)
        more = {name: form, "refusal": sentence_of(refusal)}
        return _page(request, actor, meeting, row, status=refusal.status, **more)
    messages.success(request, _("已保存。"))
    return redirect("attendees:attendee", slug=slug, attendee_id=row.pk)


@never_cache
@require_POST
def reveal(request: HttpRequest, slug: str, attendee_id: UUID, field: str) -> HttpResponse:
    """One sensitive value in full; the look is written down."""
    actor, meeting = opened(request, slug)
    row = queries.attendee_for(actor, meeting, attendee_id)
    value = services.reveal_sensitive(actor=actor, attendee_id=row.pk, field=field)
    if is_for(request, f"sensitive-{field}"):
        return render(request, "attendees/_revealed.html", {"value": value, "field": field})
    return _page(request, actor, meeting, row, revealed={field: value}, revealed_field=field, revealed_value=value)


@never_cache
@require_POST
def link(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    """A personal link, shown this once."""
    actor, meeting = opened(request, slug, "attendees.edit")
    row = queries.attendee_for(actor, meeting, attendee_id)
    _link, token = services.personal_link(actor=actor, attendee=row)
    return _page(request, actor, meeting, row, new_link=url_of(reverse("attendees:own", args=[token])))


@require_POST
def new_code(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "attendees.edit")
    row = queries.attendee_for(actor, meeting, attendee_id)
    services.reissue_code(actor=actor, attendee_id=row.pk)
    messages.success(request, _("已补发新码，原来的码作废。"))
    return redirect("attendees:attendee", slug=slug, attendee_id=row.pk)


@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse | FileResponse:
    actor, meeting = opened(request, slug, "attendees.edit" if request.method == "POST" else "attendees.view")
    row = queries.attendee_for(actor, meeting, attendee_id)
    if request.method == "POST":
        file = request.FILES.get("photo")
        if file is not None and not isinstance(file, list):
            services.keep_photo(actor=actor, attendee_id=row.pk, content=file, name=file.name or "photo")
        return redirect("attendees:attendee", slug=slug, attendee_id=row.pk)
    if row.photo is None:
        raise NotFound
    return send(open_file(row.photo), name=row.photo.name, media_type=row.photo.media_type, inline=True)
