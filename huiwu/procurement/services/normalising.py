"""Bring a quotation to the basis asked for: what it includes, and amounts with their origin. Nothing is filled silently."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import AdjustmentKind, AdjustmentOrigin
from huiwu.procurement.errors import ScopeUnpriced
from huiwu.procurement.events import QuotationNormalised
from huiwu.procurement.models import Adjustment, Quotation
from huiwu.procurement.queries.comparing import asked_lines, bids_of
from huiwu.procurement.rules.comparison import assumed
from huiwu.procurement.services.quoting import _touch, quotation_of

SIDES = (AdjustmentKind.TAX, AdjustmentKind.TRANSPORT, AdjustmentKind.SETUP)
ASSUMED = (AdjustmentOrigin.HIGHEST, AdjustmentOrigin.MEDIAN)


@transaction.atomic
def state_basis(
    *,
    actor: Actor,
    meeting: Meeting,
    quotation_id: UUID,
    with_tax: bool | None,
    with_transport: bool | None,
    with_setup: bool | None,
    tax_bp: int | None,
) -> Quotation:
    """Note what the prices include, as the supplier confirmed; None while unknown. Raises RfqClosed, NotFound."""
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    _touch(quotation.rfq)
    values = {"with_tax": with_tax, "with_transport": with_transport, "with_setup": with_setup, "tax_bp": tax_bp}
    return _normalised(actor, quotation, **values)


@transaction.atomic
def state_addition(
    *,
    actor: Actor,
    meeting: Meeting,
    quotation_id: UUID,
    kind: str,
    amount_cents: int,
    origin: str,
    note: str = "",
    line_id: UUID | None = None,
) -> Quotation:
    """An amount on the basis asked for, negative where something is to be taken out; once per kind, or per missing line.

    An estimate needs a note saying how it was made. Raises InvalidInput, RfqClosed, NotFound.
    """
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    if origin not in (AdjustmentOrigin.STATED, AdjustmentOrigin.ESTIMATED):
        raise InvalidInput(fields={"origin": [_("请选择金额的来源")]}, detail=_("请选择金额的来源。"))
    if origin == AdjustmentOrigin.ESTIMATED and not note.strip():
        raise InvalidInput(fields={"note": [_("估算须写明怎么算的")]}, detail=_("估算须写明怎么算的。"))
    _write(actor, quotation, kind, amount_cents, origin, note, line_id)
    return _normalised(actor, quotation)


@transaction.atomic
def assume_missing(*, actor: Actor, meeting: Meeting, quotation_id: UUID, line_id: UUID, way: str) -> Quotation:
    """Price a missing line at the highest or the median of the other bids: an assumption, shown as such everywhere.

    Raises ScopeUnpriced when nobody else quotes it, InvalidInput, RfqClosed, NotFound.
    """
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    if way not in ASSUMED:
        raise InvalidInput(fields={"way": [_("请选择假设的方式")]}, detail=_("请选择假设的方式。"))
    bids = bids_of(quotation.rfq)
    amount = assumed(asked_lines(quotation.rfq), bids, str(quotation.pk), str(line_id), way)
    if amount is None:
        line = quotation.rfq.lines.filter(pk=line_id).first()
        raise ScopeUnpriced(item=line.item if line else "")
    _write(actor, quotation, AdjustmentKind.SCOPE, amount, way, "", line_id)
    return _normalised(actor, quotation)


@transaction.atomic
def clear_addition(*, actor: Actor, meeting: Meeting, quotation_id: UUID, adjustment_id: UUID) -> None:
    """Take an amount back. Twice is harmless. Raises RfqClosed, NotFound."""
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    _touch(quotation.rfq)
    quotation.adjustments.filter(pk=adjustment_id).delete()
    _normalised(actor, quotation)


@transaction.atomic
def explain_low(*, actor: Actor, meeting: Meeting, quotation_id: UUID, text: str) -> Quotation:
    """Note why the supplier can be so cheap, in their own words (OM-041). Raises RfqClosed, InvalidInput, NotFound."""
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    if not text.strip():
        raise InvalidInput(fields={"text": [_("请写明对方的说明")]}, detail=_("请写明对方的说明。"))
    _touch(quotation.rfq)
    return _normalised(actor, quotation, low_explained=text.strip()[:2000])


def _write(
    actor: Actor, quotation: Quotation, kind: str, amount: int, origin: str, note: str, line_id: UUID | None
) -> None:
    if (kind == AdjustmentKind.SCOPE) != (line_id is not None) or kind not in AdjustmentKind.values:
        raise InvalidInput(fields={"kind": [_("请选择归一的内容")]}, detail=_("请选择归一的内容。"))
    if line_id is not None and not quotation.lines.filter(rfq_line_id=line_id, unit_cents=None).exists():
        raise InvalidInput(fields={"line": [_("这一项对方已经报价，不需要补价")]}, detail=_("这一项已有报价。"))
    if kind == AdjustmentKind.SCOPE and amount < 0:
        raise InvalidInput(fields={"amount": [_("补价不能是负数")]}, detail=_("补价不能是负数。"))
    _touch(quotation.rfq)
    values = {"amount_cents": amount, "origin": origin, "note": note.strip()[:300], "saved_by": actor.user}
    Adjustment.objects.update_or_create(quotation=quotation, kind=kind, line_id=line_id, defaults=values)


def _normalised(actor: Actor, quotation: Quotation, **values: Any) -> Quotation:
    Quotation.objects.filter(pk=quotation.pk).update(**values, revision=F("revision") + 1, updated_at=clock.now())
    meeting = quotation.rfq.meeting
    fact = QuotationNormalised(meeting_id=meeting.pk, rfq_id=quotation.rfq_id, quotation_id=quotation.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return quotation_of(quotation.pk)
