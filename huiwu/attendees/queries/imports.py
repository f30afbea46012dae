"""Lists that were uploaded: their state, the rows a person should see, what there is to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from huiwu.attendees.choices import BatchState, RowOutcome
from huiwu.attendees.models import ImportBatch, ImportRow
from huiwu.foundation.sheets import Problem, Row
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting

SHOWN = (RowOutcome.CONFLICT, RowOutcome.REFUSED, RowOutcome.CHANGED, RowOutcome.NEW, RowOutcome.SAME)


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    code: str
    label: str
    count: int


def batches_of(meeting: Meeting) -> QuerySet[ImportBatch]:
    """The meeting's lists, newest first."""
    return ImportBatch.objects.filter(meeting=meeting).exclude(state=BatchState.DROPPED).select_related("made_by")


def batch_of(meeting: Meeting, batch_id: UUID) -> ImportBatch:
    """Raises NotFound."""
    found = ImportBatch.objects.filter(meeting=meeting, pk=batch_id).select_related("made_by", "file").first()
    if found is None:
        raise NotFound
    return found


def counts_of(batch: ImportBatch) -> list[OutcomeCount]:
    """How many rows have which outcome, those to be looked at first."""
    return [OutcomeCount(code, str(RowOutcome(code).label), batch.counts.get(code, 0)) for code in SHOWN]


def rows_of(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportRow]:
    """Rows kept to be seen, as in the list; an outcome that does not exist shows all."""
    rows = batch.rows.order_by("number", "sheet")
    return rows.filter(outcome=outcome) if outcome in RowOutcome.values else rows


def undecided(batch: ImportBatch) -> int:
    """Rows in doubt without a decision of their own."""
    return batch.rows.filter(outcome=RowOutcome.CONFLICT, choice="").count()


def refused_rows(batch: ImportBatch) -> Iterator[Row]:
    """The refused rows as they were typed, with their reasons, for the file of corrections."""
    for row in rows_of(batch, RowOutcome.REFUSED).iterator(chunk_size=1000):
        yield Row(row.sheet, row.number, {}, row.texts, [Problem(**problem) for problem in row.reasons])
