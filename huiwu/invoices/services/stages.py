"""已收 → 已验 → 已报销, and back to the seller. Each step is one conditional update: of two people one moves it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.invoices.choices import InvoiceState, Weight
from huiwu.invoices.errors import InvoiceChangedMeanwhile, InvoiceFaulty
from huiwu.invoices.events import InvoiceReimbursed, InvoiceReturned, InvoiceVerified, VerificationWithdrawn
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import invoice_for
from huiwu.invoices.queries.issues import issue_lines
from huiwu.invoices.services.ground import today_of
from huiwu.invoices.services.reversals import reverse_invoice
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput


@transaction.atomic
def verify_invoice(*, actor: Actor, invoice_id: UUID, revision: int, note: str = "") -> Invoice:
    """A person compared it with the original and the tax bureau's query (验票); `revision` is what was on the page.

    What merely warns is a person's to weigh, with a note. Raises InvoiceFaulty, InvalidInput, InvoiceChangedMeanwhile.
    """
    invoice = invoice_for(actor, invoice_id, "invoices.verify")
    lines = issue_lines(invoice)
    blocking = [line.text for line in lines if line.weight == Weight.BLOCK]
    if blocking:
        raise InvoiceFaulty(number=invoice.full_number, why="".join(blocking))
    if any(line.weight == Weight.WARN for line in lines) and not note.strip():
        why = _("有警告的发票，请写明核对情况。")
        raise InvalidInput(fields={"note": [why]}, detail=why)
    values = {"verified_at": clock.now(), "verified_by": actor.user, "verify_note": note.strip()[:500]}
    _move(actor, invoice, InvoiceState.RECEIVED, InvoiceState.VERIFIED, InvoiceVerified, values, revision)
    return invoice


@transaction.atomic
def withdraw_verification(*, actor: Actor, invoice_id: UUID) -> Invoice:
    """Back to 已收, so that it can be corrected. Raises InvoiceChangedMeanwhile once it is reimbursed."""
    invoice = invoice_for(actor, invoice_id, "invoices.verify")
    values = {"verified_at": None, "verified_by": None, "verify_note": ""}
    _move(actor, invoice, InvoiceState.VERIFIED, InvoiceState.RECEIVED, VerificationWithdrawn, values)
    return invoice


@transaction.atomic
def reimburse_invoice(*, actor: Actor, invoice_id: UUID, on: date | None = None, reference: str = "") -> Invoice:
    """Entered in the books or paid on `on` (today), under a voucher number. Raises InvoiceChangedMeanwhile, InvalidInput."""
    invoice = invoice_for(actor, invoice_id, "invoices.verify")
    day = on or today_of(invoice.meeting)
    if day > today_of(invoice.meeting):
        raise InvalidInput(fields={"on": [_("报销日期不能晚于今天")]}, detail=_("报销日期不能晚于今天。"))
    values = {"reimbursed_on": day, "reimbursed_by": actor.user, "reimburse_reference": reference.strip()[:80]}
    _move(actor, invoice, InvoiceState.VERIFIED, InvoiceState.REIMBURSED, InvoiceReimbursed, values)
    return invoice


@transaction.atomic
def return_invoice(*, actor: Actor, invoice_id: UUID, reason: str) -> Invoice:
    """It cannot be used and goes back to the seller; its number stays taken. Raises InvalidInput, InvoiceChangedMeanwhile."""
    invoice = invoice_for(actor, invoice_id, "invoices.verify")
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("请写明退回原因")]}, detail=_("请写明退回原因。"))
    values = {"return_reason": reason.strip()[:500], "counted_cents": 0}
    _move(actor, invoice, InvoiceState.RECEIVED, InvoiceState.RETURNED, InvoiceReturned, values)
    return invoice


def _move(
    actor: Actor,
    invoice: Invoice,
    before: str,
    after: str,
    fact: Any,
    values: dict[str, Any],
    revision: int | None = None,
) -> None:
    rows = Invoice.objects.filter(pk=invoice.pk, state=before)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(state=after, revision=F("revision") + 1, updated_at=clock.now(), **values):
        now = Invoice.objects.get(pk=invoice.pk)
        done = _("内容刚被同事改过") if now.state == before else _("与打开页面时不同")
        raise InvoiceChangedMeanwhile(state=now.get_state_display(), done=done)
    made = fact(meeting_id=invoice.meeting_id, invoice_id=invoice.pk, org_id=invoice.org_id)
    record(made, actor=actor, org_id=invoice.org_id)
    invoice.refresh_from_db()


__all__ = ["reimburse_invoice", "return_invoice", "reverse_invoice", "verify_invoice", "withdraw_verification"]
