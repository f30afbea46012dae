"""Lists of people over the REST API (contracts.md): the dry run, and taking in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from huiwu.attendees.choices import BatchState, RowOutcome
from huiwu.attendees.models import ImportBatch
from huiwu.attendees.queries.imports import rows_of
from huiwu.attendees.services import importing
from huiwu.foundation.actors import Actor
from huiwu.foundation.api import Problem
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.queries import meeting_for

router = Router(tags=["attendees"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 413: Problem, 415: Problem, 422: Problem}


class ReasonOut(Schema):
    """`column` is the column's key, `place` the cell as a spreadsheet names it."""

    column: str
    place: str
    was: str
    reason: str


class RefusedOut(Schema):
    sheet: str
    row: int
    name: str
    reasons: list[ReasonOut]


class ImportOut(Schema):
    """`counts`: rows of the list by outcome (new, changed, conflict, refused, same), and once taken in `added` and
    `updated` people. Rows in conflict keep what stands here."""

    id: UUID
    dry_run: bool
    state: str
    counts: dict[str, int]
    notes: list[str]
    refused: list[RefusedOut]


@router.post("/{meeting}/attendees/import", response={200: ImportOut, **REFUSALS}, summary="导入名单")
def import_attendees(
    request: HttpRequest, meeting: str, file: File[UploadedFile], dry_run: Form[bool] = False
) -> dict[str, Any]:
    """An .xlsx or .csv file. With `dry_run` nothing is written; otherwise new and changed rows are taken in at once."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    found = meeting_for(actor, meeting, "attendees.import")
    batch = importing.upload_list(actor=actor, meeting=found, content=file, name=file.name or "", wait=True)
    if batch.state == BatchState.REFUSED:
        raise InvalidInput(detail=batch.layout["refusal"])
    refused = _refused(batch)
    counts = dict(batch.counts)
    notes = batch.layout["notes"]
    if dry_run:
        importing.drop_list(actor=actor, meeting=found, batch_id=batch.pk)
    else:
        batch = importing.confirm_list(actor=actor, meeting=found, batch_id=batch.pk, wait=True)
        counts = batch.counts
    every = {str(code): 0 for code in RowOutcome.values} | counts
    return {
        "id": batch.pk,
        "dry_run": dry_run,
        "state": batch.state,
        "counts": every,
        "notes": notes,
        "refused": refused,
    }


def _refused(batch: ImportBatch) -> list[dict[str, Any]]:
    return [
        {
            "sheet": row.sheet,
            "row": row.number,
            "name": row.name,
            "reasons": [
                {"column": p["key"], "place": p["place"], "was": p["was"], "reason": p["sentence"]} for p in row.reasons
            ],
        }
        for row in rows_of(batch, RowOutcome.REFUSED)
    ]
