"""Invoices over the REST API: bring a file, read the register."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from huiwu.foundation.actors import Actor
from huiwu.foundation.api import Paged, Problem, page
from huiwu.invoices import services
from huiwu.invoices.errors import ImportEmpty
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import InvoiceFilter, found_invoices, invoices_of
from huiwu.invoices.queries.issues import issue_lines
from huiwu.meetings.queries import meeting_for

PREFIX = "/meetings"
router = Router(tags=["invoices"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 415: Problem, 422: Problem}


class IssueOut(Schema):
    code: str
    weight: str
    text: str


class InvoiceOut(Schema):
    """Amounts in integer cents; `gross_cents` with tax. `code` is empty for fully digital invoices."""

    id: UUID
    direction: str
    state: str
    code: str
    number: str
    kind: str
    issued_on: date | None
    buyer_name: str
    buyer_tax_id: str
    seller_name: str
    seller_tax_id: str
    net_cents: int | None
    tax_cents: int | None
    gross_cents: int | None
    expected_on: date | None
    expected_cents: int | None
    contract_id: UUID | None
    issues: list[IssueOut]

    @staticmethod
    def resolve_issues(row: Invoice) -> list[IssueOut]:
        return [IssueOut(code=line.code, weight=line.weight, text=line.text) for line in issue_lines(row)]


class ArrivalOut(Schema):
    """`how`: taken (new), joined (another file of one that was there), known (this very file was there)."""

    how: str
    invoice: InvoiceOut


class Filters(Schema):
    q: str = ""
    state: str = ""
    direction: str = ""
    limit: int = 50
    cursor: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return actor


@router.get("/{meeting}/invoices", response={200: Paged[InvoiceOut], **REFUSALS}, summary="发票登记簿")
def list_invoices(request: HttpRequest, meeting: str, filters: Query[Filters]) -> dict[str, Any]:
    found = meeting_for(_actor(request), meeting, "invoices.view")
    asked = InvoiceFilter(text=filters.q, state=filters.state, direction=filters.direction)
    rows, cursor = page(found_invoices(invoices_of(found), asked), limit=filters.limit, cursor=filters.cursor)
    return {"items": rows, "next_cursor": cursor}


@router.post("/{meeting}/invoices", response={200: ArrivalOut, 201: ArrivalOut, **REFUSALS}, summary="提交一个发票文件")
def bring_invoice(
    request: HttpRequest, meeting: str, file: File[UploadedFile | None] = None, direction: str = "in"
) -> Status[dict[str, Any]]:
    """multipart `file`: XML, OFD, PDF or picture. 409 `invoice_repeated` where it is registered elsewhere."""
    actor = _actor(request)
    found = meeting_for(actor, meeting, "invoices.register")
    if file is None:
        raise ImportEmpty
    arrival = services.take_file(
        actor=actor, org_id=found.org_id, meeting=found, name=file.name or "", content=file.read(),
        direction=direction if direction in ("in", "out") else "in",
    )  # fmt: skip
    answer = {"how": arrival.how, "invoice": arrival.invoice}
    return Status(201 if arrival.how == "taken" else 200, answer)
