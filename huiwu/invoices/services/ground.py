"""What the verbs share: permission for a meeting or the organisation, and writing an invoice from its sources anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.permission import require, unasked
from huiwu.invoices.bridge import JUDGED, Composed, Ground, compose, line_rows, sources_of
from huiwu.invoices.models import Invoice, InvoiceLine
from huiwu.invoices.queries.titles import plain_titles
from huiwu.invoices.rules.judging import Entity
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

Titles = Mapping[Entity, UUID]


def require_on(actor: Actor, meeting: Meeting | None, org_id: UUID, permission: str) -> None:
    """`permission` of the meeting; for an invoice of none, to keep those of the organisation."""
    if meeting is None:
        require(actor, "invoices.keep_unassigned", org_id)
    else:
        require(actor, permission, meeting)


def today_of(meeting: Meeting | None) -> date:
    return clock.today(meeting.time_zone) if meeting else clock.today()


@unasked("writes what the invoice's own sources say; every caller asked")
def recompose(invoice: Invoice, titles: Titles | None = None, **values: Any) -> Composed:
    """Join and judge the invoice again after a source, its meeting or its contract changed, and write it with `values`.

    Call inside the transaction that holds the invoice's row.
    """
    for name, value in values.items():
        setattr(invoice, name, value)
    files = list(invoice.files.all())
    titles = plain_titles(invoice.org_id) if titles is None else titles
    ground = Ground(
        titles=titles,
        today=today_of(invoice.meeting),
        received_on=(invoice.received_at or clock.now()).date(),
        direction=invoice.direction,
        signed_on=invoice.contract.signed_on if invoice.contract else None,
        is_reversed_known=invoice.reverses_id is not None,
        file_kinds=frozenset(file.kind for file in files),
    )
    made = compose(sources_of(invoice, files), invoice.troubles, ground, invoice.state)
    columns = {name: made.columns[name] for name in JUDGED}
    invoice_rows = Invoice.objects.filter(pk=invoice.pk)
    invoice_rows.update(**columns, **values, revision=F("revision") + 1, updated_at=clock.now())
    InvoiceLine.objects.filter(invoice=invoice).delete()
    InvoiceLine.objects.bulk_create(line_rows(invoice, made.lines))
    for name, value in columns.items():
        setattr(invoice, name, value)
    invoice.revision += 1
    return made


@unasked("originals go where their invoice goes; every caller asked")
def move_files(invoice: Invoice, meeting: Meeting | None) -> None:
    """The originals belong to the archive of the invoice's meeting."""
    kept = StoredFile.objects.filter(pk__in=invoice.files.values("stored_id"))
    kept.update(meeting_id=meeting.pk if meeting else None, updated_at=clock.now())
