"""The steps of a reply: their forms, and how each is told. Shared by the guest's own page and ours."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import SensitiveField
from huiwu.attendees.permissions import SensitiveOf
from huiwu.attendees.services.sensitive import reveal_sensitive
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.guests import forms, services
from huiwu.guests.choices import Diet
from huiwu.guests.models import Guest
from huiwu.guests.queries import companions_of
from huiwu.guests.rules.replies import itinerary_of, stay_of
from huiwu.guests.services.wording import diet_words
from huiwu.guests.views.frame import show_refusal
from huiwu.kernel.errors import InvalidInput, Refusal

STEPS = (
    ("answer", _("是否出席")),
    ("travel", _("行程与接送")),
    ("stay", _("住宿")),
    ("companions", _("随员")),
    ("diet", _("餐别与无障碍")),
    ("talk", _("演讲题目")),
    ("more", _("尺码与发票")),
)
FORMS: dict[str, Any] = {
    "answer": forms.AnswerForm,
    "travel": forms.TravelForm,
    "stay": forms.StayForm,
    "diet": forms.DietForm,
    "talk": forms.TalkForm,
    "more": forms.MoreForm,
}


def steps_for(guest: Guest) -> list[tuple[str, Any]]:
    """A talk is asked of those who speak."""
    return [(code, title) for code, title in STEPS if code != "talk" or guest.speaks]


def step_form(actor: Actor, guest: Guest, step: str, posted: Any) -> Any:
    """The step's form, filled with what was told before as far as the actor may read it."""
    if step == "companions":
        rows = [
            {"id": person.pk, "name": person.display_name, "title": person.title, "mobile": person.spoken_mobile}
            for person in companions_of(guest)
        ]
        return forms.CompanionSet(posted, initial=rows, prefix="c")
    return FORMS[step](posted, initial=_initial(actor, guest, step) if posted is None else None)


def _initial(actor: Actor, guest: Guest, step: str) -> dict[str, Any]:
    def read(field: str) -> str:
        if not can(actor, "attendees.reveal", SensitiveOf(guest.meeting, field, guest.attendee)):
            return ""
        return reveal_sensitive(actor=actor, attendee_id=guest.attendee_id, field=field)

    if step == "travel":
        told = itinerary_of(read(SensitiveField.ITINERARY))
        return forms.TravelForm.initial_of(told, read(SensitiveField.CAR_PLATE))
    if step == "stay":
        kept = read(SensitiveField.LODGING_WISH)
        return forms.StayForm.initial_of(stay_of(kept)) if kept else _nights(guest)
    if step == "diet":
        return _diet(read(SensitiveField.DIETARY_REQUIREMENT), read(SensitiveField.DIETARY_REASON)) | {
            "accessibility": read(SensitiveField.ACCESSIBILITY)
        }
    if step == "talk":
        return {"title": guest.talk_title, "abstract": guest.talk_abstract}
    if step == "more":
        invoice = {f"invoice_{key}": guest.invoice.get(key, "") for key in ("title", "tax_id", "email")}
        return {"clothing_size": read(SensitiveField.CLOTHING_SIZE)} | invoice
    return {
        "answer": {"confirmed": "yes", "changed": "yes", "cancelled": "no", "proxied": "proxy"}.get(guest.rsvp_status)
    }


def _nights(guest: Guest) -> dict[str, Any]:
    """Most come the day the meeting begins and leave the day it ends."""
    return {"check_in_on": guest.meeting.start_on, "check_out_on": guest.meeting.end_on}


def _diet(requirement: str, reason: str) -> dict[str, Any]:
    words = {diet_words(code): code for code in Diet.values}
    if not requirement:
        return {"diet": "", "note": reason}
    code = words.get(requirement)
    return {"diet": code, "note": reason} if code else {"diet": Diet.OTHER, "note": requirement}


def tell_step(actor: Actor, guest: Guest, step: str, form: Any) -> tuple[bool, str, int]:
    """(told, what was refused, status): refused, the form keeps everything typed."""
    if not form.is_valid():
        return False, "", 422
    try:
        _tell(actor, guest, step, form)
    except Refusal as refusal:
        if isinstance(refusal, InvalidInput) and step != "companions":
            show_refusal(form, refusal)
        return False, sentence_of(refusal), refusal.status
    return True, "", 200


def _tell(actor: Actor, guest: Guest, step: str, form: Any) -> None:
    who: dict[str, Any] = {"actor": actor, "guest_id": guest.pk}
    if step == "answer":
        services.answer_invitation(**who, **form.values())
    elif step == "travel":
        services.tell_travel(**who, **form.values())
    elif step == "stay":
        services.tell_stay(**who, **form.values())
    elif step == "companions":
        services.name_companions(**who, companions=[row.companion() for row in form if row.cleaned_data])
    elif step == "diet":
        services.tell_diet(**who, **form.values())
    elif step == "talk":
        services.tell_talk(**who, **form.values())
    else:
        services.tell_more(**who, **form.values())
