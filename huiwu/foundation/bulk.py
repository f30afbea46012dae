"""Many new rows at once: one prepared statement for all of them, where Django composes one for every twenty or so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

_AS_IT_IS = (str, int, float, type(None))


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, in the caller's transaction. As `bulk_create`, which it replaces where rows are many:
    no signals, keys must be set (as with our UUIDs), all or nothing by the transaction. Four times as fast on SQLite.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    ready = [_ready(field) for field in fields]
    made = [tuple(take(row) for take in ready) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", made)  # noqa: S608


def _ready(field: Any) -> Callable[[Any], Any]:
    """How the database takes the field of a row; plain values as they are."""
    has_own = field.pre_save if getattr(field, "auto_now", False) else None
    is_native, name = connection.features.has_native_uuid_field, field.attname
    is_json = isinstance(field, models.JSONField)

    def take(row: Any) -> Any:
        value = has_own(row, True) if has_own else getattr(row, name)
        if isinstance(value, UUID):
            return value if is_native else value.hex
        if isinstance(value, _AS_IT_IS) and not is_json:
            return value
        return field.get_db_prep_save(value, connection)

    return take
