"""Figures of contracts: totals, what is accepted, what falls due, what cancelling costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from huiwu.contracts.choices import AmendmentStatus, Status, TermKind
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.contracts.rules.ladder import Cost, Step, cost_on
from huiwu.contracts.rules.terms import Anchors, due_day
from huiwu.meetings.models import Meeting


def amended_cents(contract: Contract) -> int:
    """The sum of signed amendments; from the row when it was fetched with figures."""
    known = getattr(contract, "amended", None)
    if known is not None:
        return int(known)
    signed = contract.amendments.filter(status=AmendmentStatus.SIGNED)
    return signed.aggregate(n=Sum("amount_cents"))["n"] or 0


def total_cents(contract: Contract) -> int:
    """The amount with tax including signed amendments."""
    return contract.amount_cents + amended_cents(contract)


def accepted_cents(contract: Contract) -> int:
    """What has been accepted (验收) so far, with tax."""
    known = getattr(contract, "accepted", None)
    return int(known) if known is not None else contract.acceptances.aggregate(n=Sum("amount_cents"))["n"] or 0


def ladder_of(contract: Contract) -> tuple[Step, ...]:
    return tuple(row.step for row in contract.ladder.all())


def cancellation_cost(contract: Contract, day: date) -> Cost | None:
    """What cancelling this contract on `day` costs the one who cancels; None when it has no ladder."""
    return cost_on(total_cents(contract), ladder_of(contract), contract.starts_on, day)


@dataclass(frozen=True, slots=True)
class DueTerm:
    """A payment term with the day it falls due; `due_on` None while what it waits for has not happened."""

    contract: Contract
    term: PaymentTerm
    due_on: date | None
    accepted_on: date | None

    @property
    def amount_cents(self) -> int:
        return self.term.amount_cents

    @property
    def waits_for_acceptance(self) -> bool:
        return self.term.requires_acceptance and self.accepted_on is None

    def is_due(self, day: date) -> bool:
        return self.due_on is not None and self.due_on <= day


def term_due_on(term: PaymentTerm, contract: Contract, *, invoiced_on: date | None = None) -> date | None:
    """When a term falls due. `invoiced_on` comes from whoever keeps invoices; contracts do not know them."""
    accepted_on = _accepted_on(term, contract)
    anchors = Anchors(contract.signed_on, contract.starts_on, accepted_on, invoiced_on)
    return due_day(term.trigger, term.offset_days, term.due_on, anchors)


def due_terms(meeting: Meeting, day: date | None = None) -> list[DueTerm]:
    """Terms of the contracts in force, earliest first and those without a day last; with `day`, only what is due by it.

    Four queries, whatever the number of contracts.
    """
    return terms_due_in(Contract.objects.filter(meeting=meeting, status=Status.SIGNED), day)


def terms_due_in(contracts: QuerySet[Contract], day: date | None = None) -> list[DueTerm]:
    """As `due_terms`, of these contracts."""
    rows = contracts.prefetch_related("terms__acceptances", "acceptances")
    found = []
    for contract in rows:
        for term in contract.terms.all():
            if term.kind == TermKind.SECURITY and term.amount_cents == 0:
                continue
            found.append(DueTerm(contract, term, term_due_on(term, contract), _accepted_on(term, contract)))
    kept = [row for row in found if day is None or row.is_due(day)]
    return sorted(kept, key=lambda row: (row.due_on or date.max, row.contract.number, row.term.order))


def _accepted_on(term: PaymentTerm, contract: Contract) -> date | None:
    """The day the term's own acceptance was made, else that of the whole contract."""
    own = [row.accepted_on for row in term.acceptances.all()]
    whole = [row.accepted_on for row in contract.acceptances.all() if row.term_id is None]
    return max(own) if own else max(whole, default=None)
