from __future__ import annotations

import pytest

from huiwu.documents.errors import ImpactAnswered
from huiwu.documents.models import ImpactItem
from huiwu.documents.queries import impact_groups, open_impacts, unlisted_impacts
from huiwu.documents.reactions import list_impacts_when_dates_moved, list_impacts_when_meeting_changed
from huiwu.documents.search import find_documents
from huiwu.documents.services import (
    confirm_impact,
    invite_to_sign,
    open_document,
    propose_version,
    sign_version,
    withdraw_version,
)
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import Occurrence
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.meetings.services import change_meeting
from tests.documents.plain import filled_in
from tests.documents.test_change_orders import signed
from tests.documents.test_signing import newer


@pytest.fixture
def inner(cast):
    """A document that rests on the 登记表 and is confirmed."""
    made = open_document(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="inner", title="内部单", content=filled_in()
    )
    version = propose_version(actor=cast.actor("lead"), document_id=made.pk, revision=1)
    sign_version(actor=cast.actor("lead"), version_id=version.pk, seen_hash=version.content_hash, person_name="林岚")
    return made


def lines(**of):
    return list(ImpactItem.objects.filter(**of).values_list("label", "state", "needs_change_order", "cause", "why"))


def test_a_version_over_a_signed_one_lists_every_document_that_rests_on_what_changed(cast, document, version, inner):
    signed(cast, version)
    second = newer(cast, document, "启明大会")
    assert lines(version=second) == [
        (
            "内部单第 1 版",
            "confirmed",
            True,
            "会议名称：合作伙伴大会 → 启明大会",
            "写有“会议名称”：合作伙伴大会",
        )
    ]
    assert FactRecord.objects.get(kind="impacts_listed").payload["count"] == 1


def test_a_version_over_an_unsigned_one_lists_nothing(cast, document, version, inner):
    newer(cast, document)
    assert lines() == []


def test_lines_of_a_version_that_was_never_signed_no_longer_count(cast, document, version, inner):
    signed(cast, version)
    second = newer(cast, document)
    assert open_impacts(cast.meeting).count() == 1
    withdraw_version(actor=cast.actor("lead"), version_id=second.pk)
    assert open_impacts(cast.meeting).count() == 0


def test_each_line_is_confirmed_once_by_a_named_person(cast, document, version, inner):
    signed(cast, version)
    newer(cast, document)
    item = ImpactItem.objects.get()
    confirmed = confirm_impact(actor=cast.actor("planner"), impact_item_id=item.pk, answer="updated", note="已改名")
    assert (confirmed.confirmed_by, confirmed.answer, confirmed.note) == (cast.planner, "updated", "已改名")
    with pytest.raises(ImpactAnswered) as refusal:
        confirm_impact(actor=cast.actor("lead"), impact_item_id=item.pk, answer="unaffected")
    assert refusal.value.params == {"who": "陈策"}
    assert [group.open_count for group in impact_groups(cast.meeting)] == [0]


def test_a_line_needs_an_answer_and_somebody_of_the_team(cast, document, version, inner):
    signed(cast, version)
    newer(cast, document)
    item = ImpactItem.objects.get()
    with pytest.raises(InvalidInput):
        confirm_impact(actor=cast.actor("lead"), impact_item_id=item.pk, answer="perhaps")
    with pytest.raises(NotAllowed):
        confirm_impact(actor=cast.actor("stranger"), impact_item_id=item.pk, answer="updated")
    assert ImpactItem.objects.get().confirmed_at is None


def test_the_list_page_has_one_query_for_one_line_and_for_three(
    cast, document, version, inner, django_assert_num_queries
):
    signed(cast, version)
    for name in ("甲", "乙", "丙"):
        signed(cast, newer(cast, document, name))
        with django_assert_num_queries(1):
            groups = impact_groups(cast.meeting)
    assert [len(group.items) for group in groups] == [1, 1, 1]


def test_an_impact_that_stands_on_no_list_is_found(cast, document, version, inner):
    signed(cast, version)
    second = newer(cast, document)
    assert list(unlisted_impacts(cast.meeting)) == []
    ImpactItem.objects.all().delete()
    assert [(found.pk, item.label) for found, item in unlisted_impacts(cast.meeting)] == [(second.pk, "内部单第 1 版")]


def test_a_renamed_meeting_lists_the_documents_that_show_the_old_name_once(cast, version, inner):
    change_meeting(
        actor=cast.actor("lead"), meeting=cast.meeting, revision=cast.meeting.revision, values={"name": "启明年会"}
    )
    fact = Occurrence.of(FactRecord.objects.get(kind="meeting_changed"))
    list_impacts_when_meeting_changed(fact)
    list_impacts_when_meeting_changed(fact)
    assert sorted(lines()) == [
        ("内部单第 1 版", "confirmed", True, "会议名称：（空） → 启明年会", f"写有“会议名称”：{cast.meeting.name}"),
        ("登记表第 1 版", "review", False, "会议名称：（空） → 启明年会", f"写有“会议名称”：{cast.meeting.name}"),
    ]


def test_a_document_whose_content_already_says_the_new_name_is_not_listed(cast):
    made = open_document(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="plain", title="登记表", content=filled_in("启明年会")
    )
    propose_version(actor=cast.actor("lead"), document_id=made.pk, revision=1)
    change_meeting(
        actor=cast.actor("lead"), meeting=cast.meeting, revision=cast.meeting.revision, values={"name": "启明年会"}
    )
    list_impacts_when_meeting_changed(Occurrence.of(FactRecord.objects.get(kind="meeting_changed")))
    assert lines() == []


def test_moved_dates_list_what_shows_the_old_ones(cast, version):
    from datetime import date

    from huiwu.meetings.services import move_dates

    move_dates(actor=cast.actor("lead"), meeting=cast.meeting, start_on=date(2027, 4, 1), end_on=date(2027, 4, 2))
    list_impacts_when_dates_moved(Occurrence.of(FactRecord.objects.get(kind="meeting_dates_moved")))
    assert [(label, cause) for label, _state, _needs, cause, _why in lines()] == [
        ("登记表第 1 版", "开始日期：2027-03-18 → 2027-04-01\n结束日期：2027-03-19 → 2027-04-02")
    ]


def test_a_signed_sheet_keeps_the_name_under_which_it_was_signed(cast, version):
    from huiwu.documents.queries import sheet_of

    former = cast.meeting.name
    change_meeting(
        actor=cast.actor("lead"), meeting=cast.meeting, revision=cast.meeting.revision, values={"name": "启明年会"}
    )
    version = type(version).objects.get(pk=version.pk)
    assert (sheet_of(version).meeting_name, version.is_intact) == (former, True)


def test_documents_are_searched_by_title_and_number_in_ones_own_meetings(cast, document):
    titles = [
        hit.title for text in ("登记", "PL-01", "  ", "无此单") for hit in find_documents(cast.actor("lead"), text, 5)
    ]
    assert titles == ["登记表", "登记表"]
    assert list(find_documents(cast.actor("stranger"), "登记", 5)) == []


def test_inviting_is_recorded_without_the_persons_name(cast, version):
    invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远", recipient="zhao@example.test")
    assert "赵明远" not in str(FactRecord.objects.get(kind="link_sent").payload)
