"""Many files at once, in the background: each is answered on its own, and a run that was interrupted goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file, open_file
from huiwu.foundation.jobs import Cancelled, enqueue
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.foundation.zips import GuardedZip, ZipLimits, opened_zip
from huiwu.invoices.choices import Direction, ImportState, Outcome
from huiwu.invoices.errors import ImportEmpty, ImportTooMany, InvoiceRepeated
from huiwu.invoices.events import InvoiceImportAsked, InvoicesImported
from huiwu.invoices.models import ImportRow, Invoice, InvoiceImport
from huiwu.invoices.services.arrivals import Place, numbered_read, place_for, take_reading
from huiwu.invoices.services.bulk import Read, take_new
from huiwu.invoices.services.ground import require_on
from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Meeting

IMPORT = "invoices.import"
MOST_FILES = 6_000
LIMITS = ZipLimits(entries=MOST_FILES, entry_bytes=20_000_000, total_bytes=1_000_000_000, ratio=200)
AT_ONCE = 50
"""Files of one transaction: few enough that others who write wait for a fraction of a second."""
SKIPPED = ("__MACOSX/", ".", "Thumbs.db")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: IO[bytes]


def ask_for_import(
    *, actor: Actor, org_id: UUID, meeting: Meeting | None, uploads: Sequence[Upload], direction: str = Direction.IN
) -> InvoiceImport:
    """Keep the files and queue the work; a zip counts as what is in it.

    Raises ImportEmpty, ImportTooMany, ZipRefused (a zip that is no honest one), FileTooLarge, FileKindRefused: nothing begins.
    """
    require_on(actor, meeting, org_id, "invoices.register")
    meeting_id = meeting.pk if meeting else None
    with transaction.atomic():
        stored = [keep_file(upload.content, name=upload.name, kept_by=actor.id, allow_zip=True) for upload in uploads]
        total = sum(_count(file) for file in stored)
        if total == 0:
            raise ImportEmpty
        if total > MOST_FILES:
            raise ImportTooMany(limit=MOST_FILES, count=total)
        batch = InvoiceImport.objects.create(
            org_id=org_id, meeting=meeting, direction=direction, files=[str(file.pk) for file in stored], total=total,
            asked_by=actor.user,
        )  # fmt: skip
        job = enqueue(IMPORT, args={"import_id": str(batch.pk)}, meeting_id=meeting_id, asked_by=actor.id)
        InvoiceImport.objects.filter(pk=batch.pk).update(job_id=job.pk)
        batch.job_id = job.pk
        fact = InvoiceImportAsked(meeting_id=meeting_id, import_id=batch.pk, org_id=org_id, count=total)
        record(fact, actor=actor, org_id=org_id)
    return batch


@unasked("done by the worker for the person who asked; permission was asked with the files")
def run_import(*, import_id: UUID, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Read and register every file that has no answer yet. Raises what `progress` raises; answers given stay."""
    batch = InvoiceImport.objects.select_related("meeting__org", "asked_by").get(pk=import_id)
    actor = Actor.of_user(batch.asked_by)
    InvoiceImport.objects.filter(pk=batch.pk).update(state=ImportState.RUNNING)
    place = place_for(batch.org_id, batch.meeting, batch.direction, is_bulk=True)
    answered = set(batch.rows.values_list("order", flat=True))
    waiting: list[tuple[int, str, bytes]] = []
    order = 0
    try:
        for order, (name, content) in enumerate(_contents(batch), 1):
            if order not in answered:
                waiting.append((order, name, content))
            if len(waiting) == AT_ONCE:
                _answer(actor, batch, place, waiting)
                waiting = []
                progress(order, batch.total)
        _answer(actor, batch, place, waiting)
    except Cancelled:
        _end(actor, batch, ImportState.STOPPED)
        raise
    progress(order, batch.total)
    return _end(actor, batch, ImportState.DONE)


def _answer(actor: Actor, batch: InvoiceImport, place: Place, files: list[tuple[int, str, bytes]]) -> None:
    """Read all of them before the database is asked; new invoices are written together, the others one by one."""
    read: list[Read] = []
    rows: list[ImportRow] = []
    for order, name, content in files:
        row = ImportRow(batch=batch, order=order, name=name[-255:])
        try:
            read.append(Read(order, name, content, numbered_read(name, content)))
        except Refusal as refusal:
            rows.append(_refused(row, refusal))
    with transaction.atomic():
        new = take_new(actor, place, read)
        for file in read:
            row = ImportRow(batch=batch, order=file.order, name=file.name[-255:])
            rows.append(_row(actor, place, file, row, new.get(file.order)))
        ImportRow.objects.bulk_create(rows)


def _row(actor: Actor, place: Place, file: Read, row: ImportRow, new: Invoice | None) -> ImportRow:
    if new is not None:
        row.outcome, row.invoice, row.weight = Outcome.TAKEN, new, new.weight
        return row
    try:
        arrival = take_reading(actor=actor, place=place, name=file.name, content=file.content, reading=file.reading)
    except Refusal as refusal:
        return _refused(row, refusal)
    row.outcome, row.invoice, row.weight = arrival.outcome, arrival.invoice, arrival.invoice.weight
    return row


def _refused(row: ImportRow, refusal: Refusal) -> ImportRow:
    row.outcome = Outcome.DUPLICATE if isinstance(refusal, InvoiceRepeated) else Outcome.REFUSED
    row.invoice_id = refusal.params.get("invoice_id")
    row.reason_code = refusal.code
    row.reason = {key: str(value) for key, value in refusal.params.items()}
    return row


def _end(actor: Actor, batch: InvoiceImport, state: str) -> dict[str, int]:
    counts = dict.fromkeys(("taken", "joined", "known", "duplicate", "refused"), 0)
    for outcome in batch.rows.values_list("outcome", flat=True):
        counts[outcome] += 1
    with transaction.atomic():
        InvoiceImport.objects.filter(pk=batch.pk).update(state=state, ended_at=clock.now())
        fact = InvoicesImported(
            meeting_id=batch.meeting_id, import_id=batch.pk, org_id=batch.org_id, taken=counts["taken"],
            joined=counts["joined"] + counts["known"], duplicate=counts["duplicate"], refused=counts["refused"],
        )  # fmt: skip
        record(fact, actor=actor, org_id=batch.org_id)
    return counts


def _count(file: StoredFile) -> int:
    if file.media_type != "application/zip":
        return 1
    with open_file(file) as content, opened_zip(content, LIMITS) as package:
        return len(_names(package))


def _contents(batch: InvoiceImport) -> Iterator[tuple[str, bytes]]:
    """Every file in the order it was given; zips in the order of their names."""
    rows = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=batch.files)}
    for key in batch.files:
        with open_file(rows[key]) as content:
            if rows[key].media_type != "application/zip":
                yield rows[key].name, content.read()
                continue
            with opened_zip(content, LIMITS) as package:
                for name in _names(package):
                    yield name, package.read(name)


def _names(package: GuardedZip) -> list[str]:
    return sorted(name for name in package.names if not name.startswith(SKIPPED[0]) and not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return last.startswith(SKIPPED[1]) or last == SKIPPED[2]
