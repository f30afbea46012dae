"""A person's right to be erased reaches what was signed, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huiwu.documents.models import Document, Version
from huiwu.documents.rules import snapshot_hash
from huiwu.documents.services import redact_documents
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.personal import Marks
from tests.documents.test_change_orders import signed
from tests.documents.test_checks import hits

MARKS = Marks(frozenset({"王明"}))


@pytest.fixture
def named(cast, document, version) -> Version:
    """A signed version that says 王明 somewhere."""
    signed(cast, version)
    content = {**version.content, "extra": ["王明致辞"]}
    Version.objects.filter(pk=version.pk).delete()
    made = Version.objects.create(
        document=document,
        number=1,
        status="confirmed",
        header=version.header,
        content=content,
        content_hash=snapshot_hash(version.header, content),
    )
    made.signoffs.create(
        decision="confirmed",
        person_name="赵明远",
        method="link",
        version_hash=made.content_hash,
    )
    return made


def redacted(cast: Any) -> int:
    return redact_documents(meeting=cast.meeting, kind="plain", strike=MARKS.struck)


def test_the_name_goes_and_what_was_signed_stays_provable(cast, named) -> None:
    assert (redacted(cast), redacted(cast)) == (1, 0)
    left = Version.objects.get(pk=named.pk)
    assert left.content["extra"] == ["（已删除）致辞"]
    assert (left.content_hash, left.is_intact, left.redacted_at is None) == (named.content_hash, True, False)
    assert FactRecord.objects.get(kind="version_redacted").payload["version_hash"] == left.redacted_hash
    assert hits(cast, "GEN-DOC-2") == []


def test_drafts_lose_the_name_too(cast, document) -> None:
    Document.objects.filter(pk=document.pk).update(draft={"a": {"b": ["王明"]}})
    assert redacted(cast) == 1
    assert Document.objects.get(pk=document.pk).draft == {"a": {"b": ["（已删除）"]}}


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"a": 1}},
        {"header": {"a": 1}},
        {"content_hash": "c" * 64},
        {"content_hash": "c" * 64, "redacted_hash": "d" * 64},
    ],
)
def test_the_database_refuses_every_other_change(named, change) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=named.pk).update(**change)


def test_who_changes_the_content_with_a_hash_of_their_own_is_found(cast, named) -> None:
    forged = {**named.content, "extra": ["李四致辞"]}
    own = snapshot_hash(named.header, forged)
    Version.objects.filter(pk=named.pk).update(content=forged, redacted_hash=own)
    assert len(hits(cast, "GEN-DOC-2")) == 1


def test_a_longer_name_is_struck_before_one_that_stands_in_it() -> None:
    marks = Marks(frozenset({"王明", "王明远", "138 0000 0001"}))
    assert marks.struck("王明远与王明（138 0000 0001）") == "（已删除）与（已删除）（（已删除））"
    assert marks.struck({"k": ["王明", 3, None]}) == {"k": ["（已删除）", 3, None]}
