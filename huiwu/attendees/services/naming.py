"""What follows from a person's name: sorting and search keys. The one place where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from uuid import UUID

from django.db import connection

from huiwu.attendees import bridge
from huiwu.attendees.models import Attendee, NamePiece, OrganisationPiece
from huiwu.attendees.rules import phones
from huiwu.foundation.permission import unasked

FOLLOWS = ("family_name", "given_name", "pinyin", "initials", "stroke_key", "search_text", "mobile_tail")
"""Columns written here; part of every update of a name, reading, organisation or mobile."""
ROWS_AT_ONCE = 500
Row = tuple[UUID | str, ...]


@unasked("fills columns of a row that the calling service writes after it asked")
def write_keys(row: Attendee) -> None:
    """Set the columns of FOLLOWS from name, reading, organisation and mobile; the caller saves, then `write_pieces`."""
    keys = bridge.keys_of(row)
    row.family_name, row.given_name = keys.family_name[:40], keys.given_name[:60]
    row.pinyin, row.initials, row.stroke_key = keys.pinyin[:200], keys.initials[:40], keys.stroke_key[:200]
    row.mobile_tail = phones.tail(row.mobile)
    texts = (row.display_name, "".join(row.pinyin.split()), row.initials, row.name_en, row.org_name, row.org_short)
    row.search_text = "|".join(filter(None, (bridge.piece(text) for text in texts)))[:1000]


@unasked("writes the index of rows that the calling service wrote after it asked")
def write_pieces(rows: Sequence[Attendee], *, are_new: bool = False) -> None:
    """Write what the people are found by (queries.finding). Call after they were saved, in the same transaction."""
    if not rows:
        return
    if not are_new:
        forget_pieces([row.pk for row in rows])
    made, key = [], _key()
    for row in rows:
        meeting_id, pk = key(row.meeting_id), key(row.pk)
        made += [(meeting_id, piece, pk) for piece in bridge.pieces_of(row)]
    _insert(NamePiece, ("meeting_id", "piece", "attendee_id"), made)
    _write_organisations(rows)


@unasked("part of erasing and merging, which ask")
def forget_pieces(attendee_ids: Sequence[UUID]) -> None:
    """The people are not found any more."""
    for start in range(0, len(attendee_ids), ROWS_AT_ONCE):
        NamePiece.objects.filter(attendee__in=attendee_ids[start : start + ROWS_AT_ONCE]).delete()


def _write_organisations(rows: Sequence[Attendee]) -> None:
    """An organisation is kept once in a meeting, however many come from it; its short name leads to it too."""
    wanted = {(row.meeting_id, row.org_name, short) for row in rows if row.org_name for short in ("", row.org_short)}
    there = set()
    for some in _portions(sorted({name for _meeting, name, _short in wanted})):
        kept = OrganisationPiece.objects.filter(meeting__in={row.meeting_id for row in rows}, org_name__in=some)
        there |= set(kept.values_list("meeting", "org_name", "source").distinct())
    key = _key()
    made = [
        (key(meeting_id), piece, name, short)
        for meeting_id, name, short in wanted - there
        for piece in bridge.pieces_of_text(short or name)
    ]
    _insert(OrganisationPiece, ("meeting_id", "piece", "org_name", "source"), made)


def _key() -> Callable[[UUID], UUID | str]:
    """How the database takes a key."""
    return (lambda value: value) if connection.features.has_native_uuid_field else attrgetter("hex")


def _portions(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + ROWS_AT_ONCE] for start in range(0, len(values), ROWS_AT_ONCE))


def _insert(model: type[NamePiece] | type[OrganisationPiece], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Many small rows at once, as fast as the database takes them."""
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  our own names
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
