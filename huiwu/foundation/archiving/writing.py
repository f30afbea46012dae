"""A meeting's records and files into one archive."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from uuid import UUID
from zipfile import ZipFile

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Q

import huiwu
from huiwu.foundation.archiving.columns import columns_of, emails_in, instant, is_file, to_json, with_emails
from huiwu.foundation.archiving.errors import ArchiveNotWhole
from huiwu.foundation.archiving.layout import (
    FACTS,
    FILES,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    OWN_NAMES,
    PEOPLE,
    STORED_FILES,
    Part,
    digest_of,
    page_of,
    put,
    write_lines,
)
from huiwu.foundation.files import path_of
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.registry.archive import ModelRecords, kinds_in_order

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds: records by kind, and files."""

    counts: dict[str, int]
    file_count: int


@dataclass(slots=True)
class _Gathering:
    """One export in work. `ids` are the rows written per model; `named` the e-mails and `files` the kept files met so far."""

    meeting: Any
    folder: Path
    people: dict[str, str]
    names: dict[str, str]
    parts: dict[str, Part] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    ids: dict[Any, set[UUID]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    files: set[UUID] = field(default_factory=set)

    def write(self, name: str, records: Iterator[dict[str, Any]]) -> None:
        self.parts[name], self.counts[name.removesuffix(".jsonl")] = write_lines(self.folder / name, records)


def write_archive(meeting: Any, into: IO[bytes]) -> Written:
    """Write the archive of `meeting` (a row of the kind that is the meeting) to a seekable binary file.

    All records are read in one transaction. The same records give the same bytes. Raises ArchiveNotWhole when a kept
    file is gone.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".archive-", dir=settings.DATA) as folder:
        gathering = _gathered(meeting, Path(folder))
        hashes = _files_of(gathering)
        _write_zip(gathering, hashes, into)
    return Written(gathering.counts, len(hashes))


def _gathered(meeting: Any, folder: Path) -> _Gathering:
    with transaction.atomic():
        _see_one_moment()
        rows = get_user_model().objects.values_list("pk", "email", "name")
        people = {str(pk): (email, name) for pk, email, name in rows}
        gathering = _Gathering(meeting, folder, {pk: email for pk, (email, _) in people.items()}, dict(people.values()))
        for kind in kinds_in_order():
            gathering.write(f"{kind.name}.jsonl", _records(kind, gathering))
        gathering.write(FACTS, _facts(gathering))
        gathering.write(STORED_FILES, _stored(gathering))
        named = sorted(gathering.named)
        gathering.write(PEOPLE, ({"email": email, "name": gathering.names[email]} for email in named))
    return gathering


def _see_one_moment() -> None:
    """PostgreSQL shows each query its own moment unless told otherwise, which only the first of a transaction can."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _records(kind: ModelRecords, gathering: _Gathering) -> Iterator[dict[str, Any]]:
    ids = gathering.ids.setdefault(kind.model, set())
    manager = kind.model._base_manager
    of_meeting = manager.filter(**{kind.meeting_path: gathering.meeting.pk}).values("pk")
    found = manager.filter(pk__in=of_meeting).order_by("pk")  # a path over many rows would name a record many times
    if kind.chosen is not None:
        found = found.filter(pk__in=list(kind.chosen(gathering.meeting)))
    own = set(found.values_list("pk", flat=True)) if _refers_to_itself(kind) else set()
    ids |= own
    for row in found.iterator(chunk_size=CHUNK):
        ids.add(row.pk)
        yield _record(kind, row, gathering)


def _refers_to_itself(kind: ModelRecords) -> bool:
    return any(column.refers_to is kind.model for column in columns_of(kind))


def _record(kind: ModelRecords, row: Any, gathering: _Gathering) -> dict[str, Any]:
    record = {}
    for column in columns_of(kind):
        value = to_json(column, row, gathering.people)
        if value is not None and column.is_person:
            gathering.named.add(value)
        elif value is not None and is_file(column):
            gathering.files.add(UUID(value))
        elif value is not None and column.refers_to is not None:
            if UUID(value) not in gathering.ids.get(column.refers_to, ()):
                value = None  # belongs to another meeting, and stays there
        else:
            gathering.named.update(emails_in(value))
        record[column.name] = value
    return record


def _facts(gathering: _Gathering) -> Iterator[dict[str, Any]]:
    """The meeting's history, oldest first; people by e-mail, as everywhere."""
    found = FactRecord.objects.filter(meeting_id=gathering.meeting.pk).order_by("pk")
    for row in found.iterator(chunk_size=CHUNK):
        actor_id = str(row.actor_id) if row.actor_id else None
        record = {
            "uuid": str(row.uuid),
            "kind": row.kind,
            "at_home": row.org_id is not None,
            "actor_kind": row.actor_kind,
            "actor": gathering.people.get(actor_id or "") if row.actor_kind == "user" else None,
            "happened_at": instant(row.happened_at),
            "payload": with_emails(row.payload, gathering.people),
        }
        record["actor_id"] = None if record["actor"] else actor_id
        gathering.named.update(emails_in(record["payload"]), [record["actor"]] if record["actor"] else [])
        yield record


def _stored(gathering: _Gathering) -> Iterator[dict[str, Any]]:
    found = StoredFile.objects.filter(Q(meeting_id=gathering.meeting.pk) | Q(pk__in=gathering.files)).order_by("pk")
    for row in found:
        keeper = gathering.people.get(str(row.kept_by)) if row.kept_by else None
        if keeper:
            gathering.named.add(keeper)
        yield {
            "id": str(row.pk),
            "sha256": row.sha256,
            "name": row.name,
            "media_type": row.media_type,
            "size": row.size,
            "of_meeting": row.meeting_id is not None,
            "kept_by": keeper,
            "created_at": instant(row.created_at),
            "updated_at": instant(row.updated_at),
        }


def _files_of(gathering: _Gathering) -> list[str]:
    """Hashes of the files' contents, each once. Reads every content, so that a damaged one is found here and not later."""
    found = StoredFile.objects.filter(Q(meeting_id=gathering.meeting.pk) | Q(pk__in=gathering.files))
    names = dict(found.order_by("pk").values_list("sha256", "name"))
    for sha256, name in names.items():
        path = path_of(sha256)
        if not path.is_file():
            raise ArchiveNotWhole(name=name)
        with path.open("rb") as content:
            part = digest_of(content)
        if part.sha256 != sha256:
            raise ArchiveNotWhole(name=name)
        gathering.parts[f"{FILES}{sha256}"] = part
    return sorted(names)


def _write_zip(gathering: _Gathering, hashes: list[str], into: IO[bytes]) -> None:
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "huiwu_version": huiwu.__version__,
        "meeting": str(gathering.meeting.pk),
        "counts": gathering.counts,
        "files": {name: {"sha256": p.sha256, "size": p.size} for name, p in gathering.parts.items()},
    }
    with ZipFile(into, "w", allowZip64=True) as archive:
        page = page_of(manifest)
        put(archive, MANIFEST, io.BytesIO(page), len(page))
        for name in (PEOPLE, *(f"{kind.name}.jsonl" for kind in kinds_in_order()), *OWN_NAMES[1:]):
            with (gathering.folder / name).open("rb") as content:
                put(archive, name, content, gathering.parts[name].size)
        for sha256 in hashes:
            with path_of(sha256).open("rb") as content:
                put(archive, f"{FILES}{sha256}", content, gathering.parts[f"{FILES}{sha256}"].size)
