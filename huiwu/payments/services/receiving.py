"""Record what came in: from the client on the main contract, or a deposit given back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Direction
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.payments.choices import Method, ReceiptKind
from huiwu.payments.errors import KeyReused
from huiwu.payments.events import ReceiptRecorded, ReceiptVoided
from huiwu.payments.models import Receipt

SHORTEST_REASON = 4


@transaction.atomic
def record_receipt(
    *,
    actor: Actor,
    meeting: Meeting,
    key: UUID,
    contract_id: UUID | None,
    amount_cents: int,
    received_on: date,
    payer: str,
    method: str,
    term_id: UUID | None = None,
    kind: str = ReceiptKind.PAYMENT,
    reference: str = "",
    note: str = "",
    file: StoredFile | None = None,
) -> Receipt:
    """Money came in. More or less than the terms is kept as it is and shown; money is never turned away.

    The same `key` again returns the first record. Raises InvalidInput, NotFound, KeyReused.
    """
    require(actor, "payments.pay", meeting)
    known = Receipt.objects.filter(meeting=meeting, key=key).first()
    if known is not None:
        return _the_same(known, amount_cents, contract_id)
    contract, term = _agreed(meeting, kind, contract_id, term_id)
    _must_be_sound(meeting, amount_cents, received_on, payer, method)
    told = {
        "contract": contract,
        "term": term,
        "kind": kind,
        "amount_cents": amount_cents,
        "received_on": received_on,
        "payer": payer.strip()[:160],
        "method": method,
        "reference": reference.strip()[:80],
        "note": note.strip()[:500],
        "file": file,
        "recorded_by": actor.user,
    }
    row, is_new = Receipt.objects.get_or_create(meeting=meeting, key=key, defaults=told)
    if not is_new:  # the same form came in meanwhile
        return _the_same(row, amount_cents, contract_id)
    record(ReceiptRecorded(meeting_id=meeting.pk, receipt_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def void_receipt(*, actor: Actor, meeting: Meeting, receipt_id: UUID, reason: str) -> Receipt:
    """A record made by mistake: visible, counting nothing. Twice is once. Raises InvalidInput, NotFound."""
    require(actor, "payments.pay", meeting)
    row = Receipt.objects.filter(pk=receipt_id, meeting=meeting).first()
    if row is None:
        raise NotFound
    if row.voided_at is not None:
        return row
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [_("请写明作废的理由（至少 4 个字）")]}, detail=_("请写明作废的理由。"))
    stamp = {"voided_at": clock.now(), "voided_by": actor.user, "void_reason": reason.strip()[:500]}
    if Receipt.objects.filter(pk=row.pk, voided_at=None).update(**stamp, updated_at=clock.now()):
        record(ReceiptVoided(meeting_id=meeting.pk, receipt_id=row.pk), actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


def _the_same(known: Receipt, amount_cents: int, contract_id: UUID | None) -> Receipt:
    if (known.amount_cents, known.contract_id) != (amount_cents, contract_id):
        raise KeyReused
    return known


def _agreed(
    meeting: Meeting, kind: str, contract_id: UUID | None, term_id: UUID | None
) -> tuple[Contract | None, PaymentTerm | None]:
    """The client's contract for money earned, a payable one for a deposit that comes back."""
    if kind not in ReceiptKind.values:
        raise InvalidInput(fields={"kind": [_("请选择款项")]}, detail=_("请选择款项。"))
    if contract_id is None:
        return None, None
    wanted = Direction.PAYABLE if kind == ReceiptKind.DEPOSIT_BACK else Direction.RECEIVABLE
    contract = Contract.objects.filter(meeting=meeting, pk=contract_id).first()
    if contract is None:
        raise NotFound
    if contract.direction != wanted:
        detail = _("合同款登记在主合同下，押金退回登记在付出押金的合同下。")
        raise InvalidInput(fields={"contract": [detail]}, detail=detail)
    term = contract.terms.filter(pk=term_id).first() if term_id else None
    if term_id and term is None:
        raise NotFound
    return contract, term


def _must_be_sound(meeting: Meeting, amount_cents: int, received_on: date, payer: str, method: str) -> None:
    fields: dict[str, list[str]] = {}
    if amount_cents <= 0:
        fields["amount_cents"] = [_("金额须大于 0")]
    if received_on > clock.today(meeting.time_zone):
        fields["received_on"] = [_("收款日期不能晚于今天")]
    if not payer.strip():
        fields["payer"] = [_("请写明付款方")]
    if method not in Method.values:
        fields["method"] = [_("请选择支付方式")]
    if fields:
        raise InvalidInput(fields=fields, detail=" ".join(s for rows in fields.values() for s in rows))
