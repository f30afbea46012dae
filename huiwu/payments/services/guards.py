"""What money may not pass: contract, request, invoice. Each takes hold of the row first, so two at once come one by one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.contracts.choices import TermKind
from huiwu.contracts.models import Contract
from huiwu.contracts.queries import accepted_cents
from huiwu.invoices.choices import COUNTED as INVOICE_COUNTED
from huiwu.invoices.choices import Direction as InvoiceDirection
from huiwu.invoices.choices import Weight
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.orders.models import Order
from huiwu.payments.errors import (
    AcceptanceMissing,
    BeyondContract,
    BeyondInvoice,
    BeyondRequest,
    ContractNotSigned,
    FeeNotApproved,
    InvoicesMissing,
    InvoiceUnfit,
)
from huiwu.payments.models import PaymentInvoice, PaymentRequest
from huiwu.payments.queries.requests import (
    attached_cents,
    ceiling_of,
    invoice_used_cents,
    paid_on_request_cents,
)
from huiwu.speaker_fees.choices import GRANTED
from huiwu.speaker_fees.models import SpeakerFee


def hold(request: PaymentRequest) -> None:
    """Write to what limits the request: whoever else wants to waits until this transaction is over."""
    now = clock.now()
    if request.contract_id:
        Contract.objects.filter(pk=request.contract_id).update(updated_at=now)
    if request.order_id:
        Order.objects.filter(pk=request.order_id).update(updated_at=now)
    if request.speaker_fee_id:
        SpeakerFee.objects.filter(pk=request.speaker_fee_id).update(updated_at=now)


def refuse_beyond_ceiling(request: PaymentRequest) -> None:
    """Raises BeyondContract with the figures."""
    ceiling = ceiling_of(request)
    if ceiling is not None and ceiling.over_cents(request.amount_cents):
        raise BeyondContract(
            what=ceiling.what,
            limit=yuan(ceiling.limit_cents),
            used=yuan(ceiling.used_cents),
            amount=yuan(request.amount_cents),
            over=yuan(ceiling.over_cents(request.amount_cents)),
        )


def refuse_unready(request: PaymentRequest) -> None:
    """What the contract asks for before it is paid; 定金 and 押金 are paid against a receipt, their invoice comes later.

    Raises ContractNotSigned, FeeNotApproved, AcceptanceMissing, InvoicesMissing.
    """
    contract, term, fee = request.contract, request.term, request.speaker_fee
    if contract is not None and not contract.is_in_force:
        raise ContractNotSigned(contract=contract)
    if fee is not None and fee.state not in GRANTED:
        raise FeeNotApproved(fee=fee)
    if contract is None or term is None:
        return
    is_accepted = term.acceptances.exists() or accepted_cents(contract) > 0
    if term.requires_acceptance and not is_accepted:
        raise AcceptanceMissing(term=term.label)
    attached = attached_cents(request.invoices.all())
    if term.requires_invoice and term.kind == TermKind.PAYMENT and attached < request.amount_cents:
        raise InvoicesMissing(
            term=term.label,
            amount=yuan(request.amount_cents),
            attached=yuan(attached),
            short=yuan(request.amount_cents - attached),
        )


def refuse_beyond_request(request: PaymentRequest, amount_cents: int) -> int:
    """What is left of the request after this payment. Raises BeyondRequest."""
    used = paid_on_request_cents(request)
    left = request.amount_cents - used - amount_cents
    if left < 0:
        raise BeyondRequest(
            request=request.label,
            limit=yuan(request.amount_cents),
            used=yuan(used),
            amount=yuan(amount_cents),
            over=yuan(-left),
        )
    return left


def held_invoices(request: PaymentRequest, ids: Sequence[UUID]) -> dict[UUID, Invoice]:
    """The invoices, held in the order of their ids so that two never wait for each other. Raises InvoiceUnfit."""
    for invoice_id in sorted(ids):
        Invoice.objects.filter(pk=invoice_id).update(updated_at=clock.now())
    found = {row.pk: row for row in Invoice.objects.filter(pk__in=ids, org_id=request.meeting.org_id)}
    for invoice_id in ids:
        if invoice_id not in found:
            raise InvoiceUnfit(invoice="", why=_("没有找到这张发票"))
        refuse_unfit(request, found[invoice_id])
    return found


def refuse_unfit(request: PaymentRequest, invoice: Invoice) -> None:
    """Raises InvoiceUnfit with the reason."""
    why = ""
    if invoice.meeting_id != request.meeting_id:
        why = _("它不属于本会议")
    elif invoice.direction != InvoiceDirection.IN:
        why = _("它是我方开出的发票")
    elif invoice.state not in INVOICE_COUNTED:
        why = _("它的状态是“{state}”").format(state=invoice.get_state_display())
    elif invoice.weight == Weight.BLOCK:
        why = _("它没有通过核对（抬头、税号或金额有误）")
    elif (invoice.gross_cents or 0) <= 0:
        why = _("它没有可用的价税合计")
    elif invoice.contract_id and request.contract_id and invoice.contract_id != request.contract_id:
        why = _("它登记在另一份合同下")
    if why:
        raise InvoiceUnfit(invoice=invoice.full_number, why=why)


def refuse_beyond_invoice(request: PaymentRequest, invoice: Invoice, amount_cents: int) -> None:
    """Raises BeyondInvoice."""
    used, limit = invoice_used_cents(invoice, beside=request), invoice.gross_cents or 0
    if used + amount_cents > limit:
        raise BeyondInvoice(
            invoice=invoice.full_number,
            limit=yuan(limit),
            used=yuan(used),
            amount=yuan(amount_cents),
            over=yuan(used + amount_cents - limit),
        )


def refuse_used_up_invoices(request: PaymentRequest) -> None:
    """Again at submission: a request sent back or an invoice returned may have changed since. Raises as above."""
    rows = list(PaymentInvoice.objects.filter(request=request).select_related("invoice"))
    held_invoices(request, [row.invoice_id for row in rows])
    for row in rows:
        refuse_beyond_invoice(request, row.invoice, row.amount_cents)
