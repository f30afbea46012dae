"""The rows of a list: chosen, ordered, drawn as a sheet of paper or streamed into a workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any
from uuid import UUID

import xlsxwriter
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from huiwu.attendees import bridge
from huiwu.attendees.choices import NOT_COMING, ParticipationState
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries.people import active
from huiwu.attendees.sheets.kinds import ListKind
from huiwu.documents.blocks import Column, Paragraph, Sheet, Table
from huiwu.foundation.sheets import guarded
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

AT_ONCE = 2000
CELL_LIMIT = 32_767
ORDERS: dict[str, tuple[Any, ...]] = {
    "number": ("number",),
    "strokes": ("stroke_key", "number"),
    "pinyin": ("pinyin", "stroke_key", "number"),
    "org": (F("org_order").asc(nulls_last=True), "org_name", "number"),
    "rank": (F("protocol_rank").asc(nulls_last=True), "number"),
}


def people_of(
    meeting: Meeting, kind: ListKind, *, order: str = "number", function_id: UUID | None = None
) -> QuerySet[Attendee]:
    """Who is on the list. Those who said no are left out, except of lists of everybody."""
    rows = active(meeting).select_related("delegation")
    if not kind.all_states:
        rows = rows.exclude(presence__in=NOT_COMING)
    if function_id:
        states = (ParticipationState.EXPECTED, ParticipationState.CONFIRMED)
        rows = rows.filter(participations__function=function_id, participations__state__in=states)
    return rows.order_by(*ORDERS.get(order, ORDERS["number"]))


def ordered(rows: QuerySet[Attendee], order: str, single_name: bridge.SingleName) -> Iterable[Attendee]:
    """The rows in their order; COMPARE of one-character names is worked out here, the rest by the database."""
    if order == "strokes" and single_name == bridge.COMPARE:
        return sorted(rows, key=lambda row: (bridge.order_of(row, "strokes", single_name), row.number))
    return rows.iterator(chunk_size=AT_ONCE)


def cells(kind: ListKind, people: Iterable[Attendee]) -> Iterator[tuple[str, ...]]:
    takes = [one.take for one in kind.fields]
    return (tuple(take(row) for take in takes) for row in people)


def sheet(
    meeting: Meeting,
    kind: ListKind,
    rows: Iterable[tuple[str, ...]],
    *,
    heads: Sequence[str] = (),
    subtitle: str = "",
    note: str = "",
) -> Sheet:
    """A sheet of paper for PDF and Word; `heads` are those of all columns, where more follow those of the kind."""
    more = tuple(Column(head, 1.0) for head in heads[len(kind.fields) :])
    plain = tuple(Column(str(one.title), one.width) for one in kind.fields)
    columns = (Column(_("序"), 0.4, kind="number"), *plain, *more)
    numbered = [(nth, *row) for nth, row in enumerate(rows, 1)]
    counted = _("共 {count} 人").format(count=len(numbered))
    said = "　".join(filter(None, [subtitle, counted]))
    return sheet_of(meeting, str(kind.title), columns, numbered, subtitle=said, note=note)


def sheet_of(
    meeting: Meeting,
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[Any, ...]],
    *,
    subtitle: str,
    note: str,
) -> Sheet:
    """Any table about the people of a meeting as a sheet of paper."""
    return Sheet(
        title=title,
        subtitle=subtitle,
        meeting_name=meeting.name,
        dated_on=clock.now().astimezone(meeting.zone).date(),
        blocks=(*((Paragraph(note, indent=False),) if note else ()), Table(columns, tuple(rows))),
        issuer=meeting.org.name,
    )


def workbook(title: str, heads: Sequence[str], rows: Iterable[tuple[str, ...]]) -> IO[bytes]:
    """A workbook written row by row: text only, nothing can start a formula. To be closed by the caller."""
    made = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F0EDE8", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for x, name in enumerate(heads):
            page.set_column(x, x, 28 if x == 5 else 14, text)
            page.write_string(0, x, guarded(name), head)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        write = page.write_string
        for y, row in enumerate(rows, 1):
            for x, value in enumerate(row):
                if value:
                    write(y, x, guarded(value)[:CELL_LIMIT], text)
    made.seek(0)
    return made


def comma_separated(heads: Sequence[str], rows: Iterable[tuple[str, ...]]) -> IO[bytes]:
    """CSV with the mark that spreadsheets need to read Chinese (EX-204); figures longer than a spreadsheet keeps, and
    phones, as text formulas would be formulas: they stay plain, and the workbook is the form to keep them."""
    made = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    wrapped = io.TextIOWrapper(made, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(wrapped)
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([guarded(value) for value in row] for row in rows)
    wrapped.detach()
    made.seek(0)
    return made
