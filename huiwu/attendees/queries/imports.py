"""Lists that were uploaded: their state, the rows a person should see, what there is to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.attendees.choices import GIVE_LIST, BatchState, RowOutcome
from huiwu.attendees.models import ImportBatch, ImportRow
from huiwu.foundation.sheets import Problem, Row
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting

DRAFT = Q(link__isnull=False, handed_at=None)
"""The client is still looking it through."""
OURS = ("note", "tags")
"""What the team writes for itself."""
SHOWN = (RowOutcome.CONFLICT, RowOutcome.REFUSED, RowOutcome.CHANGED, RowOutcome.NEW, RowOutcome.SAME)


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    code: str
    label: str
    count: int


def batches_of(meeting: Meeting) -> QuerySet[ImportBatch]:
    """The meeting's lists, newest first; without what the client is still looking through."""
    return _all().filter(meeting=meeting).exclude(DRAFT).exclude(state=BatchState.DROPPED)


def batch_of(meeting: Meeting, batch_id: UUID) -> ImportBatch:
    """Raises NotFound."""
    found = _all().filter(meeting=meeting, pk=batch_id).exclude(DRAFT).select_related("file").first()
    if found is None:
        raise NotFound
    return found


def given_by(link: ScopedLink) -> QuerySet[ImportBatch]:
    """The lists that came by this link, newest first."""
    return _all().filter(link=link).exclude(state=BatchState.DROPPED)


def given_batch(link: ScopedLink, batch_id: UUID) -> ImportBatch:
    """One list of this link. Raises NotFound."""
    found = given_by(link).filter(pk=batch_id).select_related("file").first()
    if found is None:
        raise NotFound
    return found


def doors_of(meeting: Meeting) -> QuerySet[ScopedLink]:
    """The links by which the client may give lists, newest first."""
    return ScopedLink.objects.filter(meeting_id=meeting.pk, purpose=GIVE_LIST).order_by("-created_at")


def for_sender(row: ImportRow) -> ImportRow:
    """The row as the client may see it: what they wrote, and of what stands here only what lists brought."""
    if row.outcome == RowOutcome.CONFLICT:
        row.cells = [[key, label, "", after, False] for key, label, _before, after, _doubt in row.cells]
        row.reasons = [_("与会务组已有的记录不一致，或可能是同一人；由会务组核对后决定。")]
    else:
        row.cells = [
            [key, label, "" if key in OURS else before, after, doubt] for key, label, before, after, doubt in row.cells
        ]
    return row


def _all() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("made_by", "link")


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
