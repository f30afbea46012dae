"""Invoices as one person may see them: of a meeting, of a contract, of all meetings; with filters and totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OrderBy, Q, QuerySet, Sum

from huiwu.accounts.choices import LEADING_ROLES
from huiwu.accounts.permissions import org_role
from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.invoices.choices import COUNTED, Direction, InvoiceState, Issue, Weight
from huiwu.invoices.models import Invoice
from huiwu.invoices.permissions import HEADS, SEEING
from huiwu.invoices.rules.numbers import key_of, plain
from huiwu.kernel.errors import NotAllowed, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_key

SORTS = ("-issued_on", "issued_on", "-gross_cents", "gross_cents", "seller_name", "-created_at")


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """What the address of a list asks for; empty means all. `wrong` asks for those with something to look at."""

    text: str = ""
    state: str = ""
    direction: str = ""
    meeting: str = ""
    wrong: str = ""
    missing: str = ""
    from_on: date | None = None
    to_on: date | None = None
    sort: str = ""

    @property
    def is_open(self) -> bool:
        asked = (
            self.text,
            self.state,
            self.direction,
            self.meeting,
            self.wrong,
            self.missing,
            self.from_on,
            self.to_on,
        )
        return not any(asked)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums with tax in cents of what is there, and of what is still to come."""

    count: int = 0
    received: int = 0
    verified: int = 0
    issued: int = 0
    expected: int = 0


def invoices_of(meeting: Meeting) -> QuerySet[Invoice]:
    """Every invoice of the meeting, both directions, whatever its state."""
    return _shown(Invoice.objects.filter(meeting=meeting))


def invoices_of_contract(contract: Contract) -> QuerySet[Invoice]:
    """Those linked to a contract, oldest first."""
    return _shown(contract.invoices.all()).order_by("issued_on", "created_at")


def counted_of(contract: Contract, *, verified_only: bool = False) -> int:
    """The contract's invoices with tax in cents, reversals netted out: one side of the three-way match."""
    rows = contract.invoices.filter(state__in=COUNTED)
    if verified_only:
        rows = rows.exclude(state=InvoiceState.RECEIVED)
    return rows.aggregate(n=Sum("counted_cents"))["n"] or 0


def invoice_for(actor: Actor, invoice_id: UUID, permission: str = "invoices.view") -> Invoice:
    """One invoice the actor may see (or `permission`). Raises NotFound, NotAllowed.

    One of no meeting yet is for those who keep the books.
    """
    found = Invoice.objects.select_related(
        "org", "meeting__org", "meeting__client", "contract", "term", "supplier", "entity", "reverses__meeting",
        "received_by", "verified_by", "reimbursed_by",
    )  # fmt: skip
    row = found.filter(pk=invoice_id).first()
    if row is None:
        raise NotFound
    if row.meeting is None:
        _or_not_found(actor, "invoices.keep_unassigned", row.org_id)
        return row
    _or_not_found(actor, "invoices.view", row.meeting)
    require(actor, permission, row.meeting)
    return row


def _or_not_found(actor: Actor, permission: str, subject: object) -> None:
    try:
        require(actor, permission, subject)
    except NotAllowed:
        raise NotFound from None


def visible_invoices(actor: Actor, org_id: UUID) -> QuerySet[Invoice]:
    """Over all meetings: everything for heads; others what their roles show them; those of no meeting yet for finance."""
    rows = _shown(Invoice.objects.filter(org_id=org_id))
    if actor.kind == "system" or org_role(actor, org_id) in HEADS:
        return rows
    theirs = Meeting.objects.filter(org_id=org_id, team__user=actor.user, team__role__in=(*SEEING, *LEADING_ROLES))
    mine = Q(meeting__in=theirs.values("pk"))
    return rows.filter(mine | Q(meeting=None) if can(actor, "invoices.keep_unassigned", org_id) else mine)


def found_invoices(rows: QuerySet[Invoice], asked: InvoiceFilter) -> QuerySet[Invoice]:
    """The rows that fit the filter, in a stable order."""
    if asked.text:
        rows = rows.filter(matching(asked.text))
    if asked.state in InvoiceState.values:
        rows = rows.filter(state=asked.state)
    if asked.direction in Direction.values:
        rows = rows.filter(direction=asked.direction)
    if asked.meeting == "none":
        rows = rows.filter(meeting=None)
    elif asked.meeting:
        rows = rows.filter(meeting__slug=asked.meeting)
    if asked.wrong in (Weight.BLOCK, Weight.WARN):
        heavy = (Weight.BLOCK,) if asked.wrong == Weight.BLOCK else (Weight.BLOCK, Weight.WARN)
        rows = rows.filter(weight__in=heavy, state__in=(*COUNTED, InvoiceState.EXPECTED))
    if asked.missing == "xml":
        rows = rows.filter(state__in=COUNTED).exclude(files__kind="xml")
    if asked.missing == "contract":
        rows = rows.filter(contract=None)
    if asked.from_on:
        rows = rows.filter(issued_on__gte=asked.from_on)
    if asked.to_on:
        rows = rows.filter(issued_on__lte=asked.to_on)
    return rows.order_by(_sorted(asked.sort), "-created_at", "pk")


def _sorted(asked: str) -> OrderBy:
    """Those without the value come last either way; databases differ about that."""
    name = asked if asked in SORTS else "-issued_on"
    column = F(name.lstrip("-"))
    return column.desc(nulls_last=True) if name.startswith("-") else column.asc(nulls_last=True)


def matching(text: str) -> Q:
    """Number or code, party by name, pinyin or tax ID, item."""
    key, number = search_key(text), plain(text)
    found = Q(search_text__contains=key) if key else Q()
    if number and number.isascii():
        found |= Q(number__contains=number) | Q(code__contains=number)
    return found or Q(pk=None)


def totals_of(rows: QuerySet[Invoice]) -> Totals:
    """One query over the rows, whatever page of them is shown."""
    inward, outward = Q(direction=Direction.IN), Q(direction=Direction.OUT)
    there = Q(state__in=COUNTED)
    sums = rows.order_by().aggregate(
        received=Sum("counted_cents", filter=inward & there),
        verified=Sum("counted_cents", filter=inward & there & ~Q(state=InvoiceState.RECEIVED)),
        issued=Sum("counted_cents", filter=outward & there),
        expected=Sum("expected_cents", filter=Q(state=InvoiceState.EXPECTED)),
    )
    return Totals(count=rows.count(), **{name: value or 0 for name, value in sums.items()})


def found_by_number(org_id: UUID, text: str) -> Invoice | None:
    """An invoice by what a person typed: its number, or code and number with a blank between."""
    parts = text.split()
    code, number = key_of(parts[0], parts[1]) if len(parts) == 2 else key_of("", text)
    rows = Invoice.objects.filter(org_id=org_id, number=number)
    return (rows.filter(code=code) if code else rows).first()


def is_about_title(issue: dict) -> bool:
    """Whether an issue says that this is not our invoice (OM-108)."""
    return issue.get("code") in (Issue.SWAPPED, Issue.TITLE_WRONG, Issue.TAX_ID_WRONG, Issue.OTHER_COMPANY)


def _shown(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    return rows.select_related("meeting", "contract", "supplier")
