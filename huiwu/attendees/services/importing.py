"""Lists of people: kept, looked through without writing anything, confirmed, taken in, taken back (P17, EX-203)."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.attendees.choices import BatchState, RowChoice, RowOutcome
from huiwu.attendees.errors import ListNotWaiting, ListWorkGivenUp, TooManyLists
from huiwu.attendees.events import ListDropped, ListLookedThrough, ListTakenIn, ListUploaded
from huiwu.attendees.models import ImportBatch, ImportRow
from huiwu.attendees.queries.imports import DRAFT
from huiwu.attendees.reading.columns import COLUMNS, SENSITIVE, by_key
from huiwu.attendees.reading.known import Known
from huiwu.attendees.reading.planning import Planned, missing_columns, planned
from huiwu.attendees.services.taking import Taking
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.files import erase_file, keep_file, open_file
from huiwu.foundation.jobs import Cancelled, enqueue
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.sheets import Limits, SheetRefused, Table, inspect, read_table, sheet_names
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.meetings.models import Meeting

LOOK, TAKE = "attendees.look_through", "attendees.take_in"
LIMITS = Limits(file=60_000_000, unpacked=800_000_000)
AT_ONCE = 200_000
"""Bytes of a file that is looked through while its sender waits; larger ones are a job with progress."""
SAMPLE, SHOWN = 200, 20_000
"""Rows of the dry run that are kept to be seen: merely new ones, and each other outcome."""
MOST_GIVEN = 20
"""Lists the client may have waiting by one link, so that a link in wrong hands does not fill the disk."""
KEPT_FOR = timedelta(days=30)
Progress = Callable[[int, int], None]


def upload_list(
    *, actor: Actor, meeting: Meeting, content: IO[bytes], name: str, sheet: str = "", wait: bool = False
) -> ImportBatch:
    """Keep a workbook or CSV file and look it through: at once when it is small or `wait`, else by a job.

    Raises SheetRefused (too large, locked with a password, no table at all): nothing is kept. What is wrong further
    inside is the batch's state `refused`, with its sentence.
    """
    require(actor, "attendees.give_list", meeting)
    if actor.link and ImportBatch.objects.filter(link=actor.link).exclude(file=None).count() >= MOST_GIVEN:
        raise TooManyLists(most=MOST_GIVEN)
    inspect(content, name, LIMITS)
    size = _size(content)
    with transaction.atomic():
        file = keep_file(content, name=name, meeting_id=meeting.pk, kept_by=actor.id, allow_zip=True)
        batch = ImportBatch.objects.create(
            meeting=meeting,
            file=file,
            name=file.name,
            layout={"asked_sheet": sheet},
            made_by=actor.user,
            link=actor.link,
        )
        fact = ListUploaded(meeting_id=meeting.pk, batch_id=batch.pk)
        record(fact, actor=actor, org_id=meeting.org_id)
        if size > AT_ONCE and not wait:
            queue_work(batch, LOOK, actor)
            return batch
    look_through(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


def paste_list(*, actor: Actor, meeting: Meeting, text: str) -> ImportBatch:
    """The same of cells copied out of a spreadsheet. Raises InvalidInput when there is nothing."""
    require(actor, "attendees.give_list", meeting)
    if not text.strip():
        raise InvalidInput({"text": [_("请粘贴带表头的名单。")]}, detail=_("请粘贴带表头的名单。"))
    content = io.BytesIO(text.encode("utf-8-sig"))
    name = _("粘贴的名单 {time}").format(time=clock.now().strftime("%m-%d %H%M"))
    return upload_list(actor=actor, meeting=meeting, content=content, name=f"{name}.csv")


def read_other_sheet(*, actor: Actor, meeting: Meeting, batch_id: UUID, sheet: str) -> ImportBatch:
    """Look through another sheet of the same workbook. Raises ListNotWaiting."""
    require(actor, "attendees.give_list", meeting)
    with transaction.atomic():
        batch = held(actor, meeting, batch_id, BatchState.PREVIEW, BatchState.REFUSED)
        batch.rows.all().delete()
        batch.layout, batch.state = {"asked_sheet": sheet}, BatchState.READING
        batch.save(update_fields=["layout", "state", "updated_at"])
        if batch.file is not None and batch.file.size > AT_ONCE:
            queue_work(batch, LOOK, actor)
            return batch
    look_through(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


@unasked("done for the person who uploaded the list; permission was asked then")
def look_through(*, batch_id: UUID, progress: Progress | None = None) -> None:
    """The dry run: what every row would do. Nothing of the list is written; begun again, it gives the same.

    Rows to be seen are written portion by portion, so that a large list keeps nobody else from writing.
    """
    batch = ImportBatch.objects.select_related("meeting__org", "file", "made_by", "link").get(pk=batch_id)
    if batch.state != BatchState.READING:
        return
    if batch.file is None:
        return refuse_list(batch, ListWorkGivenUp())
    actor = at_work_for(batch)
    try:
        table = opened(batch)
    except SheetRefused as refusal:
        refuse_list(batch, refusal)
        return
    batch.rows.all().delete()
    try:
        counts = _write_rows(batch, planned(table, Known(batch.meeting)), progress)
    except Cancelled as wish:
        batch.rows.all().delete()
        refuse_list(batch, wish)
        raise
    batch.layout |= _layout(table)
    with transaction.atomic():
        still = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READING)
        if not still.update(
            layout=batch.layout, counts=counts, state=BatchState.PREVIEW, updated_at=clock.now()
        ):  # dropped while it was read
            batch.rows.all().delete()
            return
        fact = ListLookedThrough(meeting_id=batch.meeting_id, batch_id=batch.pk, count=sum(counts.values()))
        record(fact, actor=actor, org_id=batch.meeting.org_id)


@transaction.atomic
def choose(
    *, actor: Actor, meeting: Meeting, batch_id: UUID, choices: dict[UUID, str], for_all: str = ""
) -> ImportBatch:
    """Decide rows in doubt: each, and `for_all` those without a decision of their own. Raises ListNotWaiting, InvalidInput."""
    require(actor, "attendees.import", meeting)
    batch = held(actor, meeting, batch_id, BatchState.PREVIEW)
    if {for_all, *choices.values()} - {"", *RowChoice.values}:
        raise InvalidInput({"choice": [_("请从列表中选择。")]}, detail=_("请从列表中选择。"))
    for choice in RowChoice.values:
        ids = [pk for pk, chosen in choices.items() if chosen == choice]
        batch.rows.filter(pk__in=ids, outcome=RowOutcome.CONFLICT).update(choice=choice)
    if for_all:
        batch.layout["for_all"] = for_all
        batch.save(update_fields=["layout", "updated_at"])
    return batch


def confirm_list(*, actor: Actor, meeting: Meeting, batch_id: UUID, wait: bool = False) -> ImportBatch:
    """Take the list in: at once when it is small or `wait`, else by a job. Only once, whoever asks. Raises ListNotWaiting."""
    require(actor, "attendees.import", meeting)
    with transaction.atomic():
        batch = held(actor, meeting, batch_id, BatchState.PREVIEW)
        batch.state, batch.made_by = BatchState.RUNNING, actor.user
        batch.save(update_fields=["state", "made_by", "updated_at"])
        if batch.file is not None and batch.file.size > AT_ONCE and not wait:
            queue_work(batch, TAKE, actor)
            return batch
    take_in(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


@unasked("done for the person who confirmed the list; permission was asked then")
def take_in(*, batch_id: UUID, progress: Progress | None = None) -> None:
    """Write what the list says, portion by portion; begun again after a crash it goes on where it stopped.

    Cancelled, what was written stays and may be taken back.
    """
    batch = ImportBatch.objects.select_related("meeting__org", "file", "made_by").get(pk=batch_id)
    if batch.state != BatchState.RUNNING:
        return
    actor = Actor.of_user(batch.made_by)
    if batch.file is None:
        return finish(batch, actor, is_whole=False)
    table = opened(batch)
    work = Taking(batch, actor)
    try:
        rows = planned(table, Known(batch.meeting))
        work.take(rows, progress, total=sum(batch.counts.values()))
    except Cancelled:
        finish(batch, actor, is_whole=False)
        raise
    finish(batch, actor, is_whole=True)


@transaction.atomic
def drop_list(*, actor: Actor, meeting: Meeting, batch_id: UUID) -> ImportBatch:
    """Leave a list alone; its file and rows are erased. Raises ListNotWaiting."""
    require(actor, "attendees.give_list", meeting)
    batch = held(actor, meeting, batch_id, BatchState.PREVIEW, BatchState.REFUSED)
    batch.rows.all().delete()
    forget_file(batch)
    batch.state = BatchState.DROPPED
    batch.save(update_fields=["state", "file", "updated_at"])
    record(ListDropped(meeting_id=meeting.pk, batch_id=batch.pk), actor=actor, org_id=meeting.org_id)
    return batch


@unasked("part of erasing a person, which asks")
@transaction.atomic
def drop_waiting_lists(*, meeting: Meeting) -> int:
    """Lists that wait may name an erased person and would bring them back: files and rows go, whomever they name.

    A list that is being taken in is left to end; its file goes then. Its senders upload again, without the person.
    """
    waiting = (BatchState.READING, BatchState.PREVIEW, BatchState.REFUSED)
    found = ImportBatch.objects.select_for_update(of=("self",)).filter(meeting=meeting, state__in=waiting)
    batches = list(found.exclude(file=None))
    for batch in batches:
        batch.rows.all().delete()
        forget_file(batch)
        batch.state, batch.layout = BatchState.DROPPED, {"erased": True}
        batch.save(update_fields=["state", "layout", "file", "updated_at"])
        record(ListDropped(meeting_id=meeting.pk, batch_id=batch.pk), actor=SYSTEM, org_id=meeting.org_id)
    return len(batches)


@unasked("reads for services that have asked")
def opened(batch: ImportBatch) -> Table:
    """The table in the batch's file. Raises SheetRefused."""
    assert batch.file is not None
    with open_file(batch.file) as content:
        return read_table(content, COLUMNS, name=batch.name, sheet=batch.layout.get("asked_sheet", ""), limits=LIMITS)


@unasked("reads for pages that have asked")
def sheets_of(batch: ImportBatch) -> list[str]:
    """The sheets of the workbook, as long as it is kept; empty for text."""
    if batch.file is None or batch.state not in (BatchState.PREVIEW, BatchState.REFUSED):
        return []
    with open_file(batch.file) as content:
        return sheet_names(content)


@unasked("part of finishing and erasing, which ask")
def forget_file(batch: ImportBatch) -> None:
    """The list itself is not kept: it holds people's data. The caller saves the batch."""
    file, batch.file = batch.file, None
    if file is not None:
        ImportBatch.objects.filter(pk=batch.pk).update(file=None)
        erase_file(file)


@unasked("done by the worker on its own, as the retention of lists says")
def forget_old_rows() -> int:
    """Erase rows and files of lists older than KEPT_FOR; the batches with their counts stay. How many rows."""
    limit = clock.now() - KEPT_FOR
    for batch in ImportBatch.objects.filter(created_at__lt=limit).exclude(file=None):
        forget_file(batch)
    return ImportRow.objects.filter(batch__created_at__lt=limit).delete()[0]


@unasked("queues the work of services that have asked")
def queue_work(batch: ImportBatch, work: str, actor: Actor) -> None:
    job = enqueue(work, args={"batch_id": str(batch.pk)}, meeting_id=batch.meeting_id, asked_by=actor.id)
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    batch.job_id = job.pk


@unasked("part of services on lists, which ask")
def at_work_for(batch: ImportBatch) -> Actor:
    """Whose work on a list it is: the client reads through its link until a colleague takes the list in."""
    return Actor.of_link(batch.link) if batch.link and batch.made_by is None else Actor.of_user(batch.made_by)


def held(actor: Actor, meeting: Meeting, batch_id: UUID, *states: str) -> ImportBatch:
    """The list, locked, in one of these states: by a link its own draft only, by the team what is theirs. Raises ListNotWaiting."""
    rows = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id, meeting=meeting)
    mine = rows.filter(link=actor.link, handed_at=None) if actor.link else rows.exclude(DRAFT)
    batch = mine.first()
    if batch is None or batch.state not in states:
        raise ListNotWaiting
    return batch


def _size(content: IO[bytes]) -> int:
    content.seek(0, 2)
    size = content.tell()
    content.seek(0)
    return size


def _layout(table: Table) -> dict[str, Any]:
    notes = [note.sentence for note in table.notes]
    sealed = [str(by_key()[key].label) for key in SENSITIVE if key in table.columns]
    if sealed:
        notes.append(
            _("“{columns}”是敏感个人信息，将加密保存，预览里不显示内容。").format(columns=_("、").join(sealed))
        )
    if missing := missing_columns(table.columns):
        notes.append(_("名单里没有“{columns}”列，付印和发通知前要补齐。").format(columns=_("、").join(missing)))
    found = {key: str(by_key()[key].label) for key in table.columns}
    return {"sheet": table.sheet, "heading_row": table.heading_row, "columns": found, "notes": notes}


def _write_rows(batch: ImportBatch, rows: Iterable[Planned], progress: Progress | None) -> dict[str, int]:
    counts: Counter[str] = Counter()
    waiting: list[ImportRow] = []
    for one in rows:
        counts[one.outcome] += 1
        most = SAMPLE if one.outcome == RowOutcome.NEW and not one.reasons else SHOWN
        if one.outcome != RowOutcome.SAME and counts[one.outcome] <= most:
            waiting.append(row_of(batch, one))
        if len(waiting) >= 500:
            ImportRow.objects.bulk_create(waiting)
            waiting = []
        if progress and sum(counts.values()) % 2000 == 0:
            progress(sum(counts.values()), 0)
    ImportRow.objects.bulk_create(waiting)
    return dict(counts)


@unasked("makes rows for services that have asked")
def row_of(batch: ImportBatch, one: Planned) -> ImportRow:
    """The row to be shown. What was typed is kept of refused rows only, for the file of corrections."""
    is_refused = one.outcome == RowOutcome.REFUSED
    return ImportRow(
        batch=batch,
        sheet=one.row.sheet[:60],
        number=one.row.number,
        outcome=one.outcome,
        name=one.name[:120],
        attendee_id=one.person_id,
        cells=one.cells,
        texts=one.row.texts if is_refused else {},
        reasons=[asdict(p) for p in one.row.problems if p.severity == "refused"] if is_refused else one.reasons,
    )


@unasked("part of reading and of taking up lists, which nobody calls")
def refuse_list(batch: ImportBatch, refusal: Refusal) -> None:
    """The batch says why it was not read."""
    from huiwu.foundation.middleware import sentence_of

    batch.layout |= {"refusal": sentence_of(refusal), "code": refusal.code}
    batch.state = BatchState.REFUSED
    batch.save(update_fields=["layout", "state", "updated_at"])


@unasked("part of taking in and of taking up lists, which nobody calls")
@transaction.atomic
def finish(batch: ImportBatch, actor: Actor, *, is_whole: bool) -> None:
    """What was written is counted and told; the file goes."""
    added = batch.attendees.count()
    changed = batch.rows.exclude(before={}).count()
    batch.counts |= {"added": added, "updated": changed}
    if not is_whole:
        batch.layout["stopped"] = True
    batch.state, batch.done_at = BatchState.DONE, clock.now()
    batch.rows.filter(outcome=RowOutcome.NEW).delete()
    forget_file(batch)
    batch.save(update_fields=["counts", "layout", "state", "done_at", "file", "updated_at"])
    fact = ListTakenIn(meeting_id=batch.meeting_id, batch_id=batch.pk, added=added, changed=changed)
    record(fact, actor=actor, org_id=batch.meeting.org_id)
