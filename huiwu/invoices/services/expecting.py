"""待收发票: those a contract's payments call for, and others somebody was promised."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.contracts.models import Contract
from huiwu.contracts.queries import contract_for, due_terms
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.invoices.choices import Direction, InvoiceState
from huiwu.invoices.errors import InvoiceChangedMeanwhile, NoTermsToExpect
from huiwu.invoices.events import ExpectationDropped, InvoiceExpected, InvoicesExpected
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import invoice_for
from huiwu.invoices.queries.titles import default_title
from huiwu.invoices.services.ground import today_of
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_text
from huiwu.suppliers.models import Supplier


@transaction.atomic
def expect_from_contract(*, actor: Actor, contract_id: UUID) -> list[Invoice]:
    """One expected invoice for each payment of the contract that needs one and has none yet; due with the payment.

    We receive the invoices of contracts we pay, and issue those of contracts we are paid for. Raises NoTermsToExpect.
    """
    contract = contract_for(actor, contract_id, "invoices.register")
    locked = Contract.objects.select_for_update().get(pk=contract.pk)  # two at once would expect each twice
    have = set(
        locked.invoices.exclude(state=InvoiceState.RETURNED).exclude(term=None).values_list("term_id", flat=True)
    )
    due = {row.term.pk: row.due_on for row in due_terms(contract.meeting, today_of(contract.meeting))}
    terms = [
        term for term in locked.terms.all() if term.requires_invoice and term.amount_cents > 0 and term.pk not in have
    ]
    if not terms:
        raise NoTermsToExpect(contract=contract.title)
    made = [
        Invoice.objects.create(
            **_blank(contract.meeting, Direction.OUT if contract.is_receivable else Direction.IN),
            **_party(contract),
            contract=contract,
            term=term,
            expected_on=due.get(term.pk) or term.due_on,
            expected_cents=term.amount_cents,
            note=term.label[:500],
        )
        for term in terms
    ]
    fact = InvoicesExpected(meeting_id=contract.meeting_id, contract_id=contract.pk, count=len(made))
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return made


@transaction.atomic
def expect_invoice(
    *,
    actor: Actor,
    meeting: Meeting,
    direction: str,
    party_name: str,
    amount_cents: int,
    expected_on: date | None = None,
    supplier: Supplier | None = None,
    note: str = "",
) -> Invoice:
    """One that no contract calls for. Raises InvalidInput."""
    require(actor, "invoices.register", meeting)
    if amount_cents <= 0 or not party_name.strip():
        raise InvalidInput(fields={"amount": [_("请填写对方名称和金额")]}, detail=_("请填写对方名称和金额。"))
    side = "seller" if direction == Direction.IN else "buyer"
    invoice = Invoice.objects.create(
        **_blank(meeting, direction),
        **{f"{side}_name": party_name.strip()[:200], f"{side}_tax_id": supplier.unified_code if supplier else ""},
        search_text=search_text(party_name)[:1200],
        supplier=supplier,
        expected_on=expected_on,
        expected_cents=amount_cents,
        note=note.strip()[:500],
    )
    fact = InvoiceExpected(meeting_id=meeting.pk, invoice_id=invoice.pk, org_id=meeting.org_id)
    record(fact, actor=actor, org_id=meeting.org_id)
    return invoice


@transaction.atomic
def drop_expectation(*, actor: Actor, invoice_id: UUID) -> None:
    """It will not come after all. Raises InvoiceChangedMeanwhile when it has arrived by now."""
    invoice = invoice_for(actor, invoice_id, "invoices.register")
    gone, _kinds = Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.EXPECTED).delete()
    if not gone:
        raise InvoiceChangedMeanwhile(state=invoice.get_state_display(), done=_("已经收到"))
    fact = ExpectationDropped(meeting_id=invoice.meeting_id, invoice_id=invoice.pk, org_id=invoice.org_id)
    record(fact, actor=actor, org_id=invoice.org_id)


def _blank(meeting: Meeting, direction: str) -> dict[str, Any]:
    return {
        "org_id": meeting.org_id,
        "meeting": meeting,
        "direction": direction,
        "state": InvoiceState.EXPECTED,
        "entity": default_title(meeting.org_id),
    }


def _party(contract: Contract) -> dict[str, Any]:
    side = "buyer" if contract.is_receivable else "seller"
    code = contract.party_code or (contract.supplier.unified_code if contract.supplier else "")
    return {
        f"{side}_name": contract.party_name,
        f"{side}_tax_id": code,
        "supplier": contract.supplier,
        "search_text": search_text(contract.party_name)[:1200],
    }
