"""The caller's page: one person at a time, their number to tap, what was said, the next one."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees.models import Attendee
from huiwu.calls import forms, services
from huiwu.calls.errors import CallTaken, NothingToRing
from huiwu.calls.queries import counts, held_callee, records_of, tasks_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def opened(request: HttpRequest, slug: str, permission: str = "calls.ring") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def attendee_of(meeting: Meeting, attendee_id: UUID) -> Attendee:
    """Raises NotFound."""
    row = Attendee.objects.filter(meeting=meeting, pk=attendee_id, merged_into=None, erased_at=None).first()
    if row is None:
        raise NotFound
    return row


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """How many wait, who is in hand; the button that gives the next one."""
    actor, meeting = opened(request, slug)
    held = held_callee(meeting, actor.user_id, clock.now())
    if held is not None:
        return redirect("calls:person", slug, held.attendee_id)
    return render(request, "calls/queue.html", {"meeting": meeting, "counts": counts(meeting, clock.now())})


@login_required
@require_POST
def take(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    callee = services.claim_next(actor=actor, meeting=meeting)
    if callee is None:
        messages.success(request, _("现在没有要打的电话。"))
        return redirect("calls:queue", slug)
    return redirect("calls:person", slug, callee.attendee_id)


@login_required
@require_POST
def take_person(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    services.claim_person(actor=actor, meeting=meeting, attendee_id=attendee_id)
    return redirect("calls:person", slug, attendee_id)


@login_required
@never_cache
@READ_WRITE
def person(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    """The person in hand, and the form for what was said; a refused form keeps the typed text."""
    actor, meeting = opened(request, slug)
    row = attendee_of(meeting, attendee_id)
    form = forms.CallForm(request.POST or None, initial={"number": row.mobile})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            services.record_call(
                actor=actor,
                meeting=meeting,
                attendee_id=attendee_id,
                outcome=clean["outcome"],
                said=clean["said"],
                next_at=forms.aware(clean["next_at"], meeting.time_zone),
                number=clean["number"],
            )
        except InvalidInput as wrong:
            for name, sentences in wrong.fields.items():
                for sentence in sentences:
                    form.add_error(name, sentence)
        except (CallTaken, NothingToRing) as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已记下与{name}的通话。").format(name=row.display_name))
            if request.POST.get("and_next"):
                return take(request, slug)
            return redirect("calls:queue", slug)
    return _page(request, actor, meeting, row, form, 422 if form.errors else 200)


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, row: Attendee, form: forms.CallForm, status: int, **more: Any
) -> HttpResponse:
    held = held_callee(meeting, actor.user_id, clock.now())
    context = {
        "meeting": meeting,
        "person": row,
        "tasks": tasks_of(row),
        "records": records_of(row),
        "form": form,
        "request_form": forms.RequestForm(),
        "held": held if held is not None and held.attendee_id == row.pk else None,
        **more,
    }
    return render(request, "calls/person.html", context, status=status)


@login_required
@require_POST
def put_back(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    services.put_back(actor=actor, meeting=meeting, attendee_id=attendee_id)
    return redirect("calls:queue", slug)


@login_required
@require_POST
def ask(request: HttpRequest, slug: str, attendee_id: UUID) -> HttpResponse:
    """Put a matter on the list by hand."""
    actor, meeting = opened(request, slug)
    row = attendee_of(meeting, attendee_id)
    form = forms.RequestForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, meeting, row, forms.CallForm(), 422, request_form=form)
    clean = form.cleaned_data
    services.request_call(
        actor=actor,
        meeting=meeting,
        attendee_id=attendee_id,
        why=clean["why"],
        key=f"hand:{attendee_id}:{clean['why']}:{sha256(clean['note'].encode()).hexdigest()[:12]}",
        note=clean["note"],
        priority=clean["priority"],
        due_at=forms.aware(clean["due_at"], meeting.time_zone),
    )
    messages.success(request, _("已列入电话联系。"))
    return redirect("calls:person", slug, attendee_id)
