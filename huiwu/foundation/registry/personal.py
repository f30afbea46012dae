"""Who holds personal data about the people of a meeting, declared by each capability for its own tables (drawer `personal.py`).

Export, retention and erasure (PIPL art. 45, 47) reach every table through this one list: what stands here is exported to
the person, falls due with its group and is erased with it. A person is named by `subject_id`, the attendee's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldGroup(models.TextChoices):
    """Kinds of personal data that are kept, given away and erased together (compliance.md 4)."""

    IDENTITY = "identity", _("姓名、单位与职务")
    CONTACT = "contact", _("联系方式")
    PRESENCE = "presence", _("邀请、报名与参会记录")
    PORTRAIT = "portrait", _("照片与录音录像")
    MESSAGES = "messages", _("往来消息与回复")
    HISTORY = "history", _("变更记录与导入批次")
    OTHER = "other", _("其他填写内容")
    DIET = "diet", _("餐别")
    HEALTH = "health", _("健康与无障碍需求")
    ID_DOCUMENT = "id_document", _("证件")
    ITINERARY = "itinerary", _("行程")
    LODGING = "lodging", _("住宿")
    ACCOUNT = "account", _("银行账户")
    FACE = "face", _("人脸特征")


SENSITIVE_GROUPS = frozenset(
    {
        FieldGroup.DIET,
        FieldGroup.HEALTH,
        FieldGroup.ID_DOCUMENT,
        FieldGroup.ITINERARY,
        FieldGroup.LODGING,
        FieldGroup.ACCOUNT,
        FieldGroup.FACE,
    }
)
"""PIPL art. 28: asked for with a separate consent, sealed, masked, and the first to be erased."""

DAYS_AFTER = MappingProxyType(
    {group: 30 if group in SENSITIVE_GROUPS else 90 for group in FieldGroup} | {FieldGroup.FACE: 0}
)
"""「默认」 of compliance.md 4, in days after the meeting's last day; a meeting may set its own."""


class Holding(Protocol):
    """What a holder answers. A person of another meeting is nobody: every answer is scoped to `meeting`."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        """(label, value) of everything held about the person, in full, as they would read it themselves."""

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        """Erase it for good, files and search words too, and say how many records changed. Twice is once: then 0.

        Runs inside the caller's transaction.
        """

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        """Everybody of whom anything is still held, each once; one query."""


@dataclass(frozen=True, slots=True)
class Holder:
    """`code` is `<capability>.<class name>`. `fields` names the columns it holds, as exports name them, with their labels."""

    code: str
    group: FieldGroup
    title: Any
    purpose: Any
    sensitive: bool
    days_after: int
    fields: Mapping[str, Any]
    holding: Holding

    def kept(self, meeting: Any, subject_id: UUID) -> str:
        """Why this may not be erased for this person (a law, an open payment); empty when it may."""
        why: Callable[[Any, UUID], str] | None = getattr(self.holding, "kept", None)
        return why(meeting, subject_id) if why else ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What people are known by wherever text was written about them: names, numbers in each spelling, addresses."""

    words: frozenset[str]

    def stand_in(self, value: Any) -> bool:
        """Whether any of them stands in a text, or in any text of a JSON value."""
        return self.struck(value) != value

    def struck(self, value: Any) -> Any:
        """The same text or JSON value with STRUCK in place of each of them. Each length is tried at each place, so that
        twenty thousand names cost what one does."""
        if isinstance(value, str):
            return self._struck(value)
        if isinstance(value, list):
            return [self.struck(one) for one in value]
        if isinstance(value, dict):
            return {self.struck(key): self.struck(one) for key, one in value.items()}
        return value

    def _struck(self, text: str) -> str:
        lengths = sorted({len(word) for word in self.words}, reverse=True)
        parts, at, begun = [], 0, 0
        while at < len(text):
            size = next((size for size in lengths if text[at : at + size] in self.words), 0)
            if size:
                parts += [text[begun:at], STRUCK]
                begun = at + size
            at += size or 1
        return "".join([*parts, text[begun:]]) if parts else text


STRUCK = "（已删除）"
"""What stands in place of an erased name or number in a text that stays."""
PORTION, FEW = 500, 12
Knower = Callable[[Any, Sequence[UUID]], Iterable[str]]
Sweeper = Callable[[Any, Marks], int]
_KNOWERS: list[Knower] = []
_SWEEPERS: list[Sweeper] = []


def known_by(knower: Knower) -> Knower:
    """Register `knower(meeting, subject_ids)`: names, numbers and addresses that these people have, or once had."""
    _KNOWERS.append(knower)
    return knower


def sweeper(sweep: Sweeper) -> Sweeper:
    """Register `sweep(meeting, marks)`: strikes the marks out of texts that belong to nobody in particular (messages, lists
    not yet taken in, findings), within the caller's transaction; how many records changed."""
    _SWEEPERS.append(sweep)
    return sweep


def marks_of(meeting: Any, subject_ids: Sequence[UUID]) -> Marks:
    """To be asked before anything is erased. Words of one letter mean nobody."""
    portions = [subject_ids[start : start + PORTION] for start in range(0, len(subject_ids), PORTION)]
    words = {word.strip() for some in portions for knower in _KNOWERS for word in knower(meeting, some)}
    return Marks(frozenset(word for word in words if len(word) > 1 and word != STRUCK))


def swept(meeting: Any, marks: Marks) -> int:
    """Every sweeper at work; how many records changed."""
    return sum(sweep(meeting, marks) for sweep in _SWEEPERS) if marks.words else 0


def strike_rows(rows: models.QuerySet[Any], marks: Marks, *fields: str) -> int:
    """Strike the marks out of these columns, text or JSON; how many rows changed."""
    known = {name: rows.model._meta.get_field(name) for name in fields}
    if len(marks.words) <= FEW and not any(isinstance(field, models.JSONField) for field in known.values()):
        asked = (models.Q(**{f"{name}__contains": word}) for name in fields for word in marks.words)
        rows = rows.filter(reduce(or_, asked))
    changed = []
    for row in rows.only("pk", *fields).iterator(chunk_size=2000):
        left = {name: marks.struck(getattr(row, name)) for name in fields}
        if any(value != getattr(row, name) for name, value in left.items()):
            for name, value in left.items():
                most = getattr(known[name], "max_length", None)
                setattr(row, name, value[:most] if most and isinstance(value, str) else value)
            changed.append(row)
    rows.model._base_manager.bulk_update(changed, fields, batch_size=200)
    return len(changed)


HOLDERS: dict[str, Holder] = {}


def holder(
    group: str,
    title: Any,
    purpose: Any,
    *,
    sensitive: bool | None = None,
    days_after: int | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Callable[[type[Any]], type[Any]]:
    """Register a class with `rows`, `erase` and `subjects` (see `Holding`), and perhaps `kept(meeting, subject_id) -> why`.

    `title` says what is held, `purpose` what for, both as the person reads them. `sensitive` and `days_after` are the
    group's unless given. `fields` are `{column: label}`: exports that name a column are judged by the group that holds it.
    """
    kind = FieldGroup(group)

    def keep(holding: type[Any]) -> type[Any]:
        code = f"{holding.__module__.split('.')[1]}.{holding.__name__}"
        if code in HOLDERS:
            raise ValueError(f"two holders of personal data share the code {code}")
        for name in fields or {}:
            known = _GROUP_OF.setdefault(name, kind)
            if known != kind:
                raise ValueError(f"the column {name} stands in the groups {known} and {kind}")
        HOLDERS[code] = Holder(
            code,
            kind,
            title,
            purpose,
            kind in SENSITIVE_GROUPS if sensitive is None else sensitive,
            DAYS_AFTER[kind] if days_after is None else days_after,
            MappingProxyType(dict(fields or {})),
            holding(),
        )
        return holding

    return keep


_GROUP_OF: dict[str, FieldGroup] = {}


def group_of(field: str) -> FieldGroup:
    """The group that holds a column. Raises KeyError when no holder names it."""
    return _GROUP_OF[field]


def label_of(field: str) -> Any:
    """What people call a column; the column's own name where no holder names it."""
    return next((h.fields[field] for h in HOLDERS.values() if field in h.fields), field)


def holders_of(group: str) -> list[Holder]:
    return [found for found in HOLDERS.values() if found.group == group]


def groups_held() -> list[FieldGroup]:
    """Every group that anybody holds, sensitive ones first."""
    held = {found.group for found in HOLDERS.values()}
    return sorted(held, key=lambda group: (group not in SENSITIVE_GROUPS, list(FieldGroup).index(group)))
