"""Take in a quotation: from the supplier's link, typed in by us, or read from the workbook they sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.kernel.money import times
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LineScope, QuotationSource, QuotationState, RfqState
from huiwu.procurement.errors import QuotationEmpty, QuotingClosed, RfqClosed
from huiwu.procurement.events import QuotationDraftSaved, QuotationDropped, QuotationSubmitted
from huiwu.procurement.models import Quotation, QuotationLine, QuotationRevision, Rfq, RfqLine
from huiwu.procurement.rules.content import fingerprint

WORDS = ("delivery", "payment", "warranty", "breach", "excluded", "cases", "note", "contact_name", "contact_phone")
COLUMNS = (*WORDS, "with_tax", "with_transport", "with_setup", "tax_bp", "stated_total_cents", "valid_until")
MOST_EXTRAS = 60
MOST_CENTS = 10**14


@dataclass(frozen=True, slots=True)
class LinePrice:
    """A unit price in cents for a line of the request; `tax_bp` where it differs from the quotation's."""

    unit_cents: int
    tax_bp: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """Something the supplier adds to the request."""

    item: str
    unit_cents: int
    quantity: Decimal = Decimal(1)
    unit: str = ""
    spec: str = ""
    tax_bp: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a supplier quotes. `values` are columns of the quotation; a line without a price is not quoted (未报)."""

    values: Mapping[str, Any]
    prices: Mapping[UUID, LinePrice]
    extras: Sequence[ExtraLine] = ()
    file: StoredFile | None = None
    traces: Mapping[str, str] | None = None


@transaction.atomic
def submit_quotation(*, actor: Actor, quotation_id: UUID, quote: Quote, submitted_by: str = "") -> Quotation:
    """The supplier submits through their link, or improves what they submitted, until the due day ends.

    Raises QuotingClosed, QuotationEmpty, InvalidInput, NotFound.
    """
    quotation = quotation_of(quotation_id)
    require(actor, "procurement.quote", quotation)
    if is_over(quotation.rfq, clock.now()):
        raise QuotingClosed(due=quotation.rfq.due_on, kept="")
    return _keep(actor, quotation, quote, QuotationSource.LINK, submitted_by or actor.name, RfqState.SENT)


@transaction.atomic
def enter_quotation(
    *, actor: Actor, meeting: Meeting, quotation_id: UUID, quote: Quote, source: str = QuotationSource.STAFF
) -> Quotation:
    """We write down what came by other ways; after the due day too, which then shows. Raises as submit_quotation, RfqClosed."""
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    return _keep(actor, quotation, quote, source, actor.name, RfqState.SENT)


@transaction.atomic
def save_quotation_draft(*, actor: Actor, quotation_id: UUID, typed: Mapping[str, str]) -> None:
    """Keep what the supplier typed so far, without submitting. Raises QuotingClosed, NotFound."""
    quotation = quotation_of(quotation_id)
    require(actor, "procurement.quote", quotation)
    if is_over(quotation.rfq, clock.now()):
        raise QuotingClosed(due=quotation.rfq.due_on, kept="")
    kept = {name[:80]: text[:2000] for name, text in list(typed.items())[:3000]}
    Quotation.objects.filter(pk=quotation.pk).update(draft=kept)
    fact = QuotationDraftSaved(meeting_id=quotation.rfq.meeting_id, quotation_id=quotation.pk)
    record(fact, actor=actor, org_id=quotation.rfq.meeting.org_id)


@transaction.atomic
def decline_to_quote(*, actor: Actor, quotation_id: UUID, reason: str) -> None:
    """The supplier says through their link that they will not quote. Twice is harmless."""
    quotation = quotation_of(quotation_id)
    require(actor, "procurement.quote", quotation)
    if is_over(quotation.rfq, clock.now()):
        raise QuotingClosed(due=quotation.rfq.due_on, kept="")
    _drop(actor, quotation, QuotationState.DECLINED, reason)


@transaction.atomic
def withdraw_quotation(*, actor: Actor, meeting: Meeting, quotation_id: UUID, reason: str) -> None:
    """We note that a quotation no longer stands. Raises InvalidInput without a reason, RfqClosed, NotFound."""
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("请写明原因")]}, detail=_("请写明原因。"))
    _drop(actor, quotation, QuotationState.WITHDRAWN, reason)


def quotation_of(quotation_id: UUID, meeting: Meeting | None = None) -> Quotation:
    rows = Quotation.objects.select_related("rfq__meeting__org", "supplier")
    found = rows.filter(pk=quotation_id, **({"rfq__meeting": meeting} if meeting else {})).first()
    if found is None:
        raise NotFound
    return found


def is_over(rfq: Rfq, at: datetime) -> bool:
    """Quoting ends with the due day where the meeting is, and with the selection."""
    ends = datetime.combine(rfq.due_on + timedelta(days=1), time(0), rfq.meeting.zone)
    return rfq.state != RfqState.SENT or at >= ends


def _drop(actor: Actor, quotation: Quotation, state: str, reason: str) -> None:
    if quotation.state == state:
        return
    _touch(quotation.rfq)
    Quotation.objects.filter(pk=quotation.pk).update(
        state=state, withdrawn_reason=reason.strip()[:300], revision=F("revision") + 1, updated_at=clock.now()
    )
    meeting = quotation.rfq.meeting
    fact = QuotationDropped(meeting_id=meeting.pk, rfq_id=quotation.rfq_id, quotation_id=quotation.pk)
    record(fact, actor=actor, org_id=meeting.org_id)


def _touch(rfq: Rfq) -> None:
    """The request's revision counts what its comparison rests on, so that nobody selects from an older one.

    Also takes the row's lock, by which submissions of one request come one after another. Raises RfqClosed.
    """
    if not Rfq.objects.filter(pk=rfq.pk, state=RfqState.SENT).update(revision=F("revision") + 1):
        raise RfqClosed(rfq=rfq)


def _keep(actor: Actor, quotation: Quotation, quote: Quote, source: str, by: str, state: str) -> Quotation:
    rfq, now = quotation.rfq, clock.now()
    lines = list(rfq.lines.all())
    values = _values(quote.values)
    _refuse_wrong(quote, lines)
    _touch(rfq)
    quotation.refresh_from_db()
    rows = _rows(quotation, quote, lines)
    content = _content(values, rows)
    if quotation.state == QuotationState.ENTERED and _same_as_last(quotation, content):
        return quotation
    number = quotation.submission + 1
    QuotationLine.objects.filter(quotation=quotation).delete()
    QuotationLine.objects.bulk_create(rows)
    _forget_filled(quotation, rows)
    kept_file = {"file": quote.file, "traces": dict(quote.traces or {})} if quote.file else {}
    Quotation.objects.filter(pk=quotation.pk).update(
        **values,
        **kept_file,
        state=QuotationState.ENTERED,
        source=source,
        submission=number,
        submitted_at=now,
        submitted_by=by[:80],
        submitted_from=actor.address[:64],
        withdrawn_reason="",
        draft={},
        revision=F("revision") + 1,
        updated_at=now,
    )
    QuotationRevision.objects.create(
        quotation=quotation,
        number=number,
        content=content,
        content_hash=fingerprint(content),
        source=source,
        total_cents=sum(row.total_cents or 0 for row in rows),
        submitted_at=now,
        submitted_by=by[:80],
        submitted_from=actor.address[:64],
    )
    fact = QuotationSubmitted(
        meeting_id=rfq.meeting_id, rfq_id=rfq.pk, quotation_id=quotation.pk, number=number, source=source
    )
    record(fact, actor=actor, org_id=rfq.meeting.org_id)
    return quotation_of(quotation.pk)


def _same_as_last(quotation: Quotation, content: Mapping[str, Any]) -> bool:
    """The same form sent twice is one submission."""
    last = quotation.revisions.order_by("-number").first()
    return last is not None and last.content_hash == fingerprint(content)


def _forget_filled(quotation: Quotation, rows: Sequence[QuotationLine]) -> None:
    """An amount that stood for a missing line goes once the line is quoted."""
    quoted = [row.rfq_line_id for row in rows if row.scope == LineScope.IN]
    quotation.adjustments.filter(line__in=quoted).delete()


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in COLUMNS if name in values}
    limits = {field.name: field.max_length for field in Quotation._meta.get_fields() if hasattr(field, "max_length")}
    for name in WORDS:
        if name in kept:
            kept[name] = str(kept[name] or "").strip()[: limits.get(name) or 5000]
    until = kept.get("valid_until")
    if isinstance(until, date) and until.year > 9000:
        raise InvalidInput(fields={"valid_until": [_("日期太远")]}, detail=_("有效期不对。"))
    return kept


def _refuse_wrong(quote: Quote, lines: Sequence[RfqLine]) -> None:
    known = {line.pk for line in lines}
    if not quote.prices or not any(price.unit_cents for price in quote.prices.values()):
        raise QuotationEmpty
    if set(quote.prices) - known:
        raise InvalidInput(fields={"prices": [_("有单价不属于这份询价单的明细")]}, detail=_("明细对不上。"))
    amounts: list[LinePrice | ExtraLine] = [*quote.prices.values(), *quote.extras]
    if any(not 0 <= row.unit_cents < MOST_CENTS or not 0 <= (row.tax_bp or 0) <= 10_000 for row in amounts):
        raise InvalidInput(fields={"prices": [_("单价或税率超出范围")]}, detail=_("单价或税率超出范围。"))
    if len(quote.extras) > MOST_EXTRAS or any(not row.item.strip() or row.quantity <= 0 for row in quote.extras):
        raise InvalidInput(fields={"extras": [_("另加的项须有名称和数量")]}, detail=_("另加的项须有名称和数量。"))


def _rows(quotation: Quotation, quote: Quote, lines: Sequence[RfqLine]) -> list[QuotationLine]:
    rows = []
    for line in lines:
        price = quote.prices.get(line.pk)
        rows.append(
            QuotationLine(
                quotation=quotation,
                rfq_line=line,
                order=line.order,
                item=line.item,
                spec=line.spec,
                unit=line.unit,
                quantity=line.quantity,
                unit_cents=price.unit_cents if price else None,
                tax_bp=price.tax_bp if price else None,
                scope=LineScope.IN if price else LineScope.MISSING,
                note=price.note[:300] if price else "",
            )
        )
    start = len(lines)
    for n, extra in enumerate(quote.extras, start + 1):
        rows.append(
            QuotationLine(
                quotation=quotation,
                order=n,
                item=extra.item.strip()[:160],
                spec=extra.spec.strip()[:500],
                unit=extra.unit.strip()[:20],
                quantity=extra.quantity,
                unit_cents=extra.unit_cents,
                tax_bp=extra.tax_bp,
                scope=LineScope.EXTRA,
                note=extra.note.strip()[:300],
            )
        )
    return rows


def _content(values: Mapping[str, Any], rows: Sequence[QuotationLine]) -> dict[str, Any]:
    head = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return head | {
        "lines": [
            {
                "line": str(row.rfq_line_id) if row.rfq_line_id else "",
                "item": row.item,
                "unit": row.unit,
                "quantity": f"{row.quantity:f}",
                "unit_cents": row.unit_cents,
                "tax_bp": row.tax_bp,
                "note": row.note,
                "total_cents": None if row.unit_cents is None else times(row.unit_cents, row.quantity),
            }
            for row in rows
        ]
    }
