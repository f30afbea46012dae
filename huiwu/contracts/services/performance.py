"""What happens while a contract is carried out: acceptance, counts against guarantees, people confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from huiwu.contracts.choices import IN_FORCE, LIVE
from huiwu.contracts.errors import AlreadyRecorded, BeyondContract, NotInForce
from huiwu.contracts.events import AcceptanceRecorded, ConfirmedCountRecorded, GuaranteeCounted
from huiwu.contracts.models import Acceptance, Contract, Guarantee
from huiwu.contracts.queries.contracts import contract_for
from huiwu.contracts.queries.money import total_cents
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.kernel.money import yuan

DOUBLE_WITHIN = timedelta(seconds=30)
"""The same line again within this time is a form sent twice."""


@transaction.atomic
def record_acceptance(
    *,
    actor: Actor,
    contract_id: UUID,
    amount_cents: int,
    accepted_on: date,
    note: str = "",
    file: StoredFile | None = None,
    term_id: UUID | None = None,
) -> Acceptance:
    """验收: so much of the contract (with tax) was delivered and accepted; of one payment term, or of the whole.

    Raises NotInForce, BeyondContract when more is accepted than the contract with its amendments is worth,
    InvalidInput, AlreadyRecorded, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.accept")
    require(actor, "contracts.accept", contract.meeting)
    # The update holds the row: two acceptances at once are added up one after the other.
    if not Contract.objects.filter(pk=contract.pk, status__in=IN_FORCE).update(updated_at=clock.now()):
        raise NotInForce(title=contract.title, status=contract.get_status_display())
    if amount_cents <= 0:
        raise InvalidInput(fields={"amount_cents": [_("验收金额须大于 0")]}, detail=_("验收金额须大于 0。"))
    if accepted_on > clock.today(contract.meeting.time_zone):
        raise InvalidInput(fields={"accepted_on": [_("验收日期不能晚于今天")]}, detail=_("验收日期不能晚于今天。"))
    term = contract.terms.filter(pk=term_id).first() if term_id else None
    if term_id and term is None:
        raise NotFound
    same = {"term": term, "amount_cents": amount_cents, "accepted_on": accepted_on, "note": note.strip()[:1000]}
    if contract.acceptances.filter(created_at__gte=clock.now() - DOUBLE_WITHIN, **same).exists():
        raise AlreadyRecorded
    accepted = (contract.acceptances.aggregate(n=Sum("amount_cents"))["n"] or 0) + amount_cents
    if accepted > (total := total_cents(contract)):
        raise BeyondContract(accepted=yuan(accepted), total=yuan(total))
    row = Acceptance.objects.create(contract=contract, file=file, recorded_by=actor.user, **same)
    fact = AcceptanceRecorded(
        meeting_id=contract.meeting_id,
        contract_id=contract.pk,
        contract_kind=contract.kind,
        acceptance_id=row.pk,
        amount_cents=amount_cents,
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return row


@transaction.atomic
def count_guarantee(
    *, actor: Actor, guarantee_id: UUID, expected: int | None = None, actual: int | None = None
) -> Guarantee:
    """Note how many are expected, or came, against what is guaranteed. Raises InvalidInput, NotFound."""
    row = Guarantee.objects.select_related("contract__meeting__org").filter(pk=guarantee_id).first()
    if row is None:
        raise NotFound
    require(actor, "contracts.accept", row.contract.meeting)
    if any(count is not None and count < 0 for count in (expected, actual)):
        raise InvalidInput(fields={"": [_("数量不能为负")]}, detail=_("数量不能为负。"))
    Guarantee.objects.filter(pk=row.pk).update(expected=expected, actual=actual, updated_at=clock.now())
    row.refresh_from_db()
    contract = row.contract
    fact = GuaranteeCounted(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, guarantee_id=row.pk
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return row


@transaction.atomic
def record_confirmed_count(*, actor: Actor, contract_id: UUID, count: int, on: date) -> Contract:
    """How many people have confirmed by a day, judged before a dearer step of the ladder begins (OM-047).

    Raises InvalidInput, NotInForce for a contract that has ended, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.accept")
    require(actor, "contracts.accept", contract.meeting)
    if count < 0 or on > clock.today(contract.meeting.time_zone):
        detail = _("人数不能为负，日期不能晚于今天。")
        raise InvalidInput(fields={"count": [detail]}, detail=detail)
    live = Contract.objects.filter(pk=contract.pk, status__in=LIVE)
    if not live.update(confirmed_count=count, confirmed_on=on, revision=F("revision") + 1, updated_at=clock.now()):
        raise NotInForce(title=contract.title, status=contract.get_status_display())
    contract.refresh_from_db()
    fact = ConfirmedCountRecorded(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, confirmed_count=count
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return contract
