"""Write the rows of a draft: terms, ladder, guarantees, hours, inclusions, price list. Each is replaced as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.contracts.choices import GuaranteeKind, Purpose, Source, TermKind, Trigger
from huiwu.contracts.errors import LadderInvalid, TermsDoNotAddUp
from huiwu.contracts.events import PromiseWritten
from huiwu.contracts.models import (
    CancellationStep,
    Contract,
    ContractLine,
    Guarantee,
    Inclusion,
    PaymentTerm,
    UseSpan,
)
from huiwu.contracts.queries.contracts import contract_for
from huiwu.contracts.rules.ladder import Step, ladder_faults
from huiwu.contracts.rules.terms import Part, off_by, split
from huiwu.contracts.services.drafts import claim_draft, note_change
from huiwu.contracts.services.values import GuaranteeValues, InclusionValues, LineValues, SpanValues, TermValues
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.kernel.money import times, yuan
from huiwu.meetings.models import Function, Space

MOST_ROWS = 400


@transaction.atomic
def set_terms(*, actor: Actor, contract_id: UUID, revision: int, terms: Sequence[TermValues]) -> Contract:
    """Replace the payment schedule. The terms add up to the amount to the cent, or nothing is saved (TermsDoNotAddUp).

    Raises InvalidInput, StaleEdit, ContractClosed, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    _fit_terms(terms)
    contract = claim_draft(actor, contract, revision)
    contract.terms.filter(amendment=None).delete()
    write_terms(contract, terms)
    note_change(actor, contract, _("付款计划"))
    return contract


def write_terms(contract: Contract, terms: Sequence[TermValues]) -> None:
    """The rows with their exact amounts. Raises TermsDoNotAddUp."""
    paid = [t for t in terms if t.kind != TermKind.SECURITY]
    parts = [Part(t.share_bp, t.amount_cents) for t in paid]
    pieces = split(contract.amount_cents, parts) if parts else []
    if pieces is None:
        raise TermsDoNotAddUp(detail=_misses(contract.amount_cents, parts))
    amounts = dict(zip(map(id, paid), pieces, strict=True))
    PaymentTerm.objects.bulk_create(
        PaymentTerm(
            contract=contract,
            order=n,
            kind=t.kind,
            label=t.label.strip(),
            share_bp=t.share_bp if t.amount_cents is None else None,
            amount_cents=amounts.get(id(t), t.amount_cents or 0),
            trigger=t.trigger,
            offset_days=t.offset_days,
            due_on=t.due_on,
            requires_acceptance=t.requires_acceptance,
            requires_invoice=t.requires_invoice,
        )
        for n, t in enumerate(terms, 1)
    )


def _misses(amount_cents: int, parts: Sequence[Part]) -> str:
    cents, share = off_by(amount_cents, parts)
    if share:
        return _("比例合计 {sum}%，应为 100%（按扣除固定金额后的余额计）。").format(sum=f"{(10_000 - share) / 100:g}")
    if cents:
        return _("合同额 {total} 元，各期相差 {cents} 元。").format(total=yuan(amount_cents), cents=yuan(cents))
    return _("固定金额已超过合同额 {total} 元。").format(total=yuan(amount_cents))


def _fit_terms(terms: Sequence[TermValues]) -> None:
    faults = []
    for n, t in enumerate(terms, 1):
        if not t.label.strip():
            faults.append(_("第 {n} 期没有名称").format(n=n))
        if (t.share_bp is None) == (t.amount_cents is None):
            faults.append(_("第 {n} 期须填比例或金额，二者之一").format(n=n))
        if t.trigger == Trigger.DATE and t.due_on is None:
            faults.append(_("第 {n} 期须填日期").format(n=n))
        if t.kind == TermKind.SECURITY and t.amount_cents is None:
            faults.append(_("第 {n} 期押金须填金额").format(n=n))
    if faults:
        raise InvalidInput(fields={"": faults}, detail=_("；").join(faults) + _("。"))


@transaction.atomic
def set_ladder(*, actor: Actor, contract_id: UUID, revision: int, steps: Sequence[Step]) -> Contract:
    """Replace the cancellation ladder. Raises LadderInvalid, StaleEdit, ContractClosed, NotFound."""
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if faults := ladder_faults(steps):
        raise LadderInvalid(detail="".join(LADDER_WORDS[fault]() for fault in faults))
    contract = claim_draft(actor, contract, revision)
    contract.ladder.all().delete()
    CancellationStep.objects.bulk_create(
        CancellationStep(contract=contract, min_days=s.min_days, share_bp=s.share_bp) for s in steps
    )
    note_change(actor, contract, _("取消阶梯"))
    return contract


LADDER_WORDS = {
    "twice": lambda: _("同一个天数出现了两次。"),
    "range": lambda: _("天数不能为负，比例须在 0 与 100% 之间。"),
    "falls": lambda: _("越临近会期比例不应越低。"),
    "open": lambda: _("最后一档须从 0 天开始。"),
}


@transaction.atomic
def set_guarantees(
    *, actor: Actor, contract_id: UUID, revision: int, guarantees: Sequence[GuaranteeValues]
) -> Contract:
    """Replace what is guaranteed (保底). Raises InvalidInput, StaleEdit, ContractClosed, NotFound."""
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    functions = _own(Function, contract, [g.function_id for g in guarantees])
    if any(g.kind not in GuaranteeKind.values or g.count < 0 or g.unit_cents < 0 for g in guarantees):
        raise InvalidInput(fields={"": [_("保底的种类、数量或单价有误")]}, detail=_("保底的种类、数量或单价有误。"))
    contract = claim_draft(actor, contract, revision)
    contract.guarantees.all().delete()
    Guarantee.objects.bulk_create(
        Guarantee(
            contract=contract, order=n, kind=g.kind, label=g.label.strip(), function=functions.get(g.function_id),
            reserved=g.reserved, count=g.count, unit_cents=g.unit_cents, adjust_until=g.adjust_until, expected=g.expected,
        )
        for n, g in enumerate(guarantees, 1)
    )  # fmt: skip
    note_change(actor, contract, _("保底"))
    return contract


@transaction.atomic
def set_spans(*, actor: Actor, contract_id: UUID, revision: int, spans: Sequence[SpanValues]) -> Contract:
    """Replace the hours of use, load-in, rehearsal and strike included. Raises InvalidInput, StaleEdit, ContractClosed."""
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    spaces = _own(Space, contract, [s.space_id for s in spans])
    if any(s.to_at <= s.from_at or s.purpose not in Purpose.values for s in spans):
        raise InvalidInput(fields={"": [_("使用时段的结束须晚于开始")]}, detail=_("使用时段的结束须晚于开始。"))
    contract = claim_draft(actor, contract, revision)
    contract.spans.all().delete()
    UseSpan.objects.bulk_create(
        UseSpan(
            contract=contract, order=n, purpose=s.purpose, space=spaces.get(s.space_id), room_id=s.room_id,
            place=s.place.strip(), layout=s.layout, capacity=s.capacity, from_at=s.from_at, to_at=s.to_at,
        )
        for n, s in enumerate(spans, 1)
    )  # fmt: skip
    note_change(actor, contract, _("使用时段"))
    return contract


@transaction.atomic
def set_lines(*, actor: Actor, contract_id: UUID, revision: int, lines: Sequence[LineValues]) -> Contract:
    """Replace the price list; subtotals are rounded half up to the cent, once. Raises InvalidInput, StaleEdit, ContractClosed."""
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if len(lines) > MOST_ROWS or any(not line.item.strip() for line in lines):
        raise InvalidInput(fields={"": [_("每行须有项目名称")]}, detail=_("每行须有项目名称，至多 400 行。"))
    contract = claim_draft(actor, contract, revision)
    contract.lines.all().delete()
    ContractLine.objects.bulk_create(
        ContractLine(
            contract=contract, order=n, item=line.item.strip()[:160], spec=line.spec.strip()[:300], unit=line.unit.strip()[:20],
            quantity=line.quantity, unit_cents=line.unit_cents, subtotal_cents=times(line.unit_cents, line.quantity),
        )
        for n, line in enumerate(lines, 1)
    )  # fmt: skip
    note_change(actor, contract, _("价格表"))
    return contract


@transaction.atomic
def set_inclusions(
    *, actor: Actor, contract_id: UUID, revision: int, inclusions: Sequence[InclusionValues]
) -> Contract:
    """Replace what the price includes. A promise made elsewhere that is left out needs a reason (documents.md §5).

    Raises InvalidInput, StaleEdit, ContractClosed, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if any(i.source != Source.CONTRACT and not i.is_written and not i.dropped_reason.strip() for i in inclusions):
        detail = _("不写入合同的承诺须写明理由。")
        raise InvalidInput(fields={"": [detail]}, detail=detail)
    contract = claim_draft(actor, contract, revision)
    contract.inclusions.all().delete()
    Inclusion.objects.bulk_create(
        Inclusion(
            contract=contract, order=n, text=i.text.strip()[:300], source=i.source, source_key=i.source_key,
            said=i.said[:200], is_written=i.is_written, dropped_reason=i.dropped_reason.strip()[:300],
        )
        for n, i in enumerate(inclusions, 1)
        if i.text.strip()
    )  # fmt: skip
    note_change(actor, contract, _("包含项"))
    return contract


@transaction.atomic
def drop_promise(
    *, actor: Actor, contract_id: UUID, text: str, source: str, source_key: str, reason: str, said: str = ""
) -> Inclusion:
    """Say why a promise made elsewhere is not in the contract; possible after signing too. Raises InvalidInput."""
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if not reason.strip() or source not in Source.values:
        detail = _("不写入合同的承诺须写明理由。")
        raise InvalidInput(fields={"reason": [detail]}, detail=detail)
    row, _is_new = Inclusion.objects.update_or_create(
        contract=contract,
        source_key=source_key,
        defaults={
            "text": text.strip()[:300], "source": source, "said": said[:200], "is_written": False,
            "dropped_reason": reason.strip()[:300],
        },
    )  # fmt: skip
    fact = PromiseWritten(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, inclusion_id=row.pk
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return row


def _own(model: Any, contract: Contract, ids: Sequence[UUID | None]) -> dict[UUID | None, Any]:
    """Rows of the contract's own meeting by id. Raises NotFound for any other."""
    wanted = {pk for pk in ids if pk is not None}
    found = {row.pk: row for row in model.objects.filter(meeting=contract.meeting_id, pk__in=wanted)}
    if set(found) != wanted:
        raise NotFound
    return found
