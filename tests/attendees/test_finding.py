"""One box finds people: names, pinyin, initials, phones, numbers, organisations."""

from __future__ import annotations

import pytest

from huiwu.attendees import services
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries.finding import find, matching_ids
from huiwu.attendees.search import find_attendees

WAYS = ["曾", "小明", "明", "zengxiaoming", "zengx", "zxm", "cengxiaoming", "xiaoming", "0001", "13800000001", "138"]


@pytest.mark.parametrize(
    "text", [*WAYS, "启明", "科技", "qmkj", "1", "曾 启明", "zxm 0001", "曾　小明", "Ｚxm", "曾曉明"[:1]]
)
def test_every_way_to_the_person(cast, add, text):
    add("曾小明", mobile="13800000001")
    add("王二", org_name="云州大学", mobile="13900000002")
    assert [row.display_name for row in find(cast.meeting, text)] == ["曾小明"]


@pytest.mark.parametrize("text", ["", "  ", "ming小", "曾 云州", "00019", "大学城", "😀", "%", "_"])
def test_what_fits_nobody(cast, add, text):
    add("曾小明", mobile="13800000001")
    add("王二", org_name="云州大学")
    assert find(cast.meeting, text) == []


def test_traditional_characters_and_a_hand_set_reading(cast, add):
    add("張伟", reading="")
    add("覃勇", reading="tan yong")
    assert [row.display_name for row in find(cast.meeting, "张伟")] == ["張伟"]
    assert [row.display_name for row in find(cast.meeting, "ty")] == ["覃勇"]


def test_the_short_name_of_an_organisation(cast, add):
    add("曾小明", org_name="北京航空航天大学", org_short="北航")
    assert [row.display_name for row in find(cast.meeting, "北航")] == ["曾小明"]


def test_closest_first(cast, add):
    add("王小明")
    add("王小")
    add("李王")
    assert [row.display_name for row in find(cast.meeting, "王小")] == ["王小", "王小明"]


def test_a_changed_name_is_found_and_the_old_one_is_not(cast, add):
    row = add("曾小明")
    services.change_attendee(
        actor=cast.actor("lead"), attendee_id=row.pk, revision=None, values={"display_name": "王大"}
    )
    assert (find(cast.meeting, "曾"), [r.display_name for r in find(cast.meeting, "wd")]) == ([], ["王大"])


def test_who_was_merged_or_is_of_another_meeting_is_not_found(cast, add):
    kept, gone = add("曾小明"), add("曾晓明")
    services.merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)
    assert [row.display_name for row in find(cast.meeting, "曾")] == ["曾小明"]
    Attendee.objects.filter(pk=kept.pk).update(erased_at=kept.created_at)
    assert find(cast.meeting, "曾") == []


def test_for_a_list_all_of_them(cast, add):
    made = {add(f"曾{name}").pk for name in "一二三"}
    assert set(matching_ids(cast.meeting, "zeng")) == made


@pytest.mark.parametrize("people", [1, 3])
def test_the_search_box_asks_the_same_number_of_queries(cast, add, people, django_assert_num_queries):
    for nth in range(people):
        add(f"曾{'一二三'[nth]}")
    actor = cast.actor("lead")
    with django_assert_num_queries(7):
        hits = list(find_attendees(actor, "zeng", 5))
    assert [hit.title for hit in hits] == {1: ["曾一"], 3: ["曾二", "曾三", "曾一"]}[people]


def test_a_stranger_finds_nobody(cast, add):
    add("曾小明")
    assert list(find_attendees(cast.actor("stranger"), "曾", 5)) == []
