"""Whatever belongs to a meeting travels in its archive, or says why it stays at home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import UUIDField

from huiwu.foundation.archiving.columns import columns_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.archive import HOMES, LEFT_AT_HOME, RECORDS, kinds_in_order
from huiwu.meetings.models import Client, Meeting


def models() -> list[Any]:
    return [model for model in apps.get_models() if model._meta.app_label in settings.CAPABILITIES]


def keys_of(model: Any) -> Iterator[Any]:
    yield from (field for field in model._meta.concrete_fields if field.related_model is not None)


def belonging() -> set[Any]:
    """Models with a chain of keys to Meeting, or with a column `meeting_id` that is none."""
    found = {Meeting}
    found |= {m for m in models() if any(f.name == "meeting_id" and isinstance(f, UUIDField) for f in m._meta.fields)}
    while True:
        more = {m for m in models() if any(key.related_model in found - {StoredFile} for key in keys_of(m))} - found
        if not more:
            return found
        found |= more


def test_every_model_that_belongs_to_a_meeting_is_archived_or_says_why_not():
    archived = {kind.model for kind in RECORDS.values()}
    assert sorted(m._meta.label for m in belonging() - archived - set(LEFT_AT_HOME)) == []


def test_no_model_is_both_archived_and_left_at_home():
    assert {kind.model for kind in RECORDS.values()} & set(LEFT_AT_HOME) == set()
    assert all(reason.strip() for reason in LEFT_AT_HOME.values())


def test_every_column_that_travels_can_be_written_and_refers_to_what_travels_before_it():
    faults, before = [], {StoredFile}
    for kind in kinds_in_order():
        for column in columns_of(kind):
            if column.refers_to not in before | {None, kind.model}:
                faults.append(f"{kind.name}.{column.name} → {column.refers_to._meta.label}")
        before.add(kind.model)
    assert faults == []


def test_the_names_of_columns_left_out_or_kept_verbatim_exist():
    for kind in kinds_in_order():
        names = {field.name for field in kind.model._meta.concrete_fields}
        assert set(kind.leave_out) | set(kind.verbatim) <= names, kind.name


def test_there_is_one_home_and_one_meeting():
    assert [model._meta.label for model in HOMES] == ["accounts.Organisation"]
    assert [kind.model for kind in RECORDS.values() if kind.is_meeting] == [Meeting]
    assert RECORDS["clients"].model is Client
