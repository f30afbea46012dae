"""Begin a contract and write its head and clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.choices import CONTRACT, MAIN_CONTRACT, Basis, Direction, Kind, Status, TermKind, Trigger
from huiwu.contracts.errors import AlreadyRecorded, ContractClosed
from huiwu.contracts.events import ContractChanged, ContractDrafted
from huiwu.contracts.models import CancellationStep, Contract
from huiwu.contracts.queries.contracts import contract_for
from huiwu.contracts.queries.standards import standards_of
from huiwu.contracts.rules.terms import Part, split
from huiwu.contracts.schema import SCHEMAS, begun
from huiwu.contracts.services.values import TermValues
from huiwu.documents.models import Document
from huiwu.documents.services import open_document, save_section
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting

HEAD = frozenset({
    "title", "party_name", "party_code", "party_address", "party_signatory", "party_authority", "our_signatory",
    "our_authority", "amount_cents", "tax_bp", "overtime_cents", "headcount", "headcount_basis", "adjust_until",
    "stop_loss_count", "starts_on", "ends_on", "expires_on", "category",
})  # fmt: skip
LINKS = frozenset({"venue", "supplier", "candidate", "selection"})
TITLES = {
    Kind.CLIENT: "会务服务合同",
    Kind.VENUE: "场地租赁合同",
    Kind.SUPPLIER: "服务采购合同",
    Kind.SPEAKER: "劳务协议",
}
"""The contract's own name stands in its language, Chinese."""

USUAL_TERMS: Mapping[str, Sequence[TermValues]] = {
    Kind.CLIENT: (
        TermValues(label="预付款", share_bp=5000, trigger=Trigger.SIGNING, offset_days=7),
        TermValues(label="余款", share_bp=5000, trigger=Trigger.INVOICE_DAYS, offset_days=7, requires_acceptance=True),
    ),
    Kind.VENUE: (
        TermValues(label="定金", share_bp=3000, trigger=Trigger.SIGNING, offset_days=7, kind=TermKind.DEPOSIT),
        TermValues(label="会前款", share_bp=5000, trigger=Trigger.DAYS_BEFORE, offset_days=7),
        TermValues(label="尾款", share_bp=2000, trigger=Trigger.ACCEPTANCE, offset_days=15, requires_acceptance=True),
    ),
    Kind.SUPPLIER: (
        TermValues(label="预付款", share_bp=3000, trigger=Trigger.SIGNING, offset_days=7),
        TermValues(label="尾款", share_bp=7000, trigger=Trigger.INVOICE_DAYS, offset_days=30, requires_acceptance=True),
    ),
    Kind.SPEAKER: (
        TermValues(
            label="劳务报酬", share_bp=10_000, trigger=Trigger.ACCEPTANCE, offset_days=10, requires_acceptance=True,
            requires_invoice=False,
        ),
    ),
}  # fmt: skip
"""How each kind is usually paid (compliance.md §5「默认」); people change it before it is signed."""


@transaction.atomic
def draft_contract(*, actor: Actor, meeting: Meeting, kind: str, values: Mapping[str, Any]) -> Contract:
    """A draft with the standard wording, the organisation's ladder and the usual terms (SOP P05, P09, P10, A08).

    `values` are columns of the head; venue, supplier, candidate and selection may stand among them. Raises InvalidInput;
    AlreadyRecorded where the meeting has a main contract, or the selection or candidate a contract.
    """
    from huiwu.contracts.services.rows import write_terms

    require(actor, "contracts.edit", meeting)
    if kind not in Kind.values:
        raise InvalidInput(fields={"kind": [_("请选择合同种类")]}, detail=_("请选择合同种类。"))
    start: dict[str, Any] = _begin(meeting, kind) | {
        k: v for k, v in values.items() if k in HEAD and v not in (None, "")
    }
    head = fit_head(start)
    links = {key: value for key, value in values.items() if key in LINKS}
    pk = uuid4()
    try:
        with transaction.atomic():
            document = open_document(
                actor=actor,
                meeting=meeting,
                kind=MAIN_CONTRACT if kind == Kind.CLIENT else CONTRACT,
                title=head["title"],
                content=begun(kind),
                subject_id=pk,
            )
            contract = Contract.objects.create(
                id=pk,
                meeting=meeting,
                document=document,
                number=document.number,
                kind=kind,
                direction=Direction.RECEIVABLE if kind == Kind.CLIENT else Direction.PAYABLE,
                saved_by=actor.user,
                **head,
                **links,
            )
    except IntegrityError:  # a main contract, or one from the same selection or candidate, came first
        raise AlreadyRecorded from None
    ladder = standards_of(meeting.org_id, clock.today(meeting.time_zone)).ladder
    CancellationStep.objects.bulk_create(
        CancellationStep(contract=contract, min_days=step.min_days, share_bp=step.share_bp) for step in ladder
    )
    write_terms(contract, USUAL_TERMS[kind])
    fact = ContractDrafted(meeting_id=meeting.pk, contract_id=contract.pk, contract_kind=kind)
    record(fact, actor=actor, org_id=meeting.org_id)
    return contract


def _begin(meeting: Meeting, kind: str) -> dict[str, Any]:
    """What the meeting already says."""
    standards = standards_of(meeting.org_id, clock.today(meeting.time_zone))
    begin: dict[str, Any] = {
        "title": TITLES[Kind(kind)],
        "starts_on": meeting.start_on,
        "ends_on": meeting.end_on,
        "expires_on": meeting.end_on + timedelta(days=90),
        "party_name": meeting.client.name if kind == Kind.CLIENT and meeting.client else "",
    }
    if kind in (Kind.CLIENT, Kind.VENUE):
        begin |= {
            "headcount": meeting.expected_headcount,
            "headcount_basis": Basis.EXPECTED,
            "adjust_until": meeting.start_on - timedelta(days=3),
        }
    if kind == Kind.VENUE:
        begin["stop_loss_count"] = meeting.expected_headcount * standards.stop_loss_bp // 10_000
    return begin


@transaction.atomic
def change_contract(*, actor: Actor, contract_id: UUID, revision: int, values: Mapping[str, Any]) -> Contract:
    """Write the head of a draft. Terms typed as shares follow a new amount to the cent.

    Raises StaleEdit (`theirs` is the contract as it now stands), ContractClosed, InvalidInput, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    kept = {key: value for key, value in values.items() if key in HEAD}
    head = fit_head({name: getattr(contract, name) for name in HEAD} | kept)
    contract = claim_draft(actor, contract, revision, **head)
    _respread(contract)
    note_change(actor, contract, _("合同要素"))
    return contract


@transaction.atomic
def save_clauses(*, actor: Actor, contract_id: UUID, section: str, seal: str, fields: Mapping[str, Any]) -> Document:
    """Write one section of the clauses; as `documents.services.save_section`. Raises ContractClosed too."""
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if not Contract.objects.filter(pk=contract.pk, status=Status.DRAFT).update(updated_at=clock.now()):
        raise closed(contract)
    assert contract.document_id is not None  # made with the contract
    return save_section(
        actor=actor,
        document_id=contract.document_id,
        schema=SCHEMAS[contract.kind],
        section=section,
        seal=seal,
        fields=fields,
    )


def claim_draft(actor: Actor, contract: Contract, revision: int, **columns: Any) -> Contract:
    """One conditional update: the draft at this revision is ours to write. Raises StaleEdit, ContractClosed."""
    fresh = Contract.objects.filter(pk=contract.pk, revision=revision, status=Status.DRAFT)
    stamp = {"saved_by": actor.user, "updated_at": clock.now(), "revision": F("revision") + 1}
    if not fresh.update(**columns, **stamp):
        now = Contract.objects.select_related("saved_by", "meeting").get(pk=contract.pk)
        if not now.is_draft:
            raise closed(now)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))
    contract.refresh_from_db()
    return contract


def closed(contract: Contract) -> ContractClosed:
    contract.refresh_from_db(fields=["status"])
    return ContractClosed(title=contract.title, status=contract.get_status_display())


def note_change(actor: Actor, contract: Contract, part: str) -> None:
    fact = ContractChanged(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, part=part
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)


def fit_head(values: Mapping[str, Any]) -> dict[str, Any]:
    """The head's columns, trimmed. Raises InvalidInput."""
    kept: dict[str, Any] = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
    faults: dict[str, list[str]] = {}
    if not kept.get("title"):
        faults["title"] = [_("请填写合同名称")]
    if not kept.get("party_name"):
        faults["party_name"] = [_("请填写对方名称")]
    if kept["ends_on"] < kept["starts_on"]:
        faults["ends_on"] = [_("结束日期早于开始日期")]
    if (kept.get("amount_cents") or 0) < 0:
        faults["amount_cents"] = [_("金额不能为负")]
    tax_bp = kept.get("tax_bp")
    if tax_bp is not None and not 0 <= tax_bp < 10_000:
        faults["tax_bp"] = [_("税率须在 0 与 100% 之间")]
    if faults:
        raise InvalidInput(fields=faults, detail=_("请改正标出的字段。"))
    return kept


def _respread(contract: Contract) -> None:
    """Terms typed as shares take their part of the new amount; fixed ones stay and may then no longer add up."""
    rows = [t for t in contract.terms.filter(amendment=None) if t.kind != TermKind.SECURITY]
    parts = [Part(t.share_bp, None if t.share_bp is not None else t.amount_cents) for t in rows]
    pieces = split(contract.amount_cents, parts)
    for term, cents in zip(rows, pieces or [], strict=False):
        if term.amount_cents != cents:
            contract.terms.filter(pk=term.pk).update(amount_cents=cents)
