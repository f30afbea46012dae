"""Contracts over the REST API: reading."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict

from huiwu.contracts.queries import contracts_of, total_cents
from huiwu.foundation.api import Paged, Problem, page
from huiwu.meetings.queries import meeting_for

PREFIX = ""
router = Router(tags=["contracts"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class ContractOut(Schema):
    """A contract; amounts in cents with tax. `total_cents` includes signed amendments."""

    id: UUID
    number: str
    kind: str
    title: str
    direction: str
    party_name: str
    party_code: str
    amount_cents: int
    total_cents: int
    tax_bp: int
    accepted_cents: int
    headcount: int | None
    headcount_basis: str
    starts_on: date
    ends_on: date
    expires_on: date | None
    status: str
    signed_on: date | None
    scan_sha256: str
    revision: int

    @staticmethod
    def resolve_total_cents(row: Any) -> int:
        return total_cents(row)

    @staticmethod
    def resolve_accepted_cents(row: Any) -> int:
        return int(row.accepted)


class PageQuery(Schema):
    model_config = ConfigDict(extra="forbid")
    limit: int = 50
    cursor: str = ""


@router.get(
    "/meetings/{meeting}/contracts",
    response={200: Paged[ContractOut], **REFUSALS},
    summary="Contracts of a meeting",
)
def list_contracts(request: HttpRequest, meeting: str, asked: Query[PageQuery]) -> Any:
    found = meeting_for(request.auth, meeting, "contracts.view")  # type: ignore[attr-defined]  # the actor
    rows, following = page(contracts_of(found).order_by(), limit=asked.limit, cursor=asked.cursor)
    return {"items": rows, "next_cursor": following}
