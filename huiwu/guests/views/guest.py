"""One guest: where the answer stands, what was answered, said, sent, and what follows from it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.agenda.queries import parts_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.guests import forms, queries, services
from huiwu.guests.models import Guest
from huiwu.guests.rules import rsvp
from huiwu.guests.services.holding import has_begun
from huiwu.guests.views.frame import number, opened, show_refusal
from huiwu.guests.views.steps import STEPS, step_form, tell_step
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def show(request: HttpRequest, slug: str, guest_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting, queries.guest_for(actor, meeting, guest_id))


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, row: Guest, status: int = 200, **more: Any
) -> HttpResponse:
    moves = rsvp.next_states(row.rsvp_status, "staff", has_begun=has_begun(row))
    words = dict(row._meta.get_field("rsvp_status").flatchoices)
    move_form = forms.MoveForm()
    move_form.fields["after"].choices = [(code, words[code]) for code in moves]  # type: ignore[attr-defined]
    context = {
        "meeting": meeting,
        "guest": row,
        "person": row.attendee,
        "may_edit": can(actor, "guests.edit", meeting),
        "may_invite": can(actor, "guests.invite", meeting),
        "may_reply_for": row.rsvp_status not in rsvp.ON_THE_DAY,
        "comes": row.rsvp_status in (rsvp.VERBAL, rsvp.CONFIRMED, rsvp.CHANGED),
        "moves": moves,
        "move_form": move_form,
        "contact_form": forms.ContactForm(),
        "history": row.moves.select_related("moved_by")[:40],
        "contacts": row.contacts.select_related("contacted_by")[:40],
        "letters": row.letters.select_related("template", "version").order_by("-made_at"),
        "replies": queries.reply_lines(actor, row),
        "impacts": queries.impacts_of(row),
        "companions": queries.companions_of(row),
        "substitutes": queries.substitutes_of(row),
        "parts": parts_of(meeting, row.attendee),
        "steps": [(code, title) for code, title in STEPS if code != "answer"],
        **more,
    }
    return render(request, "guests/guest.html", context, status=status)


@READ_WRITE
def edit(request: HttpRequest, slug: str, guest_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "guests.edit")
    row = queries.guest_for(actor, meeting, guest_id)
    start = {name: getattr(row, name) for name in forms.GuestForm.base_fields}
    form = forms.GuestForm(request.POST or None, initial=start)
    revision, status = row.revision, 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change_guest(
                actor=actor,
                guest_id=row.pk,
                revision=number(request.POST.get("revision", "")),
                values=form.cleaned_data,  # type: ignore[arg-type]
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            form.add_error(None, sentence_of(stale))
            revision, status = stale.theirs.revision, stale.status
        else:
            messages.success(request, _("已保存。"))
            return redirect("guests:guest", slug, row.pk)
    status = 422 if form.errors and status == 200 else status
    context = {"meeting": meeting, "guest": row, "form": form, "revision": revision}
    return render(request, "guests/edit.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str, guest_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "guests.edit")
    row = queries.guest_for(actor, meeting, guest_id)
    try:
        services.move_guest(
            actor=actor,
            guest_id=row.pk,
            after=request.POST.get("after", ""),
            seen_status=request.POST.get("seen_status", ""),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        row = queries.guest_for(actor, meeting, guest_id)
        typed = request.POST.get("reason", "")
        return _page(request, actor, meeting, row, refusal.status, refusal=sentence_of(refusal), typed_reason=typed)
    messages.success(request, _("已登记。"))
    return redirect("guests:guest", slug, guest_id)


@require_POST
def accept(request: HttpRequest, slug: str, guest_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "guests.edit")
    services.accept_changes(actor=actor, guest_id=queries.guest_for(actor, meeting, guest_id).pk)
    messages.success(request, _("已标为核对完毕。"))
    return redirect("guests:guest", slug, guest_id)


@require_POST
def contact(request: HttpRequest, slug: str, guest_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "guests.edit")
    row = queries.guest_for(actor, meeting, guest_id)
    form = forms.ContactForm(request.POST)
    if form.is_valid():
        try:
            services.note_contact(actor=actor, guest_id=row.pk, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已记下。"))
            return redirect("guests:guest", slug, guest_id)
    return _page(request, actor, meeting, row, 422, contact_form=form)


@READ_WRITE
def reply(request: HttpRequest, slug: str, guest_id: UUID, step: str) -> HttpResponse:
    """Somebody of ours writes down what the guest said, on the same form as the guest's own."""
    actor, meeting = opened(request, slug, "guests.edit")
    row = queries.guest_for(actor, meeting, guest_id)
    if step not in dict(STEPS):
        raise NotFound
    form = step_form(actor, row, step, request.POST or None)
    status, refused = 200, ""
    if request.method == "POST":
        done, refused, status = tell_step(actor, row, step, form)
        if done:
            messages.success(request, _("已替嘉宾登记。"))
            return redirect("guests:guest", slug, guest_id)
    context = {
        "meeting": meeting,
        "guest": row,
        "person": row.attendee,
        "form": form,
        "step": step,
        "title": dict(STEPS)[step],
        "refusal": refused,
        "is_staff": True,
    }
    return render(request, "guests/reply_for.html", context, status=status)
