"""嘉宾确认台账, as its page, its file and the checks read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from huiwu.documents.models import ImpactItem
from huiwu.documents.queries import open_impacts
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.guests.choices import RsvpStatus
from huiwu.guests.errors import NoSuchGuest
from huiwu.guests.models import Guest, GuestContact, InvitationTemplate, Letter, LetterBatch
from huiwu.guests.rules import rsvp
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_key

WAITING, OVERDUE, MINE, TO_TELL = "waiting", "overdue", "mine", "to_tell"


@dataclass(frozen=True, slots=True)
class GuestFilter:
    """The ledger's filters as they stand in the address. `state` is a status, `waiting` or `overdue`."""

    text: str = ""
    state: str = ""
    role: str = ""
    handler: str = ""


def guests_of(meeting: Meeting) -> QuerySet[Guest]:
    """Guests who still count, in the order of protocol rank, then number."""
    rows = Guest.objects.filter(meeting=meeting, attendee__merged_into=None, attendee__erased_at=None)
    return rows.select_related("attendee", "handler")


def ledger(meeting: Meeting, asked: GuestFilter, today: date, who: UUID | None = None) -> QuerySet[Guest]:
    """Rows of the ledger; each with `last_contact_at`, `letter_count`, `has_open_impacts`."""
    rows = guests_of(meeting)
    if asked.text:
        key = search_key(asked.text)
        plain = Q(attendee__display_name__icontains=asked.text) | Q(attendee__org_name__icontains=asked.text)
        rows = rows.filter(plain | Q(attendee__search_text__contains=key) if key else plain)
    if asked.state == OVERDUE:
        rows = rows.filter(rsvp_status__in=rsvp.UNANSWERED, rsvp_deadline_on__lt=today)
    elif asked.state == WAITING:
        rows = rows.filter(rsvp_status__in=(*rsvp.UNANSWERED, rsvp.VERBAL))
    elif asked.state in RsvpStatus.values:
        rows = rows.filter(rsvp_status=asked.state)
    if asked.role:
        rows = rows.filter(guest_role=asked.role)
    if asked.handler == "none":
        rows = rows.filter(handler=None)
    elif asked.handler == MINE and who is not None:
        rows = rows.filter(handler_id=who)
    elif asked.handler and asked.handler != MINE:
        rows = rows.filter(handler__pk=asked.handler)
    letters = Letter.objects.filter(guest=OuterRef("pk")).exclude(state="void")
    contacts = GuestContact.objects.filter(guest=OuterRef("pk")).order_by().values("guest")
    return rows.annotate(
        has_letter=Exists(letters), last_contact_at=contacts.annotate(at=Max("contacted_at")).values("at")
    )


def counts(meeting: Meeting, today: date) -> list[tuple[str, str, int]]:
    """(code, word, how many) of every status, in the order of the ledger. One query."""
    found = Counter(dict(guests_of(meeting).order_by().values_list("rsvp_status").annotate(n=Count("pk"))))
    return [(code, str(word), found[code]) for code, word in RsvpStatus.choices]


def overdue(meeting: Meeting, today: date) -> QuerySet[Guest]:
    return guests_of(meeting).filter(rsvp_status__in=rsvp.UNANSWERED, rsvp_deadline_on__lt=today)


def guest_for(actor: Actor, meeting: Meeting, guest_id: UUID) -> Guest:
    """The guest, for an actor who may see the ledger. Raises NoSuchGuest."""
    row = guests_of(meeting).select_related("meeting__org", "saved_by").filter(pk=guest_id).first()
    if row is None or not can(actor, "guests.view", meeting):
        raise NoSuchGuest
    return row


def guest_of(attendee_id: UUID) -> Guest | None:
    """The guest behind a person, if they are one."""
    rows = Guest.objects.select_related("meeting__org", "attendee", "handler")
    return rows.filter(attendee_id=attendee_id).first()


def impacts_of(guest: Guest) -> list[ImpactItem]:
    """What was listed because of this guest, open lines first, the newest cause first."""
    own = Q(cause_key__startswith=f"guest:{guest.pk}:") | Q(cause_key__startswith=f"attendee:{guest.attendee_id}:")
    rows = ImpactItem.objects.filter(own, meeting=guest.meeting_id)
    return list(
        rows.select_related("confirmed_by").order_by(F("confirmed_at").asc(nulls_first=True), "-listed_at", "label")[
            :60
        ]
    )


def open_guest_impacts(meeting: Meeting) -> QuerySet[ImpactItem]:
    """Open lines caused by a guest's answer, or by a change of a person (who may be a guest)."""
    caused = Q(cause_key__startswith="guest:") | Q(cause_key__startswith="attendee:")
    return open_impacts(meeting).filter(caused)


def templates_of(meeting: Meeting) -> QuerySet[InvitationTemplate]:
    return InvitationTemplate.objects.filter(meeting=meeting).select_related("document")


def template_for(actor: Actor, meeting: Meeting, template_id: UUID) -> InvitationTemplate:
    row = templates_of(meeting).filter(pk=template_id).first()
    if row is None or not can(actor, "guests.read_invitation", meeting):
        raise NotFound
    return row


def batches_of(meeting: Meeting) -> QuerySet[LetterBatch]:
    """Batches with how many of their letters are out, failed, void."""
    out = Q(letters__state__in=("sent", "delivered"))
    rows = LetterBatch.objects.filter(meeting=meeting).select_related("template", "version", "asked_by")
    return rows.annotate(
        out_count=Count("letters", filter=out),
        waiting_count=Count("letters", filter=Q(letters__state="queued")),
        made_count=Count("letters", filter=Q(letters__state="made")),
        failed_count=Count("letters", filter=Q(letters__state="failed")),
    ).order_by("-asked_at")


def letters_of_batch(batch: LetterBatch) -> QuerySet[Letter]:
    return batch.letters.select_related("guest__attendee", "template", "version").order_by("number")
