"""Put records on lines: to the cent, confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiwu.budget.errors import PartsDoNotAddUp, UnknownSource
from huiwu.budget.events import CostAllocated
from huiwu.budget.models import Allocation, Budget, BudgetLine
from huiwu.budget.queries.books import ledger_of, proposal
from huiwu.budget.queries.sources import sources_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.kernel.money import yuan

Wish = tuple[str, int, Decimal | None]
"""Key of a line, cents, and how much of the line's quantity that covers (None: as the amount says)."""


@transaction.atomic
def allocate(*, actor: Actor, budget: Budget, source: str, parts: Iterable[Wish]) -> list[Allocation]:
    """Put a record (`contract:<id>` …) on lines in place of what was there. No parts: back to 未分摊.

    Parts must add up to the record's amount. Raises PartsDoNotAddUp, UnknownSource, NotFound (a line that is none).
    """
    require(actor, "budget.edit", budget.meeting)
    found = next((row for row in sources_of(budget.meeting) if row.key == source), None)
    if found is None:
        raise UnknownSource
    wishes = [wish for wish in parts if wish[1]]
    total = sum(cents for _key, cents, _quantity in wishes)
    if wishes and total != found.amount_cents:
        off = total - found.amount_cents
        raise PartsDoNotAddUp(sum=yuan(total), amount=yuan(found.amount_cents), off=yuan(off))
    return _write(actor, budget, found.kind, UUID(found.id), wishes)


@transaction.atomic
def confirm_proposals(*, actor: Actor, budget: Budget, sources: Iterable[str]) -> int:
    """Take over what is proposed for these records; those without a proposal, or allocated already, stay. How many."""
    require(actor, "budget.edit", budget.meeting)
    ledger = ledger_of(budget)
    wanted, done = set(sources), 0
    for source in ledger.loose:
        rows = proposal(ledger, source) if source.key in wanted and source.key not in ledger.parts else []
        if rows:
            _write(actor, budget, source.kind, UUID(source.id), [(line.key, cents, None) for line, cents in rows])
            done += 1
    return done


def _write(actor: Actor, budget: Budget, kind: str, source_id: UUID, wishes: list[Wish]) -> list[Allocation]:
    lines = {row.key: row for row in BudgetLine.objects.filter(budget=budget, deleted_at=None)}
    if any(key not in lines for key, _cents, _quantity in wishes):
        raise NotFound
    Allocation.objects.filter(budget=budget, source_kind=kind, source_id=source_id).delete()
    made = Allocation.objects.bulk_create(
        Allocation(
            budget=budget,
            line=lines[key],
            source_kind=kind,
            source_id=source_id,
            amount_cents=cents,
            quantity=quantity,
            confirmed_by=actor.user,
            confirmed_at=clock.now(),
        )
        for key, cents, quantity in wishes
    )
    fact = CostAllocated(meeting_id=budget.meeting_id, budget_id=budget.pk, source_kind=kind, source_id=source_id)
    record(fact, actor=actor, org_id=budget.meeting.org_id)
    return made
