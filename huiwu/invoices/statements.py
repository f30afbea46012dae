"""What invoices state about the party of their contract, what they rely on, and when they are due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiwu.contracts.choices import Status
from huiwu.foundation.registry.statements import Reference, Requirement, Statement, refers, requires, states
from huiwu.invoices.choices import COUNTED, Direction, InvoiceState
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries.addresses import url_of
from huiwu.invoices.rules.tax_ids import plain_tax_id
from huiwu.meetings.models import Meeting


@states
def parties_of_contracts(meeting: Meeting) -> Iterable[Statement]:
    """The other side's tax ID, as the contract has it and as each of its invoices has it."""
    seen = set()
    for invoice in _linked(meeting).filter(state__in=COUNTED):
        contract = invoice.contract
        theirs = invoice.seller_tax_id if invoice.direction == Direction.IN else invoice.buyer_tax_id
        if not contract.party_code or not theirs:
            continue
        key = f"contract.{contract.pk}.party_code"
        label = _("“{contract}”对方的税号").format(contract=contract.title)
        if contract.pk not in seen:
            seen.add(contract.pk)
            yield Statement(
                key, label, _("合同 {number}").format(number=contract.number), plain_tax_id(contract.party_code)
            )
        where = _("发票 {number}").format(number=invoice.full_number)
        yield Statement(key, label, where, plain_tax_id(theirs), url=url_of(invoice))


@refers
def contracts_of_invoices(meeting: Meeting) -> Iterable[Reference]:
    """An invoice that is still expected, or at hand, for a contract that was cancelled."""
    for invoice in _linked(meeting).filter(state__in=(InvoiceState.EXPECTED, *COUNTED)):
        contract = invoice.contract
        yield Reference(
            source=_("发票 {number}").format(number=invoice.full_number or invoice.party_name),
            target=_("合同 {number}").format(number=contract.number),
            state="cancelled" if contract.status == Status.CANCELLED else "ok",
            url=url_of(invoice),
        )


@requires
def invoices_due(meeting: Meeting) -> Iterable[Requirement]:
    rows = Invoice.objects.filter(meeting=meeting, state=InvoiceState.EXPECTED).exclude(expected_on=None)
    for invoice in rows.select_related("meeting"):
        assert invoice.expected_on is not None
        label = _("{party}的发票") if invoice.direction == Direction.IN else _("开给{party}的发票")
        yield Requirement(
            label=label.format(party=invoice.party_name),
            due_on=invoice.expected_on,
            is_filled=False,
            url=url_of(invoice),
            step="P07",
            owner_role="finance",
        )


def _linked(meeting: Meeting) -> Any:
    rows = Invoice.objects.filter(meeting=meeting, contract__isnull=False)
    return rows.select_related("contract", "meeting").order_by("created_at")
