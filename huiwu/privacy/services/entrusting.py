"""Agreements with those who handle people's data for the meeting, until they gave it back or erased it (PIPL art. 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy import rules
from huiwu.privacy.choices import EntrustState, PartyKind, ReturnKind
from huiwu.privacy.errors import AgreementIncomplete, EntrustmentMoved
from huiwu.privacy.events import EntrustmentAgreed, EntrustmentCancelled, EntrustmentReturned, EntrustmentSaved
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.queries.words import term_word
from huiwu.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class EntrustmentValues:
    """The six terms and whom they bind. `supplier_id` or `contract_id` tie it to what is there already."""

    party_kind: str
    name: str = ""
    supplier_id: UUID | None = None
    contract_id: UUID | None = None
    purpose: str = ""
    until_on: date | None = None
    method: str = ""
    groups: Sequence[str] = ()
    safeguards: str = ""
    duties: str = ""
    may_pass_on: bool = False


@transaction.atomic
def save_entrustment(
    *,
    actor: Actor,
    meeting: Meeting,
    values: EntrustmentValues,
    entrusted_id: UUID | None = None,
    revision: int = 0,
) -> EntrustedProcessing:
    """A new agreement as a draft, or a change of one. One in force falls back to draft when its terms change: it is
    signed again. Raises InvalidInput, StaleEdit, EntrustmentMoved, NotFound.
    """
    require(actor, "privacy.edit", meeting)
    columns = _columns(meeting, values) | {"saved_by": actor.user}
    if entrusted_id is None:
        row = EntrustedProcessing(meeting=meeting, **columns)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise InvalidInput(
                fields={"supplier": [_("这家供应商已有委托处理记录，请直接修改那一条")]},
                detail=_("这家供应商已有委托处理记录。"),
            ) from None
    else:
        row = _row(meeting, entrusted_id)
        if row.state in (EntrustState.RETURNED, EntrustState.CANCELLED):
            raise EntrustmentMoved(name=row.name, state=row.get_state_display())
        columns |= {"state": EntrustState.DRAFT, "agreed_on": None, "agreement": None}
        fresh = EntrustedProcessing.objects.filter(pk=row.pk, revision=revision)
        if not fresh.update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
            theirs = _row(meeting, entrusted_id)
            raise StaleEdit(theirs=theirs, who=theirs.saved_by.name if theirs.saved_by else _("同事"))
        row = _row(meeting, entrusted_id)
    fact = EntrustmentSaved(meeting_id=meeting.pk, entrusted_processing_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def agree_entrustment(
    *, actor: Actor, meeting: Meeting, entrusted_id: UUID, agreed_on: date, agreement: StoredFile | None = None
) -> EntrustedProcessing:
    """The agreement is signed: lists within its groups may go to the party. Twice is once.

    Raises AgreementIncomplete naming what of the six terms is missing, EntrustmentMoved, NotFound.
    """
    require(actor, "privacy.edit", meeting)
    row = _row(meeting, entrusted_id)
    if row.state == EntrustState.IN_FORCE:
        return row
    missing = [term for term in rules.SIX_TERMS if not getattr(row, term)]
    if missing:
        raise AgreementIncomplete(terms=_("、").join(term_word(term) for term in missing))
    if agreed_on > clock.today(meeting.time_zone):
        raise InvalidInput(fields={"agreed_on": [_("签订日期不能晚于今天")]}, detail=_("签订日期不能晚于今天。"))
    values = {"state": EntrustState.IN_FORCE, "agreed_on": agreed_on, "agreement": agreement}
    _move(row, (EntrustState.DRAFT,), values)
    fact = EntrustmentAgreed(meeting_id=meeting.pk, entrusted_processing_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return _row(meeting, entrusted_id)


@transaction.atomic
def return_entrustment(
    *,
    actor: Actor,
    meeting: Meeting,
    entrusted_id: UUID,
    kind: str,
    returned_on: date,
    by_name: str,
    proof: StoredFile | None = None,
) -> EntrustedProcessing:
    """The party confirms that all data was given back or erased, backups too (OM-160, G11). Twice is once.

    Raises InvalidInput, EntrustmentMoved, NotFound.
    """
    require(actor, "privacy.edit", meeting)
    row = _row(meeting, entrusted_id)
    if row.state == EntrustState.RETURNED:
        return row
    fields: dict[str, list[str]] = {}
    if kind not in ReturnKind.values:
        fields["kind"] = [_("请选择已返还还是已删除")]
    if not by_name.strip():
        fields["by_name"] = [_("请填写对方确认人")]
    if returned_on > clock.today(meeting.time_zone):
        fields["returned_on"] = [_("日期不能晚于今天")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请补齐后再保存。"))
    values = {
        "state": EntrustState.RETURNED,
        "returned_kind": kind,
        "returned_on": returned_on,
        "returned_by_name": by_name.strip()[:80],
        "return_proof": proof,
    }
    _move(row, (EntrustState.IN_FORCE, EntrustState.DRAFT), values)
    fact = EntrustmentReturned(meeting_id=meeting.pk, entrusted_processing_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return _row(meeting, entrusted_id)


@transaction.atomic
def cancel_entrustment(*, actor: Actor, meeting: Meeting, entrusted_id: UUID) -> EntrustedProcessing:
    """The party was never given anything. Raises EntrustmentMoved where a list went to it, NotFound."""
    require(actor, "privacy.edit", meeting)
    row = _row(meeting, entrusted_id)
    if row.state == EntrustState.CANCELLED:
        return row
    if row.exports.exists():
        raise EntrustmentMoved(name=row.name, state=_("已收到名单"))
    _move(row, (EntrustState.DRAFT, EntrustState.IN_FORCE), {"state": EntrustState.CANCELLED})
    fact = EntrustmentCancelled(meeting_id=meeting.pk, entrusted_processing_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return _row(meeting, entrusted_id)


def _columns(meeting: Meeting, values: EntrustmentValues) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    supplier = (
        Supplier.objects.filter(pk=values.supplier_id, org=meeting.org_id).first() if values.supplier_id else None
    )
    contract = Contract.objects.filter(pk=values.contract_id, meeting=meeting).first() if values.contract_id else None
    name = values.name.strip() or (supplier.name if supplier else "")
    if values.party_kind not in PartyKind.values:
        fields["party_kind"] = [_("请选择")]
    if values.supplier_id and supplier is None:
        fields["supplier"] = [_("请选择本单位供应商库里的供应商")]
    if values.contract_id and contract is None:
        fields["contract"] = [_("请选择本会议的合同")]
    if not name:
        fields["name"] = [_("请填写受托单位")]
    if set(values.groups) - set(FieldGroup.values):
        fields["groups"] = [_("请选择")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请补齐后再保存。"))
    return {
        "party_kind": values.party_kind,
        "name": name[:160],
        "supplier": supplier,
        "contract": contract,
        "purpose": values.purpose.strip()[:300],
        "until_on": values.until_on,
        "method": values.method.strip()[:300],
        "groups": [group.value for group in FieldGroup if group.value in values.groups],
        "safeguards": values.safeguards.strip()[:500],
        "duties": values.duties.strip()[:500],
        "may_pass_on": values.may_pass_on,
    }


def _row(meeting: Meeting, pk: UUID) -> EntrustedProcessing:
    found = EntrustedProcessing.objects.filter(meeting=meeting, pk=pk).select_related("saved_by").first()
    if found is None:
        raise NotFound
    return found


def _move(row: EntrustedProcessing, before: tuple[str, ...], values: dict[str, Any]) -> None:
    """One conditional update: of two who act at once, one is told."""
    fresh = EntrustedProcessing.objects.filter(pk=row.pk, revision=row.revision, state__in=before)
    if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        row.refresh_from_db(fields=["state"])
        raise EntrustmentMoved(name=row.name, state=row.get_state_display())
