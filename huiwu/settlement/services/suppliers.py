"""A06: what a supplier is settled at, agreed with the supplier, approved by a second pair of eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.settlement.choices import State
from huiwu.settlement.errors import ApprovedAlready, DisputesOpen, NotAgreed, OverAccepted, OverContract, OwnSettlement
from huiwu.settlement.events import SettlementAgreed, SettlementApproved, SettlementReturned, SettlementSaved
from huiwu.settlement.models import Dispute, SupplierSettlement
from huiwu.settlement.queries.suppliers import Row, row_of


@dataclass(frozen=True, slots=True)
class DisputeRow:
    text: str
    amount_cents: int = 0
    answer: str = ""


@transaction.atomic
def save_settlement(
    *,
    actor: Actor,
    meeting: Meeting,
    contract_id: UUID,
    revision: int,
    amount_cents: int,
    deduction_cents: int = 0,
    deduction_reason: str = "",
    note: str = "",
    disputes: Sequence[DisputeRow] = (),
) -> SupplierSettlement:
    """Write what the contract is settled at; `revision` 0 begins it. What the supplier had agreed to falls.

    Raises InvalidInput, ApprovedAlready, StaleEdit.
    """
    require(actor, "settlement.edit", meeting)
    row = _row(meeting, contract_id)
    _check(amount_cents, deduction_cents, deduction_reason)
    columns: dict[str, Any] = {
        "amount_cents": amount_cents,
        "deduction_cents": deduction_cents,
        "deduction_reason": deduction_reason.strip(),
        "note": note.strip(),
    }
    settlement = row.settlement
    if settlement is None:
        settlement = _begun(actor, meeting, row, columns)
    else:
        undone = {"state": State.DRAFT, "agreed_by_name": "", "agreed_on": None, "agreed_file": None}
        _write(settlement, revision, actor, columns | undone)
    settlement.disputes.all().delete()
    kept = [item for item in disputes if item.text.strip()]
    Dispute.objects.bulk_create(
        Dispute(settlement=settlement, order=n, text=item.text, amount_cents=item.amount_cents, answer=item.answer)
        for n, item in enumerate(kept)
    )
    _tell(SettlementSaved, settlement, actor)
    return settlement


@transaction.atomic
def agree_settlement(
    *,
    actor: Actor,
    meeting: Meeting,
    contract_id: UUID,
    revision: int,
    person_name: str,
    agreed_on: date,
    file: StoredFile | None = None,
) -> SupplierSettlement:
    """Note that the supplier agreed to exactly this amount: who, when, and the paper. Raises InvalidInput, StaleEdit."""
    require(actor, "settlement.edit", meeting)
    settlement = _settlement(meeting, contract_id)
    if not person_name.strip():
        raise InvalidInput({"person_name": [_("请填写对方确认人的姓名。")]})
    if agreed_on > clock.today(meeting.time_zone):
        raise InvalidInput({"agreed_on": [_("确认日期不能晚于今天。")]})
    columns = {"state": State.AGREED, "agreed_by_name": person_name.strip(), "agreed_on": agreed_on}
    _write(settlement, revision, actor, columns | ({"agreed_file": file} if file else {}), keeps_writer=True)
    _tell(SettlementAgreed, settlement, actor)
    settlement.refresh_from_db()
    return settlement


@transaction.atomic
def approve_settlement(*, actor: Actor, meeting: Meeting, contract_id: UUID, revision: int) -> SupplierSettlement:
    """Approve what was agreed. Twice returns the first.

    Raises OverContract, OverAccepted (OM-145), DisputesOpen, NotAgreed, OwnSettlement, StaleEdit.
    """
    require(actor, "settlement.approve", meeting)
    row = _row(meeting, contract_id)
    settlement = _settlement(meeting, contract_id)
    if settlement.state == State.APPROVED:
        return settlement
    _forbid(row, settlement, actor)
    columns = {
        "state": State.APPROVED,
        "approved_by": actor.user,
        "approved_at": clock.now(),
        "approved_ceiling_cents": row.figures.ceiling_cents,
        "returned_reason": "",
    }
    _write(settlement, revision, actor, columns, keeps_writer=True)
    _tell(SettlementApproved, settlement, actor)
    settlement.refresh_from_db()
    return settlement


@transaction.atomic
def return_settlement(
    *, actor: Actor, meeting: Meeting, contract_id: UUID, revision: int, reason: str
) -> SupplierSettlement:
    """Send it back to be looked at again, approved or not; the reason stays with it. Raises InvalidInput, StaleEdit."""
    require(actor, "settlement.approve", meeting)
    settlement = _settlement(meeting, contract_id)
    if not reason.strip():
        raise InvalidInput({"reason": [_("请写明退回的原因。")]})
    columns = {"state": State.DRAFT, "approved_by": None, "approved_at": None, "approved_ceiling_cents": None}
    _write(
        settlement,
        revision,
        actor,
        columns | {"returned_reason": reason.strip()},
        keeps_writer=True,
        may_be_approved=True,
    )
    _tell(SettlementReturned, settlement, actor)
    settlement.refresh_from_db()
    return settlement


def _row(meeting: Meeting, contract_id: UUID) -> Row:
    row = row_of(meeting, contract_id)
    if row is None:
        raise NotFound
    return row


def _settlement(meeting: Meeting, contract_id: UUID) -> SupplierSettlement:
    found = SupplierSettlement.objects.select_related("contract").filter(meeting=meeting, contract=contract_id).first()
    if found is None:
        raise NotFound
    return found


def _begun(actor: Actor, meeting: Meeting, row: Row, columns: dict[str, Any]) -> SupplierSettlement:
    """Two who begin at once: the second is told."""
    try:
        with transaction.atomic():
            return SupplierSettlement.objects.create(
                meeting=meeting, contract=row.contract, saved_by=actor.user, **columns
            )
    except IntegrityError:
        now = _settlement(meeting, row.contract.pk)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事")) from None


def _check(amount_cents: int, deduction_cents: int, reason: str) -> None:
    wrong: dict[str, list[str]] = {}
    if amount_cents < 0:
        wrong["amount_cents"] = [_("结算额不能为负。")]
    if not 0 <= deduction_cents <= max(amount_cents, 0):
        wrong["deduction_cents"] = [_("扣款不能为负，也不能超过结算额。")]
    elif deduction_cents and not reason.strip():
        wrong["deduction_reason"] = [_("请写明扣款的原因。")]
    if wrong:
        raise InvalidInput(wrong)


def _forbid(row: Row, settlement: SupplierSettlement, actor: Actor) -> None:
    amount = settlement.amount_cents
    if actor.id is not None and settlement.saved_by_id == actor.id:
        raise OwnSettlement
    if amount > row.figures.ceiling_cents:
        raise OverContract(amount=yuan(amount), ceiling=yuan(row.figures.ceiling_cents))
    if amount > row.figures.accepted_cents:
        raise OverAccepted(amount=yuan(amount), ceiling=yuan(row.figures.accepted_cents))
    if row.open_disputes:
        raise DisputesOpen(n=row.open_disputes)
    if settlement.state != State.AGREED:
        raise NotAgreed(party=settlement.contract.party_name)


def _write(
    settlement: SupplierSettlement,
    revision: int,
    actor: Actor,
    columns: dict[str, Any],
    *,
    keeps_writer: bool = False,
    may_be_approved: bool = False,
) -> None:
    """Over the given revision only. `saved_by` is who wrote the amount: four eyes compare with it."""
    if settlement.state == State.APPROVED and not may_be_approved:
        raise ApprovedAlready
    writer = {} if keeps_writer else {"saved_by": actor.user}
    won = SupplierSettlement.objects.filter(pk=settlement.pk, revision=revision).update(
        **columns, **writer, revision=F("revision") + 1, updated_at=clock.now()
    )
    if not won:
        now = SupplierSettlement.objects.select_related("saved_by").get(pk=settlement.pk)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))


def _tell(fact: Any, settlement: SupplierSettlement, actor: Actor) -> None:
    happened = fact(meeting_id=settlement.meeting_id, settlement_id=settlement.pk, contract_id=settlement.contract_id)
    record(happened, actor=actor, org_id=settlement.meeting.org_id)
