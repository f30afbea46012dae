"""Draft a contract from what was chosen: a quotation, a venue. Party, amount, lines, hours and promises come along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from huiwu.contracts.choices import Kind, Purpose
from huiwu.contracts.errors import SourceTaken
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.sources import (
    Promised,
    contract_from_candidate,
    contract_from_selection,
    promises_at,
    promises_with,
)
from huiwu.contracts.services.drafts import draft_contract
from huiwu.contracts.services.rows import set_inclusions, set_lines, set_spans
from huiwu.contracts.services.values import InclusionValues, LineValues, SpanValues
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LineScope
from huiwu.procurement.models import Selection
from huiwu.site_visits.models import Candidate
from huiwu.venues.models import Booking


@transaction.atomic
def draft_from_selection(*, actor: Actor, meeting: Meeting, selection_id: UUID) -> Contract:
    """The supplier's contract from the quotation that was chosen. Raises SourceTaken when there is one, NotFound."""
    require(actor, "contracts.edit", meeting)
    found = Selection.objects.select_related("rfq", "quotation__supplier", "meeting")
    selection = found.filter(pk=selection_id, meeting=meeting).first()
    if selection is None:
        raise NotFound
    if (taken := contract_from_selection(selection.pk)) is not None:
        raise SourceTaken(number=taken.number)
    quotation, rfq = selection.quotation, selection.rfq
    supplier = quotation.supplier
    values: dict[str, Any] = {
        "title": rfq.title if rfq.title.endswith(("合同", "协议")) else f"{rfq.title}合同"[:160],
        "supplier": supplier,
        "selection": selection,
        "category": rfq.category,
        "party_name": supplier.name,
        "party_code": supplier.unified_code,
        "party_address": supplier.address,
        "party_signatory": quotation.contact_name,
        "amount_cents": selection.total_cents,
        "tax_bp": quotation.tax_bp,
        "headcount": rfq.headcount,
        "headcount_basis": "expected" if rfq.headcount is not None else "",
    }
    contract = draft_contract(actor=actor, meeting=meeting, kind=Kind.SUPPLIER, values=values)
    lines = [
        LineValues(
            item=line.item or (line.rfq_line.item if line.rfq_line else ""),
            spec=line.spec or (line.rfq_line.spec if line.rfq_line else ""),
            unit=line.unit or (line.rfq_line.unit if line.rfq_line else ""),
            quantity=line.quantity,
            unit_cents=line.unit_cents or 0,
        )
        for line in quotation.lines.select_related("rfq_line").exclude(scope=LineScope.MISSING)
    ]
    contract = set_lines(actor=actor, contract_id=contract.pk, revision=contract.revision, lines=lines)
    return _with_promises(actor, contract, promises_with(selection))


@transaction.atomic
def draft_from_candidate(*, actor: Actor, meeting: Meeting, candidate_id: UUID) -> Contract:
    """The venue's contract from the candidate: its quote, the rooms and hours booked, what was promised on site.

    Raises SourceTaken when there is one, NotFound.
    """
    require(actor, "contracts.edit", meeting)
    found = Candidate.objects.select_related("venue", "room", "meeting")
    candidate = found.filter(pk=candidate_id, meeting=meeting).first()
    if candidate is None:
        raise NotFound
    if (taken := contract_from_candidate(candidate.pk)) is not None:
        raise SourceTaken(number=taken.number)
    venue = candidate.venue
    contact = venue.contacts.first()
    values: dict[str, Any] = {
        "venue": venue,
        "candidate": candidate,
        "category": "venue",
        "party_name": venue.name,
        "party_code": venue.unified_code,
        "party_address": venue.address,
        "party_signatory": contact.name if contact else "",
        "amount_cents": candidate.quote_cents,
        "overtime_cents": candidate.room.overtime_hour_cents if candidate.room else None,
    }
    contract = draft_contract(actor=actor, meeting=meeting, kind=Kind.VENUE, values=values)
    spans = spans_of_bookings(meeting, venue.pk)
    if spans:
        contract = set_spans(actor=actor, contract_id=contract.pk, revision=contract.revision, spans=spans)
    return _with_promises(actor, contract, promises_at(candidate))


def spans_of_bookings(meeting: Meeting, venue_id: UUID) -> list[SpanValues]:
    """Load-in, use and strike of every live booking of the venue's rooms."""
    rows = Booking.objects.filter(meeting=meeting, room__venue=venue_id).select_related("room", "space")
    spans = []
    for row in rows:
        if not row.is_live:
            continue
        about: dict[str, Any] = {"place": row.room.name, "room_id": row.room_id, "space_id": row.space_id}
        if row.load_in_at and row.load_in_at < row.from_at:
            spans.append(SpanValues(from_at=row.load_in_at, to_at=row.from_at, purpose=Purpose.LOAD_IN, **about))
        spans.append(SpanValues(from_at=row.from_at, to_at=row.to_at, **about))
        if row.strike_by_at and row.strike_by_at > row.to_at:
            spans.append(SpanValues(from_at=row.to_at, to_at=row.strike_by_at, purpose=Purpose.STRIKE, **about))
    return spans


def _with_promises(actor: Actor, contract: Contract, promised: list[Promised]) -> Contract:
    if not promised:
        return contract
    rows = [InclusionValues(text=p.text, source=p.source, source_key=p.key, said=p.said) for p in promised]
    return set_inclusions(actor=actor, contract_id=contract.pk, revision=contract.revision, inclusions=rows)
