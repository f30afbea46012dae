"""What people change on a registered invoice: fields read wrongly, where it belongs, more files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.invoices.bridge import as_json
from huiwu.invoices.choices import InvoiceState, Source
from huiwu.invoices.errors import InvoiceLocked, OtherNumber
from huiwu.invoices.events import InvoiceAssigned, InvoiceCorrected, RepeatCleared
from huiwu.invoices.models import Invoice, RepeatedArrival
from huiwu.invoices.queries import invoice_for
from huiwu.invoices.reading import Reading
from huiwu.invoices.reading.values import Line
from huiwu.invoices.rules.numbers import key_of
from huiwu.invoices.services.arrivals import Arrival, join, place_for, repeated, worded_read
from huiwu.invoices.services.ground import move_files, recompose, require_on
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.suppliers.models import Supplier

CHANGEABLE = (InvoiceState.RECEIVED,)


@transaction.atomic
def correct_invoice(
    *,
    actor: Actor,
    invoice_id: UUID,
    revision: int,
    values: Mapping[str, Any],
    lines: tuple[Line, ...] = (),
    note: str = "",
) -> Invoice:
    """Fields as a person read them off the original. They stand before what was recognised from a print, and after the
    XML or OFD: where they contradict those, the invoice says so. Raises StaleEdit, InvoiceLocked, InvoiceRepeated.
    """
    invoice = _locked(invoice_for(actor, invoice_id, "invoices.register"))
    if invoice.revision != revision:
        raise StaleEdit(theirs=invoice, who=_("同事"))
    code, number = key_of(str(values.get("code", invoice.code)), str(values.get("number", invoice.number)))
    if not number:
        raise InvalidInput(fields={"number": [_("请填写发票号码")]}, detail=_("请填写发票号码。"))
    reading = Reading(
        source=Source.HAND, layout="hand", **(dict(values) | {"code": code, "number": number}), lines=lines
    )
    typed = invoice.typed | {Source.HAND.value: as_json(reading)}
    taken = Invoice.objects.filter(org_id=invoice.org_id, code=code, number=number).exclude(pk=invoice.pk)
    try:
        with transaction.atomic():
            recompose(invoice, typed=typed, note=note.strip()[:500])
    except IntegrityError:
        raise repeated(taken.select_related("meeting", "received_by").get()) from None
    _tell(actor, InvoiceCorrected, invoice)
    return invoice


@transaction.atomic
def assign_invoice(
    *,
    actor: Actor,
    invoice_id: UUID,
    revision: int,
    meeting: Meeting | None,
    contract: Contract | None = None,
    term: PaymentTerm | None = None,
    supplier: Supplier | None = None,
) -> Invoice:
    """Say to which meeting, contract, payment and supplier it belongs; its issues are judged anew.

    Raises StaleEdit, InvoiceLocked (another meeting once verified), InvalidInput when they do not fit together.
    """
    invoice = invoice_for(actor, invoice_id, "invoices.register")
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invoice.pk)
    if invoice.revision != revision:
        raise StaleEdit(theirs=invoice, who=_("同事"))
    if meeting is not None:
        require(actor, "invoices.register", meeting)
    moved = invoice.meeting_id != (meeting.pk if meeting else None)
    if moved and invoice.state not in CHANGEABLE:
        raise InvoiceLocked(number=invoice.full_number, state=invoice.get_state_display())
    _must_fit(invoice, meeting, contract, term, supplier)
    if moved:
        move_files(invoice, meeting)
    recompose(
        invoice, meeting=meeting, contract=contract, term=term,
        supplier=supplier or (contract.supplier if contract else None),
    )  # fmt: skip
    _tell(actor, InvoiceAssigned, invoice)
    return invoice


def _must_fit(
    invoice: Invoice,
    meeting: Meeting | None,
    contract: Contract | None,
    term: PaymentTerm | None,
    supplier: Supplier | None,
) -> None:
    if meeting is not None and meeting.org_id != invoice.org_id:
        raise NotFound
    if contract is not None and (meeting is None or contract.meeting_id != meeting.pk):
        raise InvalidInput(fields={"contract": [_("合同不是这场会议的")]}, detail=_("合同不是这场会议的。"))
    if term is not None and (contract is None or term.contract_id != contract.pk):
        raise InvalidInput(fields={"term": [_("付款节点不是这份合同的")]}, detail=_("付款节点不是这份合同的。"))
    if supplier is not None and supplier.org_id != invoice.org_id:
        raise NotFound


def add_file_to(*, actor: Actor, invoice_id: UUID, name: str, content: bytes) -> Arrival:
    """Another file of this invoice: its XML original, its print. Raises OtherNumber when it is another invoice's, Unreadable."""
    invoice = invoice_for(actor, invoice_id, "invoices.register")
    reading = worded_read(name, content)
    if key_of(reading.code, reading.number) != (invoice.code, invoice.number):
        raise OtherNumber(name=name, read=f"{reading.code} {reading.number}".strip() or "—", number=invoice.full_number)
    with transaction.atomic():
        held = Invoice.objects.select_for_update(of=("self",)).select_related("meeting", "contract").get(pk=invoice.pk)
        place = place_for(held.org_id, held.meeting, held.direction)
        return join(actor, place, held, reading, (name, content), asked=True)


@transaction.atomic
def clear_repeat(*, actor: Actor, repeat_id: UUID, note: str) -> RepeatedArrival:
    """A person looked: nothing is claimed twice. Raises InvalidInput without a note; harmless when done already."""
    repeat = (
        RepeatedArrival.objects.select_related("invoice__meeting__org", "meeting__org").filter(pk=repeat_id).first()
    )
    if repeat is None:
        raise NotFound
    require_on(actor, repeat.meeting, repeat.invoice.org_id, "invoices.verify")
    if not note.strip():
        raise InvalidInput(fields={"note": [_("请写明核对情况")]}, detail=_("请写明核对情况。"))
    still_open = RepeatedArrival.objects.filter(pk=repeat.pk, cleared_at=None)
    if still_open.update(cleared_at=clock.now(), cleared_by=actor.user, note=note.strip()[:500]):
        fact = RepeatCleared(
            meeting_id=repeat.meeting_id,
            invoice_id=repeat.invoice_id,
            org_id=repeat.invoice.org_id,
            repeat_id=repeat.pk,
        )
        record(fact, actor=actor, org_id=repeat.invoice.org_id)
    repeat.refresh_from_db()
    return repeat


def _locked(asked: Invoice) -> Invoice:
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("meeting", "contract")
    invoice = rows.get(pk=asked.pk)
    if invoice.state not in CHANGEABLE:
        raise InvoiceLocked(number=invoice.full_number, state=invoice.get_state_display())
    return invoice


def _tell(actor: Actor, fact: Any, invoice: Invoice) -> None:
    made = fact(meeting_id=invoice.meeting_id, invoice_id=invoice.pk, org_id=invoice.org_id)
    record(made, actor=actor, org_id=invoice.org_id)
