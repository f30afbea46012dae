"""An archive's records and files into this installation: all of it or nothing."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiwu.foundation.archiving.columns import Unreadable, home_columns
from huiwu.foundation.archiving.errors import ArchiveClashes, MeetingAlreadyHere
from huiwu.foundation.archiving.layout import FILES, PIECE
from huiwu.foundation.archiving.opening import Opened, opened
from huiwu.foundation.archiving.parsing import Content, Found, content_of, people_of
from huiwu.foundation.errors import StorageFull
from huiwu.foundation.files import path_of
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.registry.archive import ModelRecords, kinds_in_order

BATCH = 400


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an import brought. `new_people` were made without password and inactive; `kept` shared rows were here already."""

    meeting_id: UUID
    counts: dict[str, int]
    file_count: int
    new_people: int
    kept: int


def put_archive(source: IO[bytes], home_id: UUID) -> Arrived:
    """Write everything in the archive as a meeting of the home, in the caller's transaction if there is one.

    Raises ArchiveForeign, ArchiveDamaged, ArchiveClashes, MeetingAlreadyHere, StorageFull: then nothing has changed.
    """
    with opened(source) as archive, _placed_files(archive), transaction.atomic():
        people, is_new = _people(people_of(archive))
        content = content_of(archive, home_id, _known(people))
        _refuse_present_meeting(content)
        kept = 0
        for kind in kinds_in_order():
            kept += _write(kind, content.records[kind.name], home_id)
        _insert_new(content.files)
        _write_facts(content.facts)
    return Arrived(content.meeting_id, archive.counts, len(archive.hashes), is_new, kept)


def _people(named: dict[str, str]) -> tuple[dict[str, UUID], int]:
    """Ids of everybody named. Who is unknown here becomes a person without password who cannot log in."""
    model = get_user_model()
    here = dict(model.objects.filter(email__in=list(named)).values_list("email", "pk"))
    strangers = [email for email in named if email not in here]
    for email in strangers:
        closed = {"name": named[email], "is_active": False, "password": make_password(None)}
        here[email] = model.objects.get_or_create(email=email, defaults=closed)[0].pk
    return here, len(strangers)


def _known(people: dict[str, UUID]) -> Any:
    def known(email: Any) -> UUID:
        if not isinstance(email, str) or email not in people:
            raise Unreadable(_("people.jsonl 里没有这个人。"))
        return people[email]

    return known


def _refuse_present_meeting(content: Content) -> None:
    meeting = content.records["meetings"][0].row
    present = type(meeting)._base_manager.filter(pk=meeting.pk).first()
    if present is not None:
        raise MeetingAlreadyHere(name=str(present))


def _write(kind: ModelRecords, found: list[Found], home_id: UUID) -> int:
    """Insert the rows exactly as they are; returns how many shared ones were here already and stay as they are."""
    present = _present(kind.model, [item.row.pk for item in found])
    named = _named_at_home(kind, home_id)
    kept = len(present)
    for item in found:
        if item.row.pk not in present and _name_of(kind, item.row) in named:
            kept += 1
        elif item.row.pk not in present:
            _insert(item)
        elif not kind.is_shared or not _is_of_home(kind, present[item.row.pk], home_id):
            raise ArchiveClashes(place=item.place.at("id"), why=_("已有同一 id 的记录。"))
    return kept


def _name_of(kind: ModelRecords, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in kind.natural_key)


def _named_at_home(kind: ModelRecords, home_id: UUID) -> set[tuple[Any, ...]]:
    """Natural keys that rows of the home have already; an empty key names nothing."""
    if not kind.natural_key:
        return set()
    own = kind.model._base_manager.filter(**dict.fromkeys(home_columns(kind), home_id))
    return set(own.values_list(*kind.natural_key))


def _present(model: Any, ids: list[UUID]) -> dict[UUID, Any]:
    found: dict[UUID, Any] = {}
    for start in range(0, len(ids), BATCH):
        found |= model._base_manager.in_bulk(ids[start : start + BATCH])
    return found


def _is_of_home(kind: ModelRecords, row: Any, home_id: UUID) -> bool:
    return all(getattr(row, attribute) == home_id for attribute in home_columns(kind))


def _insert(item: Found) -> None:
    """`raw`: the times of making and saving are those of the archive."""
    try:
        item.row.save_base(raw=True, force_insert=True)
    except IntegrityError as fault:
        raise ArchiveClashes(place=item.place.at(), why=_told(fault)) from fault


def _told(fault: IntegrityError) -> str:
    """The database's own words name the constraint."""
    return str(fault).strip().splitlines()[0]


def _insert_new(files: list[Found]) -> None:
    if not files:
        return
    present = _present(type(files[0].row), [item.row.pk for item in files])
    for item in files:
        if item.row.pk in present:
            raise ArchiveClashes(place=item.place.at("id"), why=_("已有同一 id 的记录。"))
        _insert(item)


def _write_facts(facts: list[Found]) -> None:
    """History outlives its meeting: what is still here from the same meeting stays; anything else of that id clashes."""
    for start in range(0, len(facts), BATCH):
        part = facts[start : start + BATCH]
        here = {row.uuid: row for row in FactRecord.objects.filter(uuid__in=[item.row.uuid for item in part])}
        for item in part:
            present = here.get(item.row.uuid)
            if present and (present.meeting_id, present.kind) != (item.row.meeting_id, item.row.kind):
                raise ArchiveClashes(place=item.place.at("uuid"), why=_("已有同一 id 的记录。"))
        FactRecord.objects.bulk_create([item.row for item in part if item.row.uuid not in here])


@contextmanager
def _placed_files(archive: Opened) -> Iterator[None]:
    """Contents that are not here yet are put in place first, and taken away again if the import does not happen."""
    placed: list[Path] = []
    try:
        for sha256 in sorted(archive.hashes):
            place = path_of(sha256)
            if not place.exists():
                _place(archive, sha256, place)
                placed.append(place)
        yield
    except BaseException:
        _take_away(placed)
        raise


def _take_away(placed: list[Path]) -> None:
    """Unless somebody else has kept the same content meanwhile."""
    wanted = set(
        StoredFile.objects.filter(sha256__in=[place.name for place in placed]).values_list("sha256", flat=True)
    )
    for place in placed:
        if place.name not in wanted:
            with suppress(OSError):
                place.unlink()


def _place(archive: Opened, sha256: str, place: Path) -> None:
    part = Path(settings.MEDIA_ROOT) / f".{secrets.token_hex(12)}.part"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.zip.open(f"{FILES}{sha256}") as content, part.open("xb") as into:
            shutil.copyfileobj(content, into, PIECE)
            into.flush()
            os.fsync(into.fileno())
        part.replace(place)
    except OSError as fault:
        raise StorageFull from fault
    finally:
        with suppress(OSError):
            part.unlink()
