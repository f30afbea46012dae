"""An invoice arrives: as a file, as the text of its QR code, or typed. Registered once; what belongs to it is joined.

Of two that arrive at the same instant the unique number lets one in, and the other finds it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.invoices.bridge import Ground, as_json, compose, line_rows, said_in, troubles_json
from huiwu.invoices.choices import Direction, FileKind, InvoiceState, Outcome, Source
from huiwu.invoices.errors import InvoiceRepeated, NumberUnread
from huiwu.invoices.events import InvoiceBroughtAgain, InvoiceFileJoined, InvoiceImported, InvoiceReceived
from huiwu.invoices.models import Invoice, InvoiceFile, InvoiceLine, RepeatedArrival
from huiwu.invoices.queries.titles import plain_titles
from huiwu.invoices.reading import Line, Reading, read_file, read_qr_text
from huiwu.invoices.reading.detect import kind_of_file
from huiwu.invoices.reading.values import Unreadable
from huiwu.invoices.rules.numbers import key_of
from huiwu.invoices.rules.tax_ids import plain_tax_id
from huiwu.invoices.services.ground import Titles, move_files, recompose, require_on, today_of
from huiwu.invoices.services.reversals import reverse_where_told
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.suppliers.models import Supplier

How = Literal["taken", "joined", "known"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of it: a new invoice, joined to one that was there, or known already with this very file."""

    how: How
    invoice: Invoice

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.how)


@dataclass(frozen=True, slots=True)
class Place:
    """Where arrivals of one form or import go. `titles` are read once for all of them."""

    org_id: UUID
    meeting: Meeting | None
    direction: str
    titles: Titles
    contract: Contract | None = None
    supplier: Supplier | None = None
    is_bulk: bool = False

    @property
    def meeting_id(self) -> UUID | None:
        return self.meeting.pk if self.meeting else None


def place_for(org_id: UUID, meeting: Meeting | None, direction: str = Direction.IN, **more: Any) -> Place:
    return Place(org_id, meeting, direction, plain_titles(org_id), **more)


def take_file(
    *, actor: Actor, org_id: UUID, meeting: Meeting | None, name: str, content: bytes, direction: str = Direction.IN
) -> Arrival:
    """Read a file and register or join its invoice; the original is kept under its SHA-256, an XML inside it as well.

    Raises Unreadable, Encrypted, ZipRefused, NumberUnread (nothing kept); InvoiceRepeated (noted).
    """
    require_on(actor, meeting, org_id, "invoices.register")
    place = place_for(org_id, meeting, direction)
    return take_reading(actor=actor, place=place, name=name, content=content, reading=numbered_read(name, content))


def take_text(
    *, actor: Actor, org_id: UUID, meeting: Meeting | None, text: str, direction: str = Direction.IN
) -> Arrival:
    """The text of a QR code, from a scanner or a camera. Raises Unreadable, InvoiceRepeated."""
    require_on(actor, meeting, org_id, "invoices.register")
    try:
        reading = read_qr_text(text)
    except Unreadable as fault:
        raise worded(fault) from fault
    return _noting_repeats(actor, place_for(org_id, meeting, direction), reading, None)


def take_typed(
    *,
    actor: Actor,
    org_id: UUID,
    meeting: Meeting | None,
    values: Mapping[str, Any],
    lines: tuple[Line, ...] = (),
    direction: str = Direction.IN,
    contract: Contract | None = None,
    supplier: Supplier | None = None,
) -> Arrival:
    """Typed by a person; `values` are fields of a Reading. Raises InvalidInput, InvoiceRepeated."""
    require_on(actor, meeting, org_id, "invoices.register")
    code, number = key_of(str(values.get("code", "")), str(values.get("number", "")))
    if not number:
        raise InvalidInput(fields={"number": [_("请填写发票号码")]}, detail=_("请填写发票号码。"))
    reading = Reading(source="hand", layout="hand", **(dict(values) | {"code": code, "number": number}), lines=lines)
    place = place_for(org_id, meeting, direction, contract=contract, supplier=supplier)
    return _noting_repeats(actor, place, reading, None)


@unasked("one file of an import or a form whose permission was asked for all of them")
def take_reading(*, actor: Actor, place: Place, name: str, content: bytes, reading: Reading) -> Arrival:
    """As `take_file`, of a file that has been read. Raises InvoiceRepeated (noted)."""
    return _noting_repeats(actor, place, reading, (name, content))


@unasked("reads a file and writes nothing")
def numbered_read(name: str, content: bytes) -> Reading:
    """Raises Unreadable, Encrypted, ZipRefused; NumberUnread when there is nothing to register it by."""
    reading = worded_read(name, content)
    if not reading.number:
        raise NumberUnread(name=name)
    return reading


@unasked("reads a file and writes nothing")
def worded_read(name: str, content: bytes) -> Reading:
    """`read_file`, with the reason of a refusal in the reader's language; `raw` keeps the untranslated one for reports."""
    try:
        return read_file(content, name=name)
    except Unreadable as fault:
        raise worded(fault) from fault


@unasked("words a refusal")
def worded(fault: Unreadable) -> Unreadable:
    raw = str(fault.params.get("why", ""))
    return Unreadable(**(fault.params | {"raw": raw, "why": _(raw).format_map(fault.params)}))


def _noting_repeats(actor: Actor, place: Place, reading: Reading, file: tuple[str, bytes] | None) -> Arrival:
    """One transaction for the arrival; a refused repetition is rolled back, and noted where it came from another meeting
    or would be paid again: within one meeting it is a slip of the hand, and the refusal says enough."""
    try:
        with transaction.atomic():
            return _arrive(actor, place, reading, file)
    except InvoiceRepeated as refusal:
        if refusal.params["meeting_id"] != place.meeting_id or refusal.params["is_reimbursed"]:
            note_repeat(actor, place, refusal.params["invoice_id"], reading.source, file)
        raise


def _arrive(actor: Actor, place: Place, reading: Reading, file: tuple[str, bytes] | None) -> Arrival:
    code, number = key_of(reading.code, reading.number)
    there = _held(place.org_id, code, number)
    if there is None:
        try:
            with transaction.atomic():
                return _register(actor, place, reading, file)
        except IntegrityError:  # somebody brought the same invoice in this very moment
            there = _held(place.org_id, code, number)
            if there is None:
                raise
    return join(actor, place, there, reading, file)


def _held(org_id: UUID, code: str, number: str) -> Invoice | None:
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("meeting", "contract", "received_by")
    return rows.filter(org_id=org_id, code=code, number=number).first()


def _register(actor: Actor, place: Place, reading: Reading, file: tuple[str, bytes] | None) -> Arrival:
    """A row with everything in it at once; one that was expected takes the place of its expectation."""
    files = _kept_files(actor, place, reading, file)
    word = as_json(reading)
    said = said_in(word)
    troubles = troubles_json(reading.source, reading.troubles)
    contract, supplier = place.contract, place.supplier or _supplier_of(place, reading)
    ground = Ground(
        titles=place.titles,
        today=today_of(place.meeting),
        received_on=today_of(place.meeting),
        direction=place.direction,
        signed_on=contract.signed_on if contract else None,
        file_kinds=frozenset(kind for kind, _stored, _inside in files),
    )
    made = compose([said] if said else [], troubles, ground, InvoiceState.RECEIVED)
    columns = made.columns | {
        "state": InvoiceState.RECEIVED,
        "source": reading.source,
        "troubles": troubles,
        "typed": {} if file else {reading.source: word},
        "received_at": clock.now(),
        "received_by": actor.user,
        "supplier": supplier,
    }
    invoice = _fulfilled(place, columns) or Invoice.objects.create(
        org_id=place.org_id, meeting=place.meeting, direction=place.direction, contract=contract, **columns
    )
    InvoiceLine.objects.bulk_create(line_rows(invoice, made.lines))
    _attach(actor, invoice, reading.layout, word, files)
    _tell(actor, InvoiceImported if place.is_bulk else InvoiceReceived, invoice, source=reading.source)
    reverse_where_told(actor, invoice, place.titles)
    return Arrival("taken", invoice)


def _fulfilled(place: Place, columns: Mapping[str, Any]) -> Invoice | None:
    """The one expectation of this meeting with this party and amount, if there is exactly one.

    A contract that does not tell the party's tax ID is met by its name.
    """
    amount, side = columns["gross_cents"], "seller" if place.direction == Direction.IN else "buyer"
    tax_id, name = columns[f"{side}_tax_id"], columns[f"{side}_name"]
    if place.meeting is None or not amount or not (tax_id or name):
        return None
    party = Q(**{f"{side}_tax_id": "", f"{side}_name": name})
    if tax_id:
        party |= Q(**{f"{side}_tax_id": tax_id})
    waiting = Invoice.objects.filter(
        meeting=place.meeting, direction=place.direction, state=InvoiceState.EXPECTED, expected_cents=amount
    )
    found = list(waiting.filter(party).order_by("expected_on", "created_at")[:2])
    if not found or (len(found) == 2 and found[0].contract_id != found[1].contract_id):
        return None
    kept = {name: value for name, value in columns.items() if name != "supplier" or value is not None}
    if not Invoice.objects.filter(pk=found[0].pk, state=InvoiceState.EXPECTED).update(**kept, updated_at=clock.now()):
        return None
    return Invoice.objects.select_related("meeting", "contract").get(pk=found[0].pk)


def _supplier_of(place: Place, reading: Reading) -> Supplier | None:
    tax_id = plain_tax_id(reading.seller_tax_id)
    if place.direction != Direction.IN or not tax_id:
        return None
    return Supplier.objects.filter(org_id=place.org_id, unified_code=tax_id).first()


@unasked("a step of an arrival whose permission was asked")
def join(
    actor: Actor,
    place: Place,
    invoice: Invoice,
    reading: Reading,
    file: tuple[str, bytes] | None,
    *,
    asked: bool = False,
) -> Arrival:
    """Add a source to an invoice that is there. Raises InvoiceRepeated where it would be claimed a second time.

    Another file of an invoice of the same meeting is joined, and so is whatever is brought to one of no meeting yet.
    """
    word = as_json(reading)
    if file is None:
        again = reading.source == Source.HAND or reading.source in invoice.typed
        if not asked and (again or invoice.meeting_id != place.meeting_id):
            raise repeated(invoice)
        typed = invoice.typed | {reading.source: word}
        troubles = [*invoice.troubles, *troubles_json(reading.source, reading.troubles)]
        recompose(invoice, place.titles, typed=typed, troubles=troubles)
        _tell(actor, InvoiceFileJoined, invoice, source=reading.source)
        return Arrival("joined", invoice)
    if invoice.meeting_id != place.meeting_id and invoice.meeting_id is not None:
        raise repeated(invoice)
    more: dict[str, Any] = {}
    if invoice.meeting_id is None and place.meeting is not None:
        more["meeting"] = place.meeting
        move_files(invoice, place.meeting)
    files = _kept_files(actor, place, reading, file)
    known = set(invoice.files.values_list("sha256", flat=True))
    new = [one for one in files if one[1].sha256 not in known]
    if not new and not more:
        return Arrival("known", invoice)
    _attach(actor, invoice, reading.layout, word, new)
    troubles = [*invoice.troubles, *troubles_json(reading.source, reading.troubles)] if new else invoice.troubles
    recompose(invoice, place.titles, troubles=troubles, **more)
    _tell(actor, InvoiceFileJoined, invoice, source=reading.source)
    reverse_where_told(actor, invoice, place.titles)
    return Arrival("joined", invoice)


def repeated(invoice: Invoice) -> InvoiceRepeated:
    """Who, when and where of the first."""
    at = invoice.received_at or invoice.created_at
    zone = invoice.meeting.zone if invoice.meeting else None
    return InvoiceRepeated(
        invoice_id=invoice.pk,
        meeting_id=invoice.meeting_id,
        is_reimbursed=invoice.state == InvoiceState.REIMBURSED,
        number=invoice.full_number,
        first_by=invoice.received_by.name if invoice.received_by else _("系统"),
        first_at=at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        first_where=f"《{invoice.meeting.name}》" if invoice.meeting else _("未归会议的发票"),
        first_state=invoice.get_state_display(),
    )


@unasked("notes an arrival whose permission was asked, after it was refused")
@transaction.atomic
def note_repeat(
    actor: Actor, place: Place, invoice_id: UUID, source: str, file: tuple[str, bytes] | None
) -> RepeatedArrival:
    """One open note for each invoice and meeting: bringing it three times is one thing to look at."""
    open_ones = RepeatedArrival.objects.filter(invoice_id=invoice_id, meeting=place.meeting, cleared_at=None)
    known = open_ones.first()
    if known is not None:
        return known
    stored = None
    if file is not None:
        stored = keep_file(BytesIO(file[1]), name=file[0], meeting_id=place.meeting_id, kept_by=actor.id)
    repeat = RepeatedArrival.objects.create(
        invoice_id=invoice_id, meeting=place.meeting, source=source, stored=stored, brought_by=actor.user
    )
    fact = InvoiceBroughtAgain(
        meeting_id=place.meeting_id, invoice_id=invoice_id, org_id=place.org_id, repeat_id=repeat.pk
    )
    record(fact, actor=actor, org_id=place.org_id)
    return repeat


def _kept_files(
    actor: Actor, place: Place, reading: Reading, file: tuple[str, bytes] | None
) -> list[tuple[str, StoredFile, bool]]:
    """The original, and the XML found inside it: (kind, file, whether it was inside)."""
    if file is None:
        return []
    name, content = file

    def kept(original: bytes, called: str) -> StoredFile:
        return keep_file(BytesIO(original), name=called, meeting_id=place.meeting_id, kept_by=actor.id)

    files = [(kind_of_file(content), kept(content, name), False)]
    if reading.embedded is not None:
        inner, original = reading.embedded
        stem = name.rsplit(".", 1)[0]
        files.append((FileKind.XML.value, kept(original, f"{stem}-{inner}"), True))
    return files


def _attach(
    actor: Actor, invoice: Invoice, layout: str, word: dict[str, Any], files: list[tuple[str, StoredFile, bool]]
) -> None:
    """What the file said is kept with the file that was read; an XML inside it adds no second word."""
    InvoiceFile.objects.bulk_create(
        InvoiceFile(
            invoice=invoice,
            kind=kind,
            stored=stored,
            sha256=stored.sha256,
            layout=layout,
            said={} if is_inside else word,
            is_from_inside=is_inside,
            added_by=actor.user,
        )
        for kind, stored, is_inside in files
    )


def _tell(actor: Actor, fact: Any, invoice: Invoice, **more: Any) -> None:
    made = fact(meeting_id=invoice.meeting_id, invoice_id=invoice.pk, org_id=invoice.org_id, **more)
    record(made, actor=actor, org_id=invoice.org_id)
