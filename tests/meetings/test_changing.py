from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiwu.foundation.actors import NOBODY
from huiwu.foundation.models import FactRecord, TopicVersion
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.errors import MeetingNotLive
from huiwu.meetings.models import Meeting, SizeBorders
from huiwu.meetings.queries import contacts_digest, organisations_digest, organisations_of
from huiwu.meetings.rules.size import SizeScale
from huiwu.meetings.services import (
    ContactValues,
    add_function,
    cancel_meeting,
    change_meeting,
    set_contacts,
    set_organisations,
    set_size_borders,
)


def test_a_change_is_saved_and_recorded_with_its_keys(cast):
    saved = change_meeting(
        actor=cast.actor("lead"), meeting=cast.meeting, revision=1, values={"name": " 新名称 ", "city": "上海"}
    )
    assert (saved.name, saved.revision, saved.saved_by_id) == ("新名称", 2, cast.lead.pk)
    fact = FactRecord.objects.get(kind="meeting_changed")
    assert fact.payload == {"keys": ["name"]}
    assert "xinmingcheng" in saved.search_text
    assert TopicVersion.objects.get(topic=f"meeting:{saved.pk}").version == 1


def test_saving_without_a_difference_records_nothing(cast):
    saved = change_meeting(actor=cast.actor("lead"), meeting=cast.meeting, revision=1, values={"city": "上海"})
    assert (saved.revision, FactRecord.objects.count()) == (1, 0)


def test_the_second_of_two_people_at_once_is_shown_what_the_first_saved(cast):
    change_meeting(actor=cast.actor("lead"), meeting=cast.meeting, revision=1, values={"city": "杭州"})
    with pytest.raises(StaleEdit) as refused:
        change_meeting(actor=cast.actor("account"), meeting=cast.meeting, revision=1, values={"city": "苏州"})
    assert (refused.value.theirs.city, refused.value.params["who"]) == ("杭州", "林岚")
    assert Meeting.objects.get(pk=cast.meeting.pk).city == "杭州"


def test_the_size_tier_follows_the_headcount_unless_one_is_named(cast):
    actor = cast.actor("lead")
    saved = change_meeting(actor=actor, meeting=cast.meeting, revision=1, values={"expected_headcount": 1200})
    assert saved.size_tier == "XL"
    saved = change_meeting(
        actor=actor, meeting=cast.meeting, revision=2, values={"expected_headcount": 30, "size_tier": "M"}
    )
    assert saved.size_tier == "M"


def test_an_organisation_has_its_own_size_borders_from_a_day_on(cast):
    scale = SizeScale(100, 500, 2000, "本公司 2027 版")
    set_size_borders(actor=cast.actor("owner"), org_id=cast.org.pk, scale=scale, effective_on=date(2027, 3, 1))
    saved = change_meeting(
        actor=cast.actor("lead"), meeting=cast.meeting, revision=1, values={"expected_headcount": 1200}
    )
    assert saved.size_tier == "L"
    with pytest.raises(NotAllowed):
        set_size_borders(actor=cast.actor("lead"), org_id=cast.org.pk, scale=scale, effective_on=date(2027, 3, 2))
    with pytest.raises(InvalidInput):
        set_size_borders(
            actor=cast.actor("owner"), org_id=cast.org.pk, scale=SizeScale(9, 9, 9), effective_on=date(2027, 3, 2)
        )
    assert SizeBorders.objects.count() == 1


def test_a_new_zone_keeps_the_wall_clock_of_the_functions(cast):
    row = add_function(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name="开幕式",
        kind="opening",
        start_at=datetime(2027, 3, 18, 1, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 2, tzinfo=UTC),
    )
    change_meeting(actor=cast.actor("lead"), meeting=cast.meeting, revision=1, values={"time_zone": "Europe/Berlin"})
    row.refresh_from_db()
    assert (row.start_at, row.end_at) == (
        datetime(2027, 3, 18, 8, tzinfo=UTC),
        datetime(2027, 3, 18, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"publicness": "secret"}, "publicness"),
        ({"expected_headcount": -1}, "expected_headcount"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"contract_on": date(1900, 1, 1)}, "contract_on"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_not_saved(cast, values, field):
    with pytest.raises(InvalidInput) as refused:
        change_meeting(actor=cast.actor("lead"), meeting=cast.meeting, revision=1, values={"theme": "新主题", **values})
    assert list(refused.value.fields) == [field]
    assert Meeting.objects.get(pk=cast.meeting.pk).theme == "同行致远"


def test_a_cancelled_meeting_is_not_edited(cast):
    cancel_meeting(actor=cast.actor("lead"), meeting=cast.meeting, reason="客户决定")
    with pytest.raises(MeetingNotLive):
        change_meeting(actor=cast.actor("lead"), meeting=cast.meeting, revision=2, values={"city": "杭州"})


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("stranger", NotFound), ("colleague", NotFound), ("nobody", NotFound), ("planner", NotAllowed)],
)
def test_only_the_leads_edit_a_meeting(cast, who, refusal):
    actor = NOBODY if who == "nobody" else cast.actor(who)
    with pytest.raises(refusal):
        change_meeting(actor=actor, meeting=cast.meeting, revision=1, values={"city": "杭州"})
    assert Meeting.objects.get(pk=cast.meeting.pk).revision == 1


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("owner", {"view", "edit", "edit_functions", "manage_team", "decide"}),
        ("lead", {"view", "edit", "edit_functions", "manage_team", "decide"}),
        ("account", {"view", "edit", "edit_functions", "manage_team", "decide"}),
        ("planner", {"view", "edit_functions"}),
        ("compliance", {"view"}),
        ("colleague", set()),
        ("stranger", set()),
    ],
)
def test_each_permission_of_a_meeting_is_for_these_people(cast, who, allowed):
    names = {"view", "edit", "edit_functions", "manage_team", "decide"}
    actor = cast.actor(who)
    assert {name for name in names if can(actor, f"meetings.{name}", cast.meeting)} == allowed


def test_organisations_stand_in_the_order_given(cast):
    rows = [("co_organizer_org", "乙"), ("host_org", "启明科技"), ("host_org", "甲协会"), ("guiding_org", "市商务委")]
    set_organisations(actor=cast.actor("lead"), meeting=cast.meeting, rows=rows)
    assert [(row.part, row.name) for row in organisations_of(cast.meeting)] == [
        ("host_org", "启明科技"),
        ("host_org", "甲协会"),
        ("co_organizer_org", "乙"),
        ("guiding_org", "市商务委"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("host_org", " ")],
        [("patron", "甲")],
        [("host_org", "甲"), ("host_org", "甲")],
        [("host_org", "长" * 161)],
    ],
)
def test_an_unusable_list_of_organisations_is_refused(cast, rows):
    with pytest.raises(InvalidInput):
        set_organisations(actor=cast.actor("lead"), meeting=cast.meeting, rows=rows)
    assert cast.meeting.organisations.count() == 0


def test_a_list_that_changed_since_it_was_opened_is_not_overwritten(cast):
    seen = organisations_digest(cast.meeting)
    set_organisations(actor=cast.actor("lead"), meeting=cast.meeting, rows=[("host_org", "甲")], seen=seen)
    with pytest.raises(StaleEdit):
        set_organisations(actor=cast.actor("account"), meeting=cast.meeting, rows=[("host_org", "乙")], seen=seen)
    assert [row.name for row in cast.meeting.organisations.all()] == ["甲"]


def test_contacts_are_replaced_row_by_row(cast):
    kept = ContactValues(id=cast.approver.pk, name="赵明远", phone="13900000001", is_approver=True)
    seen = contacts_digest(cast.client)
    set_contacts(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        contacts=[ContactValues(name="钱小满", title="行政专员"), kept],
        seen=seen,
    )
    assert list(cast.client.contacts.values_list("name", "order")) == [("钱小满", 0), ("赵明远", 1)]
    assert cast.client.contacts.get(name="赵明远").pk == cast.approver.pk
    with pytest.raises(StaleEdit):
        set_contacts(actor=cast.actor("lead"), meeting=cast.meeting, contacts=[kept], seen=seen)
    set_contacts(actor=cast.actor("lead"), meeting=cast.meeting, contacts=[kept])
    assert [row.name for row in cast.client.contacts.all()] == ["赵明远"]
