"""Red invoices: negative, naming the blue one they reverse; the two net out."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.invoices.choices import COUNTED, InvoiceState
from huiwu.invoices.errors import NotReversible
from huiwu.invoices.events import InvoiceReversed
from huiwu.invoices.models import Invoice
from huiwu.invoices.rules.numbers import key_of
from huiwu.invoices.services.ground import Titles, move_files, recompose, require_on
from huiwu.kernel.errors import NotFound


@transaction.atomic
def reverse_invoice(*, actor: Actor, red_id: UUID, blue_id: UUID) -> Invoice:
    """Link a red invoice to the blue one it reverses, where the red one itself does not say it. Raises NotReversible."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("meeting", "contract")
    found = {row.pk: row for row in rows.filter(pk__in=[red_id, blue_id])}
    if len(found) != 2:
        raise NotFound
    red, blue = found[red_id], found[blue_id]
    for row in (red, blue):
        require_on(actor, row.meeting, row.org_id, "invoices.verify")
    why = why_not(red, blue)
    if why:
        raise NotReversible(red=red.full_number, blue=blue.full_number, why=why)
    _reverse(actor, red, blue, None)
    return red


@unasked("follows from an arrival whose permission was asked")
def reverse_where_told(actor: Actor, invoice: Invoice, titles: Titles) -> None:
    """A red invoice that names a registered blue one, or a blue one that a red one here has been waiting for."""
    if invoice.is_red and invoice.reverses_id is None and invoice.reverses_number:
        code, number = key_of(invoice.reverses_code, invoice.reverses_number)
        blue = _locked().filter(org_id=invoice.org_id, code=code, number=number).first()
        if blue is not None and not why_not(invoice, blue):
            _reverse(actor, invoice, blue, titles)
    elif not invoice.is_red and invoice.number:
        waiting = _locked().filter(org_id=invoice.org_id, reverses_number=invoice.number, reverses=None)
        for red in waiting.filter(gross_cents__lt=0, reverses_code__in=["", invoice.code]):
            if not why_not(red, invoice):
                _reverse(actor, red, invoice, titles)


def why_not(red: Invoice, blue: Invoice) -> str:
    """Why this red invoice cannot reverse this blue one; empty when it can."""
    if red.org_id != blue.org_id or not red.is_red or red.reverses_id is not None:
        return _("前一张不是还没有冲销的红字发票")
    if blue.is_red or blue.pk == red.pk:
        return _("被冲的必须是蓝字发票")
    if blue.state not in COUNTED or red.state not in COUNTED:
        return _("其中一张已红冲、已退回或还没有收到")
    if red.meeting_id not in (None, blue.meeting_id):
        return _("两张不在同一场会议")
    if red.direction != blue.direction:
        return _("一张是收到的，一张是开出的")
    if -(red.gross_cents or 0) > _left(blue):
        return _("红字金额超过蓝字发票余下的金额")
    return ""


def _left(blue: Invoice) -> int:
    """What earlier red invoices have left of it."""
    before = blue.reversals.exclude(state=InvoiceState.RETURNED).values_list("gross_cents", flat=True)
    return (blue.gross_cents or 0) + sum(cents or 0 for cents in before)


def _reverse(actor: Actor, red: Invoice, blue: Invoice, titles: Titles | None) -> None:
    """Reversed in full, both leave the sums; in part, the red amount lessens them."""
    left = _left(blue) + (red.gross_cents or 0)
    if red.meeting_id is None and blue.meeting is not None:
        move_files(red, blue.meeting)
    recompose(red, titles, reverses_id=blue.pk, meeting=blue.meeting)
    if left == 0:
        pair = [blue.pk, *blue.reversals.values_list("pk", flat=True)]
        Invoice.objects.filter(pk__in=pair, state__in=COUNTED).update(state=InvoiceState.REVERSED, counted_cents=0)
        red.state = blue.state = InvoiceState.REVERSED
        red.counted_cents = blue.counted_cents = 0
    fact = InvoiceReversed(meeting_id=blue.meeting_id, invoice_id=blue.pk, org_id=blue.org_id, red_id=red.pk)
    record(fact, actor=actor, org_id=blue.org_id)


def _locked() -> QuerySet[Invoice]:
    return Invoice.objects.select_for_update(of=("self",)).select_related("meeting", "contract")
