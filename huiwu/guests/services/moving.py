"""An answer moves by hand: what somebody of ours heard, saw, or was told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.calls.services import drop_calls
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.guests.choices import ContactBy
from huiwu.guests.events import GuestContacted
from huiwu.guests.models import Guest, GuestContact, GuestMove
from huiwu.guests.rules import rsvp
from huiwu.guests.services.holding import advance, held, moved, refuse
from huiwu.kernel import clock


@transaction.atomic
def move_guest(*, actor: Actor, guest_id: UUID, after: str, seen_status: str, reason: str = "") -> Guest:
    """The team writes down where the answer stands now; `seen_status` is what the page showed.

    Raises AnswerMoved (somebody was faster, or it may not go there), InvalidInput (a withdrawal without its reason).
    """
    row = held(actor, guest_id)
    if after not in rsvp.ALL or row.rsvp_status != seen_status:
        raise moved(row, after if after in rsvp.ALL else row.rsvp_status)
    if rsvp.needs_reason(row.rsvp_status, after) and not reason.strip():
        raise refuse("reason", _("请写明原因，例如谁转告、为什么。"))
    advance(actor, row, after, source="staff", reason=reason)
    forget_calls(row)
    return row


@transaction.atomic
def accept_changes(*, actor: Actor, guest_id: UUID, note: str = "") -> Guest:
    """变更 has been looked at and every hand told: 书面确认 again. Raises AnswerMoved."""
    row = held(actor, guest_id)
    if row.rsvp_status != rsvp.CHANGED:
        raise moved(row, rsvp.CONFIRMED)
    advance(actor, row, rsvp.CONFIRMED, source="staff", reason=note)
    return row


@transaction.atomic
def note_contact(
    *,
    actor: Actor,
    guest_id: UUID,
    said: str,
    how: str = ContactBy.PHONE,
    next_on: date | None = None,
) -> GuestContact:
    """跟进记录: what the guest or the secretary said, and when to ask again. Raises InvalidInput, NoSuchGuest."""
    row = held(actor, guest_id)
    if not said.strip():
        raise refuse("said", _("请写下对方怎么说。"))
    if how not in ContactBy.values:
        raise refuse("how", _("联系方式须从列表中选择。"))
    if next_on is not None and next_on < clock.today(row.meeting.time_zone):
        raise refuse("next_on", _("下次跟进的日子不能早于今天。"))
    made = GuestContact.objects.create(
        guest=row, contacted_by=actor.user, how=how, said=said.strip()[:1000], next_on=next_on
    )
    fact = GuestContacted(meeting_id=row.meeting_id, guest_id=row.pk, contact_id=made.pk)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return made


@transaction.atomic
def note_read(*, actor: Actor, guest_id: UUID) -> Guest:
    """The guest has opened the invitation: 已发 → 已读, the first time only."""
    row = held(actor, guest_id, "guests.reply")
    if actor.kind == "link" and row.rsvp_status == rsvp.SENT:
        advance(actor, row, rsvp.READ, source="guest")
    return row


@unasked("check-in says who came; it asks for its own permission")
@transaction.atomic
def note_attendance(*, actor: Actor, guest: Guest, attended: bool) -> GuestMove | None:
    """到会 or 未到, from the gate; None when that is known already or cannot be."""
    after = rsvp.ATTENDED if attended else rsvp.ABSENT
    row = Guest.objects.select_for_update(of=("self",)).select_related("meeting__org", "attendee").get(pk=guest.pk)
    if not rsvp.may_move(row.rsvp_status, after, "check_in"):
        return None
    return advance(actor, row, after, source="check_in")


@unasked("follows from a move whose service asked")
def forget_calls(row: Guest) -> None:
    """Whoever has answered is not rung about it."""
    if row.rsvp_status in rsvp.SETTLED:
        drop_calls(actor=SYSTEM, meeting=row.meeting, key=reply_call_key(row.pk))


@unasked("asks nothing of an actor")
def reply_call_key(guest_id: UUID) -> str:
    return f"guest:{guest_id}:reply"
