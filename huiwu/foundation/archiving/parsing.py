"""The inside of an archive: every line, column and reference, judged before anything is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from huiwu.foundation.archiving.columns import (
    Column,
    Known,
    Unreadable,
    columns_of,
    default_of,
    from_json,
    home_columns,
    is_file,
    with_ids,
)
from huiwu.foundation.archiving.errors import ArchiveDamaged
from huiwu.foundation.archiving.layout import FACTS, PEOPLE, STORED_FILES
from huiwu.foundation.archiving.opening import Opened
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.registry.archive import ModelRecords, kinds_in_order

LONGEST_LINE = 64_000_000
ACTOR_KINDS = ("user", "link", "system")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the archive; shown as `file:line column`."""

    file: str
    line: int

    def at(self, column: str = "") -> str:
        return f"{self.file}:{self.line} {column}".strip()

    def fault(self, why: str, column: str = "") -> ArchiveDamaged:
        return ArchiveDamaged(place=self.at(column), why=why)


@dataclass(slots=True)
class Found:
    """One record ready to be written, and where it stood."""

    place: Place
    row: Any


@dataclass(slots=True)
class Content:
    """Everything in the archive as unsaved rows."""

    meeting_id: UUID
    records: dict[str, list[Found]] = field(default_factory=dict)
    facts: list[Found] = field(default_factory=list)
    files: list[Found] = field(default_factory=list)


def people_of(archive: Opened) -> dict[str, str]:
    """E-mail → name of everybody whom the records name."""
    people: dict[str, str] = {}
    for place, record in _lines(archive, PEOPLE):
        email, name = record.get("email"), record.get("name")
        if not isinstance(name, str) or not 0 < len(name) <= 80:
            raise place.fault(_("姓名应为 1–80 个字"), "name")
        if not isinstance(email, str) or not _is_email(email) or email in people:
            raise place.fault(_("邮箱不可用或重复"), "email")
        people[email] = name
    return people


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254 and text == text.strip().lower()


def content_of(archive: Opened, home_id: UUID, known: Known) -> Content:
    """Every row, with its references checked. `known` gives the id of a person by e-mail. Raises ArchiveDamaged."""
    content = Content(_meeting_id(archive))
    content.files = [_stored(place, record, content, known) for place, record in _lines(archive, STORED_FILES)]
    ids: dict[Any, set[UUID]] = {StoredFile: _ids(content.files)}
    for kind in kinds_in_order():
        name = f"{kind.name}.jsonl"
        lines = _lines(archive, name) if name in archive.parts else iter(())
        found = [Found(place, _row(kind, place, record, home_id, known)) for place, record in lines]
        ids[kind.model] = ids.get(kind.model, set()) | _ids(found)
        _verify_references(kind, found, ids)
        content.records[kind.name] = found
        if kind.is_meeting:
            _verify_meeting(content, kind)
    _verify_files(content, archive)
    content.facts = [_fact(place, record, content, home_id, known) for place, record in _lines(archive, FACTS)]
    return content


def _meeting_id(archive: Opened) -> UUID:
    try:
        return UUID(archive.meeting)
    except ValueError:
        raise ArchiveDamaged(place="manifest.json meeting", why=_("不是 UUID")) from None


def _lines(archive: Opened, name: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    number = 0
    with archive.zip.open(name) as file:
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            yield Place(name, number), _object(raw, Place(name, number))
    kind = name.removesuffix(".jsonl")
    if archive.counts.get(kind) != number:
        why = _("清单说有 {told} 条，实有 {found} 条。").format(told=archive.counts.get(kind), found=number)
        raise ArchiveDamaged(place=f"{name}:{number}", why=why)


def _object(raw: bytes, place: Place) -> dict[str, Any]:
    try:
        record = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise place.fault(_("不是一行 JSON。")) from fault
    if not isinstance(record, dict) or not raw.endswith(b"\n"):
        raise place.fault(_("不是一行 JSON。"))
    _verify_texts(record, place, "")
    return record


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _verify_texts(value: Any, place: Place, column: str) -> None:
    """No NUL and no half of a character: one database refuses them, the other keeps them."""
    if isinstance(value, dict):
        for key, part in value.items():
            _verify_texts(key, place, column or key)
            _verify_texts(part, place, column or key)
    elif isinstance(value, list):
        for part in value:
            _verify_texts(part, place, column)
    elif isinstance(value, str) and ("\0" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise place.fault(_("含有不能保存的字符。"), column)


def _row(kind: ModelRecords, place: Place, record: dict[str, Any], home_id: UUID, known: Known) -> Any:
    columns = columns_of(kind)
    if strange := record.keys() - {column.name for column in columns}:
        raise place.fault(_("没有这一列"), min(strange))
    values = {column.field.attname: _value(column, record, place, known) for column in columns}
    return kind.model(**values, **dict.fromkeys(home_columns(kind), home_id))


def _value(column: Column, record: dict[str, Any], place: Place, known: Known) -> Any:
    try:
        if column.name not in record:
            return default_of(column)
        return from_json(column, record[column.name], known)
    except Unreadable as fault:
        raise place.fault(str(fault), column.name) from fault


def _ids(found: list[Found]) -> set[UUID]:
    ids: set[UUID] = set()
    for item in found:
        if item.row.pk in ids:
            raise item.place.fault(_("同一个 id 出现了两次。"), "id")
        ids.add(item.row.pk)
    return ids


def _verify_references(kind: ModelRecords, found: list[Found], ids: dict[Any, set[UUID]]) -> None:
    columns = [column for column in columns_of(kind) if column.refers_to is not None]
    root = kind.meeting_path.partition("__")[0]
    for item in found:
        for column in columns:
            target = getattr(item.row, column.field.attname)
            if target is not None and target not in ids.get(column.refers_to, ()):
                raise item.place.fault(_("所指的记录不在档案中。"), column.name)
            if target is None and column.name == root:
                raise item.place.fault(_("没有说明属于哪个会议。"), column.name)


def _verify_meeting(content: Content, kind: ModelRecords) -> None:
    found = content.records[kind.name]
    if [item.row.pk for item in found] != [content.meeting_id]:
        place = found[-1].place.at("id") if found else f"{kind.name}.jsonl"
        raise ArchiveDamaged(place=place, why=_("档案应当恰有一个会议，即清单所说的那个。"))


def _stored(place: Place, record: dict[str, Any], content: Content, known: Known) -> Found:
    row = StoredFile(meeting_id=content.meeting_id if record.get("of_meeting") is True else None)
    expected = {"id", "sha256", "name", "media_type", "size", "created_at", "updated_at"}
    if record.keys() != expected | {"of_meeting", "kept_by"}:
        raise place.fault(_("列不对"), min(record.keys() ^ (expected | {"of_meeting", "kept_by"})))
    for name in sorted(expected):
        column = Column(StoredFile._meta.get_field(name), False, None, False)
        setattr(row, name, _value(column, record, place, known))
    row.kept_by = _known_person(record["kept_by"], place, "kept_by", known)
    return Found(place, row)


def _known_person(email: Any, place: Place, column: str, known: Known) -> Any:
    if email is None:
        return None
    try:
        return known(email)
    except Unreadable as fault:
        raise place.fault(str(fault), column) from fault


def _verify_files(content: Content, archive: Opened) -> None:
    """Each kept file has its content, of its size, and each content its row."""
    used = set()
    for item in content.files:
        part = archive.parts.get(f"files/{item.row.sha256}")
        if part is None:
            raise item.place.fault(_("档案里没有这个文件的内容。"), "sha256")
        if part.size != item.row.size:
            raise item.place.fault(_("长度与清单不符。"), "size")
        used.add(item.row.sha256)
    if stray := archive.hashes - used:
        raise ArchiveDamaged(place=f"files/{min(stray)}", why=_("没有记录用到这个文件。"))
    named = {
        getattr(item.row, column.field.attname)
        for kind in kinds_in_order()
        for column in columns_of(kind)
        if is_file(column)
        for item in content.records[kind.name]
    }
    for item in content.files:
        if item.row.meeting_id is None and item.row.pk not in named:
            raise item.place.fault(_("没有记录用到这个文件。"), "id")


def _fact(place: Place, record: dict[str, Any], content: Content, home_id: UUID, known: Known) -> Found:
    expected = {"uuid", "kind", "at_home", "actor_kind", "actor", "actor_id", "happened_at", "payload"}
    if record.keys() != expected:
        raise place.fault(_("列不对"), min(record.keys() ^ expected))
    row = FactRecord(meeting_id=content.meeting_id, org_id=home_id if record["at_home"] is True else None)
    for name in ("uuid", "kind", "actor_kind", "actor_id", "happened_at"):
        column = Column(FactRecord._meta.get_field(name), False, None, False)
        setattr(row, name, _value(column, record, place, known))
    if row.actor_kind not in ACTOR_KINDS or not isinstance(record["payload"], dict):
        raise place.fault(_("没有这个取值"), "actor_kind")
    if record["actor"] is not None:
        row.actor_id = _known_person(record["actor"], place, "actor", known)
    try:
        row.payload = with_ids(record["payload"], known)
    except Unreadable as fault:
        raise place.fault(str(fault), "payload") from fault
    return Found(place, row)
