"""Amendments (补充协议): drafted, signed with a scan, or made void."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.contracts.choices import AmendmentStatus, Status, Trigger
from huiwu.contracts.errors import AlreadyRecorded, ContractClosed, NotInForce, ScanNeeded
from huiwu.contracts.events import AmendmentDrafted, AmendmentSigned, AmendmentVoided
from huiwu.contracts.models import Amendment, Contract, PaymentTerm
from huiwu.contracts.queries.contracts import contract_for
from huiwu.contracts.queries.money import total_cents
from huiwu.contracts.services.signing import SCANS
from huiwu.documents.models import ChangeOrder
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound

COLUMNS = frozenset({"amount_cents", "summary", "reason", "due_on", "headcount", "starts_on", "ends_on"})


@transaction.atomic
def draft_amendment(
    *, actor: Actor, contract_id: UUID, values: Mapping[str, Any], change_order_id: UUID | None = None
) -> Amendment:
    """A change of a signed contract: amount delta with tax (may be negative or nought), summary, reason.

    Raises NotInForce, InvalidInput, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    # The update holds the row, so that two drafts get different numbers.
    if not Contract.objects.filter(pk=contract.pk, status=Status.SIGNED).update(updated_at=clock.now()):
        raise NotInForce(title=contract.title, status=contract.get_status_display())
    kept = {key: value for key, value in values.items() if key in COLUMNS}
    _fit(contract, kept)
    order = None
    if change_order_id is not None:
        order = ChangeOrder.objects.filter(pk=change_order_id, document__meeting=contract.meeting_id).first()
        if order is None:
            raise NotFound
    last = contract.amendments.aggregate(n=Max("number"))["n"] or 0
    row = Amendment.objects.create(contract=contract, number=last + 1, change_order=order, made_by=actor.user, **kept)
    fact = AmendmentDrafted(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, amendment_id=row.pk
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return row


def _fit(contract: Contract, kept: dict[str, Any]) -> None:
    faults: dict[str, list[str]] = {}
    kept["amount_cents"] = kept.get("amount_cents") or 0
    for name in ("summary", "reason"):
        kept[name] = (kept.get(name) or "").strip()
        if not kept[name]:
            faults[name] = [_("请写明变更内容") if name == "summary" else _("请写明变更理由")]
    if total_cents(contract) + kept["amount_cents"] < 0:
        faults["amount_cents"] = [_("变更后的合同总额不能为负")]
    if kept.get("starts_on") and kept.get("ends_on") and kept["ends_on"] < kept["starts_on"]:
        faults["ends_on"] = [_("结束日期早于开始日期")]
    if faults:
        raise InvalidInput(fields=faults, detail=_("请改正标出的字段。"))


@transaction.atomic
def sign_amendment(*, actor: Actor, amendment_id: UUID, signed_on: date, scan: StoredFile | None) -> Amendment:
    """Signed by both sides: its amount counts from now on, as a payment term of its own, and what it changes holds.

    Raises ScanNeeded, InvalidInput, AlreadyRecorded when somebody signed or voided it first, NotFound.
    """
    row = _amendment(actor, amendment_id, "contracts.sign")
    contract = row.contract
    require(actor, "contracts.sign", contract.meeting)
    if scan is None or scan.media_type not in SCANS:
        raise ScanNeeded
    if not contract.signed_on or not contract.signed_on <= signed_on <= clock.today(contract.meeting.time_zone):
        detail = _("签订日期须在原合同签订之日与今天之间。")
        raise InvalidInput(fields={"signed_on": [detail]}, detail=detail)
    drafts = Amendment.objects.filter(pk=row.pk, status=AmendmentStatus.DRAFT, contract__status=Status.SIGNED)
    if not drafts.update(
        status=AmendmentStatus.SIGNED, signed_on=signed_on, scan=scan, scan_sha256=scan.sha256,
        recorded_by=actor.user, revision=F("revision") + 1, updated_at=clock.now(),
    ):  # fmt: skip
        raise _not_a_draft(row)
    _carry_out(row, contract)
    row.refresh_from_db()
    fact = AmendmentSigned(
        meeting_id=contract.meeting_id,
        contract_id=contract.pk,
        contract_kind=contract.kind,
        amendment_id=row.pk,
        amount_cents=row.amount_cents,
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return row


def _carry_out(row: Amendment, contract: Contract) -> None:
    changed = {
        name: value for name in ("headcount", "starts_on", "ends_on") if (value := getattr(row, name)) is not None
    }
    Contract.objects.filter(pk=contract.pk).update(**changed, revision=F("revision") + 1, updated_at=clock.now())
    if row.amount_cents:
        last = contract.terms.aggregate(n=Max("order"))["n"] or 0
        PaymentTerm.objects.create(
            contract=contract,
            amendment=row,
            order=last + 1,
            label=f"补充协议 {row.number}",
            amount_cents=row.amount_cents,
            trigger=Trigger.DATE,
            due_on=row.due_on or contract.ends_on,
        )


@transaction.atomic
def void_amendment(*, actor: Actor, amendment_id: UUID) -> Amendment:
    """Give up a draft; its number is not used again. Raises AlreadyRecorded once it is signed, NotFound."""
    row = _amendment(actor, amendment_id, "contracts.edit")
    require(actor, "contracts.edit", row.contract.meeting)
    drafts = Amendment.objects.filter(pk=row.pk, status=AmendmentStatus.DRAFT)
    if not drafts.update(status=AmendmentStatus.VOID, updated_at=clock.now()):
        raise _not_a_draft(row)
    row.refresh_from_db()
    fact = AmendmentVoided(
        meeting_id=row.contract.meeting_id,
        contract_id=row.contract_id,
        contract_kind=row.contract.kind,
        amendment_id=row.pk,
    )
    record(fact, actor=actor, org_id=row.contract.meeting.org_id)
    return row


def _amendment(actor: Actor, amendment_id: UUID, permission: str) -> Amendment:
    row = Amendment.objects.select_related("contract__meeting__org").filter(pk=amendment_id).first()
    if row is None:
        raise NotFound
    require(actor, permission, row.contract.meeting)
    return row


def _not_a_draft(row: Amendment) -> Exception:
    contract = Contract.objects.get(pk=row.contract_id)
    if contract.status != Status.SIGNED:
        return ContractClosed(title=contract.title, status=contract.get_status_display())
    return AlreadyRecorded()
