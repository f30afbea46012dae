from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.documents.choices import VersionStatus
from huiwu.documents.models import Document, Version
from huiwu.documents.services import (
    add_remark,
    apply_change_order,
    confirm_impact,
    freeze_document,
    resolve_remark,
)
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from tests.documents.plain import filled_in
from tests.documents.test_change_orders import client_signs, ordered, signed
from tests.documents.test_impacts import inner  # noqa: F401  # a fixture
from tests.documents.test_signing import newer


def hits(cast, code, after=timedelta()):
    at = clock.now() + after
    meeting = Meeting.objects.select_related("org", "client").get(pk=cast.meeting.pk)
    return [hit.detail for hit in RULES[code].find(Scope(meeting, at, at.date()))]


@pytest.fixture
def frozen(cast, document, version):
    signed(cast, version)
    return freeze_document(actor=cast.actor("lead"), document_id=document.pk)


def test_a_frozen_document_as_it_was_is_no_finding(cast, frozen):
    assert hits(cast, "OM-018") == []


def test_a_frozen_documents_draft_changed_behind_the_services_is_found(cast, frozen):
    Document.objects.filter(pk=frozen.pk).update(draft=filled_in("群里改的"))
    assert hits(cast, "OM-018") == ["登记表已冻结，但草稿与冻结的第 1 版不同，没有客户确认的变更单。"]


def test_a_fact_of_the_meeting_changed_after_freezing_is_found_until_an_order_covers_it(cast, frozen):
    Meeting.objects.filter(pk=cast.meeting.pk).update(venue_name="国际会议中心")
    assert hits(cast, "OM-018") == ["登记表已冻结，但“（空）”现为“国际会议中心”，没有客户确认的变更单。"]
    order = ordered(cast, frozen)
    assert len(hits(cast, "OM-018")) == 1
    client_signs(cast, order)
    assert hits(cast, "OM-018") == []
    apply_change_order(actor=cast.actor("lead"), change_order_id=order.pk)
    assert hits(cast, "OM-018") == []


def test_a_version_that_waits_longer_than_three_days_is_found(cast, version):
    assert hits(cast, "GEN-DOC-1", timedelta(days=2, hours=23)) == []
    assert hits(cast, "GEN-DOC-1", timedelta(days=4)) == ["登记表第 1 版送审已 4 天没有确认，限 3 天。"]
    signed(cast, version)
    assert hits(cast, "GEN-DOC-1", timedelta(days=4)) == []


def test_an_altered_or_unsigned_version_in_force_is_found(cast, document, version):
    signed(cast, version)
    assert hits(cast, "GEN-DOC-2") == []
    other = Document.objects.create(meeting=cast.meeting, kind="inner", number="X-1", title="内部单")
    Version.objects.create(
        document=other, number=1, status=VersionStatus.CONFIRMED, content={"a": 1}, content_hash="c" * 64
    )
    assert hits(cast, "GEN-DOC-2") == ["内部单第 1 版：确认的哈希 （无确认记录），内容的哈希 （内容已变）。"]


def test_open_remarks_on_a_waiting_version_are_found_until_answered(cast, version):
    remark = add_remark(actor=cast.actor("planner"), version_id=version.pk, text="含税吗？")
    assert hits(cast, "GEN-DOC-3") == ["登记表第 1 版正等待确认，还有 1 条意见没有答复。"]
    resolve_remark(actor=cast.actor("lead"), remark_id=remark.pk)
    assert hits(cast, "GEN-DOC-3") == []


def test_unconfirmed_lines_of_the_impact_list_are_found_until_confirmed(cast, document, version, inner):  # noqa: F811  # the fixture, by its name
    signed(cast, version)
    second = newer(cast, document, "启明大会")
    assert hits(cast, "GEN-DOC-4") == ["内部单第 1 版受影响：会议名称：合作伙伴大会 → 启明大会。还没有人核对。"]
    confirm_impact(actor=cast.actor("lead"), impact_item_id=second.impact_items.get().pk, answer="unaffected")
    assert hits(cast, "GEN-DOC-4") == []
