"""One column of a record, to JSON and back. What cannot be read back is refused, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext as _

from huiwu.foundation.archiving.layout import PERSON
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.archive import HOMES, ModelRecords

LIMITS = (MaxLengthValidator, MinValueValidator, MaxValueValidator)
RANGES = BaseDatabaseOperations.integer_field_ranges
Known = Callable[[str], Any]
"""E-mail → the person's id; raises Unreadable for one the archive does not list."""


class Unreadable(ValueError):
    """A value that this column cannot hold; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that travels. `refers_to` is the model of a reference to another record of the archive."""

    field: Any
    is_person: bool
    refers_to: Any
    is_verbatim: bool

    @property
    def name(self) -> str:
        return str(self.field.name)


@cache
def columns_of(kind: ModelRecords) -> tuple[Column, ...]:
    """The columns that are written, in the model's order. Raises TypeError for a type nobody taught the archive."""
    return tuple(_column(field, kind) for field in kind.model._meta.concrete_fields if _travels(field, kind))


def _travels(field: Any, kind: ModelRecords) -> bool:
    return field.name not in kind.leave_out and field.related_model not in HOMES


@cache
def home_columns(kind: ModelRecords) -> tuple[str, ...]:
    """Attributes that hold the id of the home; filled in at import."""
    return tuple(f.attname for f in kind.model._meta.concrete_fields if f.related_model in HOMES)


def _column(field: Any, kind: ModelRecords) -> Column:
    person = field.related_model is get_user_model()
    if field.related_model is None and not isinstance(field, PLAIN):
        raise TypeError(f"{kind.name}.{field.name}: the archive cannot hold a {type(field).__name__}")
    return Column(field, person, None if person else field.related_model, field.name in kind.verbatim)


PLAIN = (
    models.UUIDField,
    models.DateTimeField,
    models.DateField,
    models.TimeField,
    models.BooleanField,
    models.IntegerField,
    models.DecimalField,
    models.CharField,
    models.TextField,
    models.JSONField,
)


def to_json(column: Column, row: Any, people: dict[str, str]) -> Any:
    """The column's value. `people` maps the id of every person, as text, to their e-mail."""
    value = getattr(row, column.field.attname)
    if value is None:
        return None
    if column.is_person:
        return people[str(value)]
    if isinstance(column.field, models.JSONField):
        return value if column.is_verbatim else with_emails(value, people)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, UUID) else value


def instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def with_emails(value: Any, people: dict[str, str]) -> Any:
    """The same JSON with every id of a person in its values replaced by `{"$person": e-mail}`."""
    if isinstance(value, dict):
        return {key: with_emails(part, people) for key, part in value.items()}
    if isinstance(value, list):
        return [with_emails(part, people) for part in value]
    if isinstance(value, str) and len(value) == 36 and value in people:
        return {PERSON: people[value]}
    return value


def with_ids(value: Any, known: Known) -> Any:
    """The way back. Raises Unreadable for a person that the archive does not list."""
    if isinstance(value, dict):
        if value.keys() == {PERSON}:
            return str(known(value[PERSON]))
        return {key: with_ids(part, known) for key, part in value.items()}
    return [with_ids(part, known) for part in value] if isinstance(value, list) else value


def emails_in(value: Any) -> Iterator[str]:
    """Every person named in a value already written."""
    if isinstance(value, dict):
        if value.keys() == {PERSON}:
            yield value[PERSON]
        else:
            for part in value.values():
                yield from emails_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from emails_in(part)


def from_json(column: Column, value: Any, known: Known) -> Any:
    """The value as the row's attribute takes it. Raises Unreadable."""
    field = column.field
    if value is None:
        if not field.null:
            raise Unreadable(_("不能为空"))
        return None
    if column.is_person:
        return known(value)
    if isinstance(field, models.JSONField):
        return value if column.is_verbatim else with_ids(value, known)
    plain = _uuid(value) if column.refers_to is not None else _plain(field, value)
    _verify_limits(field, plain)
    return plain


def _plain(field: Any, value: Any) -> Any:
    if isinstance(field, models.BooleanField):
        return _of_type(value, bool)
    if isinstance(field, models.IntegerField):
        least, most = RANGES[field.get_internal_type()]
        if not least <= _of_type(value, int) <= most:
            raise Unreadable(_("数字超出范围"))
        return value
    text = _of_type(value, str)
    if isinstance(field, models.UUIDField):
        return _uuid(text)
    try:
        if isinstance(field, models.DecimalField):
            return _decimal(field, text)
        if isinstance(field, models.DateTimeField):
            return _aware(datetime.fromisoformat(text))
        if isinstance(field, models.DateField):
            return date.fromisoformat(text)
        if isinstance(field, models.TimeField):
            return time.fromisoformat(text)
    except ValueError:
        raise Unreadable(_("不是 ISO 8601 的日期或时刻")) from None
    return text


def _decimal(field: Any, text: str) -> Decimal:
    """Digits as they were written, as many as the column has; `1e3` and `NaN` are none."""
    whole, _point, part = text.removeprefix("-").partition(".")
    room = field.max_digits - field.decimal_places
    if (
        not (whole + part).isascii()
        or not (whole + part).isdigit()
        or len(whole) > room
        or len(part) > field.decimal_places
    ):
        raise Unreadable(_("不是这一列的小数"))
    return Decimal(text)


def _of_type(value: Any, wanted: type) -> Any:
    if type(value) is not wanted:
        raise Unreadable(_("类型不对"))
    return value


def _uuid(value: Any) -> UUID:
    try:
        found = UUID(_of_type(value, str))
    except ValueError as fault:
        raise Unreadable(_("不是 UUID")) from fault
    if str(found) != value:
        raise Unreadable(_("不是 UUID"))
    return found


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise Unreadable(_("时刻没有时区"))
    return value.astimezone(UTC)


def _verify_limits(field: Any, value: Any) -> None:
    """What the database would refuse on one system and keep on another."""
    if field.choices and value not in (None, "") and value not in {code for code, _label in field.flatchoices}:
        raise Unreadable(_("没有这个取值"))
    try:
        for limit in field.validators:
            if isinstance(limit, LIMITS):
                limit(value)
    except ValidationError as fault:
        raise Unreadable(" ".join(fault.messages)) from None


def default_of(column: Column) -> Any:
    """What a column gets that an older archive does not have. Raises Unreadable when it must be there."""
    field = column.field
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if field.empty_strings_allowed and field.blank:
        return ""
    raise Unreadable(_("缺少这一列"))


def is_file(column: Column) -> bool:
    return column.refers_to is StoredFile
