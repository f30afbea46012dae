"""Which contracts a meeting has."""

from __future__ import annotations

from uuid import UUID

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from huiwu.contracts.choices import IN_FORCE, AmendmentStatus, Kind, Status
from huiwu.contracts.models import Acceptance, Amendment, Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


def with_figures(found: QuerySet[Contract]) -> QuerySet[Contract]:
    """Each contract with `amended` (signed amendments) and `accepted`, in cents: one query for the list."""
    amended = Amendment.objects.filter(contract=OuterRef("pk"), status=AmendmentStatus.SIGNED).order_by()
    accepted = Acceptance.objects.filter(contract=OuterRef("pk")).order_by()
    return found.annotate(
        amended=Coalesce(
            Subquery(amended.values("contract").annotate(n=Sum("amount_cents")).values("n")),
            Value(0),
            output_field=IntegerField(),
        ),
        accepted=Coalesce(
            Subquery(accepted.values("contract").annotate(n=Sum("amount_cents")).values("n")),
            Value(0),
            output_field=IntegerField(),
        ),
    )


def contracts_of(meeting: Meeting) -> QuerySet[Contract]:
    """Every contract of the meeting, main contract first, with `amended` and `accepted` in cents."""
    return with_figures(Contract.objects.filter(meeting=meeting)).select_related("supplier", "meeting", "document")


def signed_contracts(meeting: Meeting) -> QuerySet[Contract]:
    """Those in force: signed or fulfilled."""
    return contracts_of(meeting).filter(status__in=IN_FORCE)


def main_contract(meeting: Meeting) -> Contract | None:
    """The client's contract (P05) that is not cancelled; None before it is drafted."""
    return contracts_of(meeting).filter(kind=Kind.CLIENT).exclude(status=Status.CANCELLED).first()


def contract_for(actor: Actor, contract_id: UUID, permission: str = "contracts.view") -> Contract:
    """One contract the actor may see (or `permission`). Raises NotFound, NotAllowed."""
    found = Contract.objects.select_related("meeting__org", "meeting__client", "supplier", "document", "scan")
    row = found.filter(pk=contract_id).first()
    if row is None:
        raise NotFound
    require(actor, permission, row.meeting)
    return row
