"""What one contract's page shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiwu.contracts.choices import Status
from huiwu.contracts.models import Amendment, Contract, Guarantee
from huiwu.contracts.queries.money import DueTerm, cancellation_cost, ladder_of, term_due_on, total_cents
from huiwu.contracts.queries.readiness import Lack, Obstacle, lacking, signing_obstacles
from huiwu.contracts.queries.sources import Promised, promises_for, unwritten
from huiwu.contracts.rules.guarantees import Settled, settle
from huiwu.contracts.rules.ladder import Band, Cost, bands
from huiwu.contracts.schema import SCHEMAS
from huiwu.contracts.snapshot import days_text, share_text, trigger_text
from huiwu.documents.models import Version
from huiwu.documents.queries import review_version, versions
from huiwu.foundation.files import open_file
from huiwu.foundation.models import StoredFile
from huiwu.kernel.errors import NotFound

AHEAD = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class TermRow:
    due: DueTerm
    when: str
    share: str


@dataclass(frozen=True, slots=True)
class LadderRow:
    band: Band
    days: str
    share: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class GuaranteeRow:
    """`settled` is by what came, else by what is expected; None while neither is known."""

    row: Guarantee
    settled: Settled | None
    is_final: bool


@dataclass(frozen=True, slots=True)
class ContractPage:
    contract: Contract
    total_cents: int
    lacks: list[Lack]
    obstacles: list[Obstacle]
    terms: list[TermRow]
    ladder: list[LadderRow]
    cost: Cost | None
    later: Cost | None
    chosen: Cost | None
    guarantees: list[GuaranteeRow]
    unwritten: list[Promised]
    clauses: list[tuple[Any, int, int]]
    versions: list[Version]
    waiting: Version | None
    amendments: list[Amendment]


def page_of(contract: Contract, today: date, chosen_on: date | None = None) -> ContractPage:
    """A constant number of queries, whatever the number of rows."""
    content = contract.document.draft if contract.document else {}
    is_open = contract.status in (Status.DRAFT, Status.REVIEW)
    return ContractPage(
        contract=contract,
        total_cents=total_cents(contract),
        lacks=lacking(contract) if contract.is_draft else [],
        obstacles=signing_obstacles(contract) if is_open else [],
        terms=_terms(contract),
        ladder=_ladder(contract, today),
        cost=cancellation_cost(contract, today),
        later=cancellation_cost(contract, today + AHEAD),
        chosen=cancellation_cost(contract, chosen_on) if chosen_on else None,
        guarantees=[_guarantee(row) for row in contract.guarantees.select_related("function")],
        unwritten=unwritten(contract, promises_for(contract)),
        clauses=_clauses(contract, content),
        versions=list(versions(contract.document).defer("content", "header")) if contract.document else [],
        waiting=review_version(contract.document) if contract.document and contract.status == Status.REVIEW else None,
        amendments=list(contract.amendments.select_related("change_order__sheet", "scan")),
    )


def _terms(contract: Contract) -> list[TermRow]:
    whole = max((a.accepted_on for a in contract.acceptances.all() if a.term_id is None), default=None)
    found = []
    for term in contract.terms.prefetch_related("acceptances"):
        own = max((a.accepted_on for a in term.acceptances.all()), default=None)
        due = DueTerm(contract, term, term_due_on(term, contract), own or whole)
        when = trigger_text(term.trigger, term.offset_days, term.due_on)
        found.append(TermRow(due, when, share_text(term.share_bp) if term.share_bp else ""))
    return found


def _ladder(contract: Contract, today: date) -> list[LadderRow]:
    found = bands(total_cents(contract), ladder_of(contract), contract.starts_on)
    return [
        LadderRow(
            band,
            days_text(band.min_days, band.max_days),
            share_text(band.share_bp),
            (band.from_on is None or band.from_on <= today) and (band.to_on is None or today <= band.to_on),
        )
        for band in found
    ]


def _guarantee(row: Guarantee) -> GuaranteeRow:
    known = row.actual if row.actual is not None else row.expected
    return GuaranteeRow(
        row, settle(known, row.count, row.unit_cents) if known is not None else None, row.actual is not None
    )


def _clauses(contract: Contract, content: dict[str, Any]) -> list[tuple[Any, int, int]]:
    """(section, answered, all) of the clauses."""
    schema = SCHEMAS[contract.kind]
    found = []
    for section in schema.sections:
        keys = [spec.key for spec in schema.fields if spec.section == section.key]
        answered = sum((content.get(key) or {}).get("state", "unfilled") != "unfilled" for key in keys)
        found.append((section, answered, len(keys)))
    return found


def scan_is_intact(stored: StoredFile, sha256: str) -> bool:
    """Whether the kept file still has the hash that was recorded at signing. Reads the whole file."""
    try:
        with open_file(stored) as content:
            digest = hashlib.sha256()
            while part := content.read(1_048_576):
                digest.update(part)
            return digest.hexdigest() == sha256
    except NotFound:
        return False
