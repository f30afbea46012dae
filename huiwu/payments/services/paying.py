"""Record what was paid on an approved request, in parts or whole; void a record made by mistake."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.choices import TermKind
from huiwu.contracts.queries import total_cents
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.payments.choices import Method, RequestState
from huiwu.payments.errors import BeyondContract, CashNotAllowed, KeyReused
from huiwu.payments.events import PaymentMade, PaymentVoided
from huiwu.payments.models import Payment, PaymentRequest
from huiwu.payments.queries.requests import paid_cents, request_for
from huiwu.payments.services.guards import hold, refuse_beyond_request
from huiwu.payments.services.requesting import moved
from huiwu.speaker_fees.choices import PayMethod
from huiwu.speaker_fees.services import pay_fee

SHORTEST_REASON = 4
FEE_METHODS = {Method.CASH: PayMethod.CASH, Method.CARD: PayMethod.CARD}


@transaction.atomic
def record_payment(
    *,
    actor: Actor,
    meeting: Meeting,
    request_id: UUID,
    key: UUID,
    amount_cents: int,
    paid_on: date,
    method: str,
    reference: str = "",
    voucher: StoredFile | None = None,
) -> Payment:
    """Money left for the request. The same `key` again returns the first record.

    Never more than was approved (BeyondRequest) nor, should the contract have shrunk since, than it is worth now
    (BeyondContract). A speaker's fee paid whole is marked as paid. Raises CashNotAllowed, RequestMoved, InvalidInput.
    """
    require(actor, "payments.pay", meeting)
    row = request_for(meeting, request_id)
    hold(row)
    is_payable = PaymentRequest.objects.filter(pk=row.pk, state=RequestState.APPROVED).update(updated_at=clock.now())
    known = _known(row, key, amount_cents)  # asked once nobody else can write: the same form may have come in meanwhile
    if known is not None:
        return known
    _must_be_sound(meeting, amount_cents, paid_on, method)
    if not is_payable:
        raise moved(request_for(meeting, request_id))
    left = refuse_beyond_request(row, amount_cents)
    _refuse_beyond_contract(row, amount_cents)
    payment = Payment.objects.create(
        meeting=meeting,
        request=row,
        key=key,
        amount_cents=amount_cents,
        paid_on=paid_on,
        method=method,
        reference=reference.strip()[:80],
        voucher=voucher,
        recorded_by=actor.user,
    )
    if left == 0:
        _settle(actor, row, payment)
    fact = PaymentMade(meeting_id=meeting.pk, payment_request_id=row.pk, payment_id=payment.pk, is_whole=left == 0)
    record(fact, actor=actor, org_id=meeting.org_id)
    return payment


@transaction.atomic
def void_payment(*, actor: Actor, meeting: Meeting, payment_id: UUID, reason: str) -> Payment:
    """A record made by mistake: it stays visible and counts nothing; the request is open again. Twice is once.

    Not for speakers' fees that are paid and declared with it. Raises InvalidInput without a reason, NotFound.
    """
    require(actor, "payments.pay", meeting)
    row = Payment.objects.select_related("request").filter(pk=payment_id, meeting=meeting).first()
    if row is None:
        raise NotFound
    if row.voided_at is not None:
        return row
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [_("请写明作废的理由（至少 4 个字）")]}, detail=_("请写明作废的理由。"))
    if row.request.speaker_fee_id and row.request.state == RequestState.PAID:
        raise moved(row.request)
    stamp = {"voided_at": clock.now(), "voided_by": actor.user, "void_reason": reason.strip()[:500]}
    if Payment.objects.filter(pk=row.pk, voided_at=None).update(**stamp, updated_at=clock.now()):
        again = {"state": RequestState.APPROVED, "settled_at": None, "revision": F("revision") + 1}
        PaymentRequest.objects.filter(pk=row.request_id, state=RequestState.PAID).update(**again)
        fact = PaymentVoided(meeting_id=meeting.pk, payment_request_id=row.request_id, payment_id=row.pk)
        record(fact, actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


def _known(row: PaymentRequest, key: UUID, amount_cents: int) -> Payment | None:
    """What was recorded under this key. Raises KeyReused when it was another payment."""
    known = Payment.objects.filter(meeting_id=row.meeting_id, key=key).first()
    if known is not None and (known.request_id, known.amount_cents) != (row.pk, amount_cents):
        raise KeyReused
    return known


def _must_be_sound(meeting: Meeting, amount_cents: int, paid_on: date, method: str) -> None:
    fields: dict[str, list[str]] = {}
    if amount_cents <= 0:
        fields["amount_cents"] = [_("金额须大于 0")]
    if paid_on > clock.today(meeting.time_zone):
        fields["paid_on"] = [_("付款日期不能晚于今天")]
    if method not in Method.values:
        fields["method"] = [_("请选择支付方式")]
    if fields:
        raise InvalidInput(fields=fields, detail=" ".join(s for rows in fields.values() for s in rows))
    if method == Method.CASH and meeting.public_body_mode:
        raise CashNotAllowed


def _refuse_beyond_contract(row: PaymentRequest, amount_cents: int) -> None:
    contract = row.contract
    if contract is None or (row.term is not None and row.term.kind == TermKind.SECURITY):
        return
    limit, used = total_cents(contract), paid_cents(contract)
    if used + amount_cents > limit:
        raise BeyondContract(
            what=str(contract),
            limit=yuan(limit),
            used=yuan(used),
            amount=yuan(amount_cents),
            over=yuan(used + amount_cents - limit),
        )


def _settle(actor: Actor, row: PaymentRequest, payment: Payment) -> None:
    whole = {"state": RequestState.PAID, "settled_at": clock.now(), "revision": F("revision") + 1}
    PaymentRequest.objects.filter(pk=row.pk).update(**whole, updated_at=clock.now())
    if row.speaker_fee_id:
        pay_fee(
            actor=actor,
            meeting=row.meeting,
            fee_id=row.speaker_fee_id,
            paid_on=payment.paid_on,
            method=FEE_METHODS.get(Method(payment.method), PayMethod.TRANSFER),
            reference=payment.reference,
            voucher=payment.voucher,
        )
