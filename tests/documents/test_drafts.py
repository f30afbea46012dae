from __future__ import annotations

import pytest

from huiwu.documents.errors import ContentTooLarge, Incomplete, NothingChanged, RemarkAnswered, VersionUnsigned
from huiwu.documents.models import Document, Version
from huiwu.documents.rules import FIELD_CHARS
from huiwu.documents.services import acknowledge_version, open_document, propose_version, save_draft, sign_version
from huiwu.documents.services.remarks import add_remark, resolve_remark
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from tests.documents.plain import SCHEMA, filled_in


def opened(cast, **more):
    how = {"actor": cast.actor("lead"), "meeting": cast.meeting, "kind": "plain", "title": "登记表"}
    return open_document(**how, content=more.pop("content", filled_in()), **more)


def test_a_document_is_opened_once_and_found_after_that(cast, document):
    assert opened(cast, content=filled_in("别的")).draft == document.draft
    assert (Document.objects.count(), document.number) == (1, "2027-001-PL-01")
    assert FactRecord.objects.filter(kind="document_opened").count() == 1


def test_subjects_of_one_kind_have_numbers_of_their_own(cast, document):
    from uuid import uuid4

    numbers = [opened(cast, subject_id=uuid4()).number for _ in range(2)]
    assert numbers == ["2027-001-PL-02", "2027-001-PL-03"]


def test_a_draft_is_saved_in_canonical_form(cast, document):
    content = filled_in("e\u0301cole")  # e and a combining accent
    saved = save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=1, content=content)
    assert (saved.revision, Document.objects.get().draft["name"]["value"]) == (2, "\u00e9cole")


def test_a_stale_edit_is_refused_with_what_the_other_saved(cast, document):
    save_draft(actor=cast.actor("planner"), document_id=document.pk, revision=1, content=filled_in("甲"))
    with pytest.raises(StaleEdit) as refusal:
        save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=1, content=filled_in("乙"))
    assert (refusal.value.theirs["name"]["value"], refusal.value.params["who"]) == ("甲", "陈策")
    document.refresh_from_db()
    assert (document.draft["name"]["value"], document.revision) == ("甲", 2)


def test_the_same_content_again_is_no_conflict(cast, document):
    assert save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=0, content=filled_in()).revision == 1


def test_a_stranger_is_not_told_that_the_document_exists(cast, document):
    with pytest.raises(NotFound):
        save_draft(actor=cast.actor("stranger"), document_id=document.pk, revision=1, content={})


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("allergies", "长" * (FIELD_CHARS + 1), "“过敏”有 20001 个字，超过 20000 个字的上限"),
        ("allergies", "a" * 10_000_000, "“过敏”有 10000000 个字，超过 20000 个字的上限"),
        ("allergies", "a\0b", "“过敏”里有无法保存的控制字符"),
        ("kpi", [{"metric": "x"}] * 501, "“指标”有 501 行，超过 500 行的上限"),
    ],
)
def test_too_much_in_a_field_is_refused_by_its_name_and_nothing_is_written(cast, document, key, value, sentence):
    content = filled_in() | {key: {"state": "filled", "value": value}}
    with pytest.raises(ContentTooLarge) as refusal:
        save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=1, content=content)
    assert refusal.value.fields == {key: [sentence]}
    document.refresh_from_db()
    assert document.draft == filled_in()


def test_a_document_above_one_megabyte_is_refused_whole(cast, document):
    content = filled_in() | {"kpi": {"state": "filled", "value": [{"metric": "长" * 19_000}] * 60}}
    with pytest.raises(ContentTooLarge) as refusal:
        save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=1, content=content)
    assert refusal.value.fields[""][0].startswith("整份单据有 3")


def test_a_document_with_missing_fields_makes_no_version(cast):
    document = opened(cast, content=SCHEMA.blank())
    with pytest.raises(Incomplete) as refusal:
        propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=1)
    assert [row.key for row in refusal.value.missing] == ["name", "headcount", "allergies"]
    assert Version.objects.count() == 0


def test_the_same_draft_again_returns_the_version_already_in_review(cast, version, document):
    assert propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=1) == version
    assert Version.objects.count() == 1


def test_a_signed_draft_unchanged_is_nothing_to_propose(cast, client_actor, version, document):
    sign_version(actor=client_actor, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    with pytest.raises(NothingChanged):
        propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=1)


def test_proposing_a_stale_revision_makes_no_version(cast, document):
    with pytest.raises(StaleEdit):
        propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=7)
    assert Version.objects.count() == 0


def test_a_remark_is_answered_once(cast, version):
    remark = add_remark(actor=cast.actor("planner"), version_id=version.pk, field_key="budget", text="含税吗？")
    assert resolve_remark(actor=cast.actor("lead"), remark_id=remark.pk, answer="含税").answer == "含税"
    with pytest.raises(RemarkAnswered) as refusal:
        resolve_remark(actor=cast.actor("account"), remark_id=remark.pk, answer="不含")
    assert refusal.value.params == {"who": "林岚"}


@pytest.mark.parametrize(("key", "text"), [("nonsense", "x"), ("budget", "   "), ("budget", "x" * (FIELD_CHARS + 1))])
def test_a_remark_without_a_field_or_words_is_refused(cast, version, key, text):
    with pytest.raises(InvalidInput):
        add_remark(actor=cast.actor("lead"), version_id=version.pk, field_key=key, text=text)


def test_a_reader_acknowledges_a_released_version_once(cast, client_actor, version):
    with pytest.raises(VersionUnsigned):
        acknowledge_version(actor=cast.actor("planner"), version_id=version.pk)
    sign_version(actor=client_actor, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    first = acknowledge_version(actor=cast.actor("planner"), version_id=version.pk)
    assert acknowledge_version(actor=cast.actor("planner"), version_id=version.pk) == first
    assert FactRecord.objects.filter(kind="version_acknowledged").count() == 1
