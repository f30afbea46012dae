"""Approve, refuse, cancel: what happens to a registration after it was sent."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.attendees.choices import COMING, Presence, Source
from huiwu.attendees.services import set_presence
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.registration.choices import STANDING, OfferState, PaymentState, State
from huiwu.registration.errors import NoSuchRegistration, QuotaFull, StateMoved
from huiwu.registration.events import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRefused,
    RegistrationWaitlisted,
)
from huiwu.registration.models import EntryCode, Quota, Registration, WaitlistOffer
from huiwu.registration.rules.places import org_key, whole_keys
from huiwu.registration.services.holding import join_functions, leave_functions, take_functions
from huiwu.registration.services.placing import give_back, take_places
from huiwu.registration.services.submitting import mark_confirmed


@transaction.atomic
def approve_registration(*, actor: Actor, registration_id: UUID) -> Registration:
    """审核通过: confirmed if there is a place, else on the waiting list. Raises QuotaFull, StateMoved, NoSuchRegistration."""
    row = held_registration(actor, registration_id, "registration.decide")
    if row.state != State.PENDING:
        raise StateMoved(state=row.get_state_display())
    keys = whole_keys(row.category.code, org_key(row.attendee.org_name))
    result, quotas, full = take_places(row.meeting_id, keys, waits=True)
    if result == "full":
        raise QuotaFull(name=full.label if full else row.category.name)
    row.decided_by = actor.user
    if result == "confirmed":
        return confirm(actor, row, quotas)
    row.state = State.WAITLISTED
    row.waits_for = [str(quota.pk) for quota in quotas]
    _save(row, "waits_for", "decided_by")
    fact = RegistrationWaitlisted(meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def refuse_registration(*, actor: Actor, registration_id: UUID, reason: str) -> Registration:
    """审核不通过, with the reason the person is told. Raises StateMoved, InvalidInput."""
    row = held_registration(actor, registration_id, "registration.decide")
    if not reason.strip():
        sentence = _("请写明不通过的原因，会告诉报名者。")
        raise InvalidInput({"reason": [sentence]}, detail=sentence)
    if row.state != State.PENDING:
        raise StateMoved(state=row.get_state_display())
    _let_go(row)
    row.state, row.decided_by, row.decision_reason = State.REFUSED, actor.user, reason.strip()[:500]
    _save(row, "holds", "waits_for", "decided_by", "decision_reason")
    set_presence(actor=SYSTEM, attendee_id=row.attendee_id, presence=Presence.DECLINED, reason="", source=Source.FORM)
    fact = RegistrationRefused(meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def cancel_registration(*, actor: Actor, registration_id: UUID, reason: str = "") -> Registration:
    """Give everything back: places, sessions, the turn in the line; a fee paid is due back. Twice is once."""
    row = held_registration(actor, registration_id, "registration.change")
    if row.state == State.CANCELLED:
        return row
    if row.state not in STANDING:
        raise StateMoved(state=row.get_state_display())
    was_coming = row.state == State.CONFIRMED or row.attendee.presence in COMING
    _let_go(row)
    leave_functions(row.attendee, [UUID(pk) for pk in row.functions])
    WaitlistOffer.objects.filter(registration=row, state=OfferState.OPEN).update(
        state=OfferState.DECLINED, answered_at=clock.now()
    )
    if row.entry_code_id:
        EntryCode.objects.filter(pk=row.entry_code_id, used__gt=0).update(used=F("used") - 1)
    row.state, row.cancelled_at, row.cancel_reason = State.CANCELLED, clock.now(), reason.strip()[:300]
    moved = {PaymentState.PAID: PaymentState.REFUND_DUE, PaymentState.DUE: PaymentState.NONE}
    row.payment_state = moved.get(PaymentState(row.payment_state), row.payment_state)
    _save(row, "holds", "waits_for", "cancelled_at", "cancel_reason", "payment_state")
    if was_coming or row.attendee.presence in (Presence.LISTED, Presence.INVITED):
        set_presence(
            actor=SYSTEM,
            attendee_id=row.attendee_id,
            presence=Presence.CANCELLED,
            reason=row.cancel_reason,
            source=Source.OWN if actor.kind == "link" else Source.FORM,
        )
    fact = RegistrationCancelled(meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@unasked("part of approving and of the waiting list, which ask for their own permission")
def confirm(actor: Actor, row: Registration, quotas: list[Quota]) -> Registration:
    """Make a locked registration, for which `quotas` were just taken, a confirmed one: sessions, fee, presence, fact."""
    granted, queued = take_functions(row.meeting, [UUID(pk) for pk in row.functions], is_kind=True)
    give_back(row.waits_for, waiting=True)
    taken = [*quotas, *(quota for quota in granted.values() if quota is not None)]
    row.holds = [*row.holds, *(str(quota.pk) for quota in taken)]
    row.waits_for = [str(quota.pk) for quota in queued.values()]
    mark_confirmed(row.meeting, row.form_version.form, row)
    _save(row, "holds", "waits_for", "confirmed_at", "payment_state", "pay_by_on", "decided_by")
    join_functions(row.attendee, granted=granted, queued=queued)
    set_presence(actor=SYSTEM, attendee_id=row.attendee_id, presence=Presence.CONFIRMED, source=Source.FORM)
    fact = RegistrationConfirmed(meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


@unasked("part of the services of this package, which name the permission")
def held_registration(actor: Actor, registration_id: UUID, permission: str) -> Registration:
    """The row, locked. Raises NoSuchRegistration for those who may not see it, NotAllowed."""
    found = Registration.objects.select_for_update(of=("self",)).select_related(
        "meeting__org", "attendee__meeting__org", "category", "group", "form_version__form"
    )
    row = found.filter(pk=registration_id).first()
    if row is None:
        raise NoSuchRegistration
    if permission in ("registration.change", "registration.answer_offer"):
        if not (can(actor, permission, row) or can(actor, "registration.view", row.meeting)):
            raise NoSuchRegistration
        require(actor, permission, row)
        return row
    if not can(actor, "registration.view", row.meeting):
        raise NoSuchRegistration
    require(actor, permission, row.meeting)
    return row


def _let_go(row: Registration) -> None:
    """Whatever it holds and waits for."""
    give_back(row.holds)
    give_back(row.waits_for, waiting=True)
    row.holds, row.waits_for = [], []


def _save(row: Registration, *columns: str) -> None:
    row.revision += 1
    row.save(update_fields=["state", "revision", "updated_at", *columns])
