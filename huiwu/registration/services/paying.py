"""Fees: confirmed by hand or by another program, waived, given back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel.errors import InvalidInput
from huiwu.registration.choices import PaymentMethod, PaymentState
from huiwu.registration.errors import PaymentKnown, StateMoved
from huiwu.registration.events import FeeConfirmed, FeeRefunded, FeeWaived
from huiwu.registration.models import Payment, Registration
from huiwu.registration.services.deciding import held_registration


def confirm_fee(
    *, actor: Actor, registration_id: UUID, amount_cents: int, method: str, paid_on: date, reference: str = ""
) -> Payment:
    """A fee came in. Paid in parts, it is paid when the sum is reached. The same reference again is refused.

    Raises PaymentKnown, StateMoved (no fee is due), InvalidInput.
    """
    return _booked(actor, registration_id, amount_cents, method, paid_on, reference, is_refund=False)


def refund_fee(
    *, actor: Actor, registration_id: UUID, amount_cents: int, method: str, paid_on: date, reference: str = ""
) -> Payment:
    """A fee of a cancelled registration went back. Raises as `confirm_fee`."""
    return _booked(actor, registration_id, amount_cents, method, paid_on, reference, is_refund=True)


def _booked(
    actor: Actor,
    registration_id: UUID,
    amount_cents: int,
    method: str,
    paid_on: date,
    reference: str,
    *,
    is_refund: bool,
) -> Payment:
    try:
        with transaction.atomic():
            row = held_registration(actor, registration_id, "registration.collect")
            _verify(row, amount_cents, method, is_refund)
            payment = Payment.objects.create(
                meeting_id=row.meeting_id,
                registration=row,
                amount_cents=-amount_cents if is_refund else amount_cents,
                method=method,
                reference=reference.strip()[:80],
                paid_on=paid_on,
                confirmed_by=actor.user,
            )
            _settle(row, is_refund)
            kind = FeeRefunded if is_refund else FeeConfirmed
            fact = kind(
                meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id, payment_id=payment.pk
            )
            record(fact, actor=actor, org_id=row.meeting.org_id)
            return payment
    except IntegrityError:
        raise PaymentKnown(reference=reference) from None


def _verify(row: Registration, amount_cents: int, method: str, is_refund: bool) -> None:
    due = PaymentState.REFUND_DUE if is_refund else PaymentState.DUE
    if row.payment_state != due:
        raise StateMoved(state=row.get_payment_state_display())
    if amount_cents <= 0:
        raise InvalidInput({"amount": [_("请填写大于 0 的金额。")]}, detail=_("请填写大于 0 的金额。"))
    if method not in PaymentMethod.values:
        raise InvalidInput({"method": [_("请从列表中选择。")]}, detail=_("请从列表中选择。"))


def _settle(row: Registration, is_refund: bool) -> None:
    total = row.payments.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    if is_refund and total <= 0:
        row.payment_state = PaymentState.REFUNDED
    elif not is_refund and total >= row.fee_cents:
        row.payment_state = PaymentState.PAID
    row.revision += 1
    row.save(update_fields=["payment_state", "revision", "updated_at"])


@transaction.atomic
def waive_fee(*, actor: Actor, registration_id: UUID, reason: str) -> Registration:
    """Nothing is asked of this person, and why. Raises StateMoved, InvalidInput."""
    row = held_registration(actor, registration_id, "registration.collect")
    if not reason.strip():
        raise InvalidInput({"reason": [_("请写明免收的原因。")]}, detail=_("请写明免收的原因。"))
    if row.payment_state != PaymentState.DUE:
        raise StateMoved(state=row.get_payment_state_display())
    row.payment_state, row.decision_reason = PaymentState.WAIVED, reason.strip()[:500]
    row.revision += 1
    row.save(update_fields=["payment_state", "decision_reason", "revision", "updated_at"])
    fact = FeeWaived(meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row
