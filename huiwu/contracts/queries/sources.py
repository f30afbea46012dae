"""What a contract can be drafted from: a chosen quotation, a chosen venue; and what was promised there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from huiwu.contracts.choices import Kind, Source, Status
from huiwu.contracts.models import Contract
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LineScope
from huiwu.procurement.models import Promise, QuotationLine, Selection
from huiwu.site_visits.models import Candidate, VisitPromise


@dataclass(frozen=True, slots=True)
class Promised:
    """A free item or gift promised outside the contract; `key` names its record for good."""

    key: str
    text: str
    source: str
    said: str


def promises_for(contract: Contract) -> list[Promised]:
    """What was promised on site (of its venue) or with its quotation. Three queries at most."""
    found: list[Promised] = []
    if contract.kind == Kind.VENUE and contract.venue_id:
        found += _on_site(contract.meeting, contract.venue_id)
    if contract.selection_id and contract.selection is not None:
        found += _quoted(contract.selection.quotation_id)
    return found


def promises_at(candidate: Candidate) -> list[Promised]:
    return _on_site(candidate.meeting, candidate.venue_id)


def promises_with(selection: Selection) -> list[Promised]:
    return _quoted(selection.quotation_id)


def _on_site(meeting: Meeting, venue_id: UUID) -> list[Promised]:
    rows = VisitPromise.objects.filter(
        visit__candidate__meeting=meeting, visit__candidate__venue=venue_id, removed_at=None
    ).select_related("visit")
    return [
        Promised(f"visit:{row.pk}", row.item, Source.VISIT, f"{row.visit.visited_on} {row.said_by}".strip())
        for row in rows
    ]


def _quoted(quotation_id: UUID) -> list[Promised]:
    said = Promise.objects.filter(quotation=quotation_id)
    free = QuotationLine.objects.filter(quotation=quotation_id, unit_cents=0).exclude(scope=LineScope.MISSING)
    found = [
        Promised(f"quote:{row.pk}", row.text, Source.QUOTATION, f"{row.promised_on or ''} {row.promised_by}".strip())
        for row in said
    ]
    for line in free.select_related("rfq_line"):
        item = line.item or (line.rfq_line.item if line.rfq_line else "")
        found.append(Promised(f"line:{line.pk}", item, Source.QUOTATION, line.note))
    return found


def unwritten(contract: Contract, promised: Iterable[Promised]) -> list[Promised]:
    """Promises that no inclusion of the contract takes up, by its record or by its words, and that nobody dropped with a reason."""
    rows = list(contract.inclusions.all())
    settled = {row.source_key for row in rows if row.source_key and (row.is_written or row.dropped_reason)}
    words = [_plain(row.text) for row in rows if row.is_written]
    return [p for p in promised if p.key not in settled and not any(_plain(p.text) in text for text in words)]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def contract_from_selection(selection_id: UUID) -> Contract | None:
    return Contract.objects.filter(selection=selection_id).exclude(status=Status.CANCELLED).first()


def contract_from_candidate(candidate_id: UUID) -> Contract | None:
    return Contract.objects.filter(candidate=candidate_id).exclude(status=Status.CANCELLED).first()
