"""The quick way for many files at once: those whose invoice is new are written together, all others one by one.

What it writes for an invoice is what `arrivals` writes for one; only the order of the statements differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_files
from huiwu.foundation.permission import unasked
from huiwu.invoices.bridge import Composed, Ground, as_json, compose, line_rows, said_in, troubles_json
from huiwu.invoices.choices import Direction, FileKind, InvoiceState
from huiwu.invoices.models import Invoice, InvoiceFile, InvoiceLine
from huiwu.invoices.reading import Reading
from huiwu.invoices.reading.detect import kind_of_file
from huiwu.invoices.rules.numbers import key_of
from huiwu.invoices.rules.tax_ids import plain_tax_id
from huiwu.invoices.services.arrivals import Place
from huiwu.invoices.services.ground import today_of
from huiwu.kernel import clock
from huiwu.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class Read:
    """A file and what its reader made of it."""

    order: int
    name: str
    content: bytes
    reading: Reading

    @property
    def key(self) -> tuple[str, str]:
        return key_of(self.reading.code, self.reading.number)


@unasked("files of an import whose permission was asked for all of them")
def take_new(actor: Actor, place: Place, files: Sequence[Read]) -> dict[int, Invoice]:
    """Register those that nothing here knows of or waits for; by the order of the file. The rest is left to `take_read`.

    When somebody registers one of them in this very moment, none is written, and all are left.
    """
    new = _unknown(place, files)
    if not new:
        return {}
    try:
        with transaction.atomic():
            return _written(actor, place, new)
    except IntegrityError:
        return {}


def _unknown(place: Place, files: Sequence[Read]) -> list[Read]:
    """Blue, once among the files, not in the register, reversed by nobody, expected by nobody."""
    times = Counter(file.key for file in files)
    numbers = [file.key[1] for file in files]
    rows = Invoice.objects.filter(org_id=place.org_id)
    known = set(rows.filter(number__in=numbers).values_list("code", "number"))
    awaited = set(rows.filter(reverses_number__in=numbers, reverses=None).values_list("reverses_number", flat=True))
    expected = set(
        rows.filter(meeting=place.meeting, state=InvoiceState.EXPECTED).values_list("expected_cents", flat=True)
    )
    return [
        file
        for file in files
        if times[file.key] == 1
        and file.key not in known
        and file.key[1] not in awaited
        and file.reading.gross_cents not in expected
        and (file.reading.gross_cents or 0) >= 0
    ]


def _written(actor: Actor, place: Place, files: Sequence[Read]) -> dict[int, Invoice]:
    suppliers = _suppliers(place, files)
    now, today = clock.now(), today_of(place.meeting)
    made: list[tuple[Read, Composed, Invoice]] = []
    for file in files:
        composed = _composed(place, file.reading, _kinds(file), today)
        invoice = Invoice(
            org_id=place.org_id, meeting=place.meeting, direction=place.direction, state=InvoiceState.RECEIVED,
            source=file.reading.source, troubles=troubles_json(file.reading.source, file.reading.troubles),
            received_at=now, received_by=actor.user, supplier=suppliers.get(plain_tax_id(file.reading.seller_tax_id)),
            **composed.columns,
        )  # fmt: skip
        made.append((file, composed, invoice))
    Invoice.objects.bulk_create(invoice for _file, _composed, invoice in made)
    InvoiceLine.objects.bulk_create(row for _f, composed, invoice in made for row in line_rows(invoice, composed.lines))
    _keep(actor, place, made)
    return {file.order: invoice for file, _composed, invoice in made}


def _composed(place: Place, reading: Reading, kinds: list[str], today: Any) -> Composed:
    said = said_in(as_json(reading))
    ground = Ground(place.titles, today, today, place.direction, file_kinds=frozenset(kinds))
    troubles = troubles_json(reading.source, reading.troubles)
    return compose([said] if said else [], troubles, ground, InvoiceState.RECEIVED)


def _kinds(file: Read) -> list[str]:
    """Of the originals: the file's own, and XML where one is inside."""
    return [kind_of_file(file.content), *([FileKind.XML.value] if file.reading.embedded else [])]


def _keep(actor: Actor, place: Place, made: Sequence[tuple[Read, Composed, Invoice]]) -> None:
    contents: list[tuple[str, bytes]] = []
    owners: list[tuple[Read, Invoice, str, bool]] = []
    for file, _composed, invoice in made:
        kinds = _kinds(file)
        contents.append((file.name, file.content))
        owners.append((file, invoice, kinds[0], False))
        if file.reading.embedded is not None:
            inner, original = file.reading.embedded
            contents.append((f"{file.name.rsplit('.', 1)[0]}-{inner}", original))
            owners.append((file, invoice, kinds[1], True))
    kept = keep_files(contents, meeting_id=place.meeting_id, kept_by=actor.id)
    InvoiceFile.objects.bulk_create(
        InvoiceFile(
            invoice=invoice, kind=kind, stored=stored, sha256=stored.sha256, layout=file.reading.layout,
            said={} if is_inside else as_json(file.reading), is_from_inside=is_inside, added_by=actor.user,
        )
        for (file, invoice, kind, is_inside), stored in zip(owners, kept, strict=True)
    )  # fmt: skip


def _suppliers(place: Place, files: Sequence[Read]) -> dict[str, Supplier]:
    if place.direction != Direction.IN:
        return {}
    codes = {plain_tax_id(file.reading.seller_tax_id) for file in files} - {""}
    rows = Supplier.objects.filter(org_id=place.org_id, unified_code__in=codes)
    return {row.unified_code: row for row in rows}
