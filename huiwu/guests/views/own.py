"""The guest's own pages on the phone: the invitation, and the reply step by step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.accounts.services import url_of
from huiwu.agenda.queries import parts_of
from huiwu.attendees.services import open_own
from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import address_of
from huiwu.guests import queries, services
from huiwu.guests.documents import letter_blocks
from huiwu.guests.errors import NoSuchGuest, NoSuchLetter
from huiwu.guests.models import Guest
from huiwu.guests.rules import rsvp
from huiwu.guests.views.frame import letter_pdf, sheet_of
from huiwu.guests.views.steps import step_form, steps_for, tell_step
from huiwu.kernel.errors import NotFound
from huiwu.privacy.choices import PurposeCode
from huiwu.privacy.queries.consents import published_notice, standing_consents

CONSENT_OF = {
    "travel": PurposeCode.ITINERARY,
    "stay": PurposeCode.ITINERARY,
    "diet": PurposeCode.DIET_HEALTH,
}


def opened(request: HttpRequest, token: str) -> tuple[Actor, Guest]:
    """The holder of the personal link, and the guest they are. Raises LinkUnusable, NoSuchGuest."""
    agent = request.headers.get("User-Agent", "")[:300]
    actor, person = open_own(token=token, address=address_of(request), agent=agent)
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    guest = queries.guest_of(person.pk)
    if guest is None:
        raise NoSuchGuest
    return actor, guest


def _frame(token: str, guest: Guest) -> dict[str, Any]:
    return {"sender": guest.meeting.org.name, "token": token, "meeting": guest.meeting, "guest": guest}


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The letter to read; opening it is 已读."""
    actor, guest = opened(request, token)
    letter = queries.own_letter(guest.attendee_id)
    if letter is None:
        return redirect("guests:rsvp", token=token)
    guest = services.note_read(actor=actor, guest_id=guest.pk)
    made = sheet_of(letter, guest.meeting)
    context = _frame(token, guest) | {
        "letter": letter,
        "title": made.title,
        "blocks": letter_blocks(made),
        "is_open": guest.rsvp_status in (*rsvp.UNANSWERED, rsvp.VERBAL),
        "parts": parts_of(guest.meeting, guest.attendee),
    }
    return render(request, "guests/invitation.html", context)


@never_cache
@require_safe
def invitation_file(request: HttpRequest, token: str) -> FileResponse:
    _actor, guest = opened(request, token)
    letter = queries.own_letter(guest.attendee_id)
    if letter is None:
        raise NoSuchLetter
    return letter_pdf(letter, guest.meeting, url_of(reverse("guests:invitation", args=[token])))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whether they come; then what else is to be told, with what is told already."""
    return step(request, token, "answer")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    actor, guest = opened(request, token)
    steps = steps_for(guest)
    if step not in dict(steps):
        raise NotFound
    form = step_form(actor, guest, step, request.POST or None)
    status, refused = 200, ""
    if request.method == "POST":
        done, refused, status = tell_step(actor, guest, step, form)
        if done:
            messages.success(request, _("已收到您的答复，谢谢。") if step == "answer" else _("已保存。"))
            following = _after(step, steps, guest, stays="stay" in request.POST)
            return redirect(reverse(following[0], kwargs={"token": token} | following[1]))
    comes = guest.rsvp_status in (rsvp.VERBAL, rsvp.CONFIRMED, rsvp.CHANGED)
    context = _frame(token, guest) | {
        "form": form,
        "step": step,
        "title": dict(steps)[step],
        "refusal": refused,
        "steps": [(code, title, code == step, code in _said(guest)) for code, title in steps],
        "comes": comes,
        "is_closed": guest.rsvp_status in (*rsvp.ON_THE_DAY, rsvp.TO_INVITE),
        "nth": [code for code, _title in steps].index(step) + 1,
        "substitutes": queries.substitutes_of(guest),
        "companions": queries.companions_of(guest) if step == "answer" else (),
        **_consent(guest, step),
    }
    return render(request, "guests/rsvp.html", context, status=status)


def _consent(guest: Guest, step: str) -> dict[str, Any]:
    """Whether a consent of its own must still be ticked here, and whether there is a notice to consent to."""
    purpose = CONSENT_OF.get(step)
    if purpose is None:
        return {}
    standing = standing_consents(guest.meeting, guest.attendee_id)
    return {
        "asks_consent": purpose not in standing,
        "lacks_notice": purpose not in standing and published_notice(guest.meeting) is None,
    }


def _said(guest: Guest) -> set[str]:
    """Steps that were told at least once."""
    parts = {part for reply in guest.replies.only("parts") for part in reply.parts}
    steps = {
        "answer": "answer", "arrival": "travel", "departure": "travel", "pickup": "travel", "lodging": "stay",
        "companions": "companions", "diet": "diet", "accessibility": "diet", "talk": "talk", "clothing": "more",
        "invoice": "more",
    }  # fmt: skip
    return {steps[part] for part in parts if part in steps}


def _after(step: str, steps: list[Any], guest: Guest, *, stays: bool) -> tuple[str, dict[str, str]]:
    guest.refresh_from_db()
    comes = guest.rsvp_status in (rsvp.VERBAL, rsvp.CONFIRMED, rsvp.CHANGED)
    codes = [code for code, _title in steps]
    place = codes.index(step) + 1
    if comes and not stays and place < len(codes):
        return "guests:rsvp_step", {"step": codes[place]}
    return "guests:rsvp", {}
