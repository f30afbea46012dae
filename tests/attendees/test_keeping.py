"""People are added and changed, one by one or many at once."""

from __future__ import annotations

import pytest

from huiwu.attendees import queries, services
from huiwu.attendees.errors import NoSuchAttendee
from huiwu.attendees.models import Attendee, AttendeeChange
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.meetings.models import Function
from tests.attendees.conftest import Make
from tests.cast import Cast


def test_a_person_gets_the_next_number_of_the_meeting(add: Make) -> None:
    assert [add("王明").number, add("李静").number] == [1, 2]


def test_a_mobile_is_kept_in_e164_with_its_tail(add: Make) -> None:
    row = add(mobile="１３８ 0000-0001")
    assert (row.mobile, row.mobile_tail) == ("+8613800000001", "0001")


def test_a_mobile_that_is_none_is_refused_by_name(add: Make) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(mobile="12345")
    assert refused.value.fields == {"mobile": ["“12345”不是手机号。大陆手机为 11 位，境外号码以 + 和国家代码开头。"]}


def test_a_colleague_off_the_team_may_not_add(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.add_attendee(actor=cast.actor("colleague"), meeting=cast.meeting, values={"display_name": "王明"})


def test_many_are_added_in_order_with_one_fact(cast: Cast) -> None:
    rows = services.add_many(
        actor=cast.actor("lead"), meeting=cast.meeting, rows=[{"display_name": "王明"}, {"display_name": "李静"}]
    )
    assert [(row.number, row.display_name) for row in rows] == [(1, "王明"), (2, "李静")]
    assert FactRecord.objects.filter(kind="attendees_added").count() == 1


def test_one_bad_row_of_many_refuses_all_and_is_named(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.add_many(
            actor=cast.actor("lead"), meeting=cast.meeting, rows=[{"display_name": "王明"}, {"display_name": " "}]
        )
    assert refused.value.fields == {"display_name": ["第 2 行：请填写姓名。"]}
    assert Attendee.objects.count() == 0


def test_a_change_raises_the_revision_and_stands_in_the_history(cast: Cast, add: Make) -> None:
    row = add()
    changed = services.change_attendee(
        actor=cast.actor("lead"), attendee_id=row.pk, revision=1, values={"title": "总监"}
    )
    assert (changed.title, changed.revision) == ("总监", 2)
    assert list(AttendeeChange.objects.values_list("field", "before", "after", "changed_by")) == [
        ("title", "经理", "总监", cast.lead.pk)
    ]


def test_a_stale_form_is_refused_with_what_stands_there_now(cast: Cast, add: Make) -> None:
    row = add()
    services.change_attendee(actor=cast.actor("lead"), attendee_id=row.pk, revision=1, values={"title": "总监"})
    with pytest.raises(StaleEdit) as refused:
        services.change_attendee(actor=cast.actor("owner"), attendee_id=row.pk, revision=1, values={"title": "副总"})
    assert (refused.value.theirs.title, refused.value.params["who"]) == ("总监", "林岚")


def test_the_same_values_again_change_nothing(cast: Cast, add: Make) -> None:
    row = add()
    again = services.change_attendee(actor=cast.actor("lead"), attendee_id=row.pk, revision=1, values={"title": "经理"})
    assert (again.revision, AttendeeChange.objects.count()) == (1, 0)


def test_a_person_of_another_meeting_is_not_found(cast: Cast, add: Make) -> None:
    row = add()
    with pytest.raises(NoSuchAttendee):
        services.change_attendee(actor=cast.actor("stranger"), attendee_id=row.pk, revision=1, values={"title": "x"})


def test_many_are_changed_with_one_fact_and_a_history_each(cast: Cast, add: Make) -> None:
    one, two = add("王明"), add("李静", title="总监")
    changed = services.change_many(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        changes={one.pk: {"title": "总监"}, two.pk: {"title": "总监"}},
    )
    assert changed == [one.pk]
    assert list(AttendeeChange.objects.values_list("attendee", "before", "after")) == [(one.pk, "经理", "总监")]


def test_presence_is_set_with_its_reason_once(cast: Cast, add: Make) -> None:
    row = add()
    for _ in range(2):
        services.set_presence(actor=cast.actor("lead"), attendee_id=row.pk, presence="cancelled", reason="航班取消")
    row.refresh_from_db()
    assert (row.presence, row.presence_reason, row.revision) == ("cancelled", "航班取消", 2)
    assert FactRecord.objects.filter(kind="presence_changed").count() == 1


def test_a_person_is_put_in_functions_and_taken_out(cast: Cast, add: Make, plenary: Function) -> None:
    row, function = add(), plenary
    services.put_in_functions(actor=cast.actor("lead"), attendee_id=row.pk, function_ids=[function.pk])
    assert list(queries.taking_part(function)) == [row]
    services.put_in_functions(
        actor=cast.actor("lead"), attendee_id=row.pk, function_ids=[function.pk], state="cancelled"
    )
    assert list(queries.taking_part(function)) == []


def test_the_personal_link_opens_the_persons_own_record(cast: Cast, add: Make) -> None:
    row = add()
    _link, token = services.personal_link(actor=cast.actor("lead"), attendee=row)
    actor, found = services.open_own(token=token)
    assert (actor.kind, found) == ("link", row)


def test_the_person_changes_their_own_data_and_no_more(cast: Cast, add: Make) -> None:
    row = add()
    _link, token = services.personal_link(actor=cast.actor("lead"), attendee=row)
    actor, _found = services.open_own(token=token)
    services.change_attendee(
        actor=actor, attendee_id=row.pk, revision=1, values={"title": "总监", "roles": ["vip"], "protocol_rank": 1}
    )
    row.refresh_from_db()
    assert (row.title, row.roles, row.protocol_rank) == ("总监", ["representative"], None)


def test_roles_and_tags_are_found_whatever_the_database(cast: Cast, add: Make) -> None:
    row = add(roles=["vip", "speaker"], tags=["重点嘉宾"])
    add("李静")
    people = queries.active(cast.meeting)
    assert list(people.filter(queries.with_role("vip"))) == [row]
    assert list(people.filter(queries.with_tag("重点嘉宾"))) == [row]


def test_people_are_counted_by_presence_role_and_organisation(cast: Cast, add: Make) -> None:
    add("王明", roles=["vip", "guest"], presence="confirmed")
    add("李静", roles=["vip"], presence="declined", org_name="云帆会务")
    add("张伟", roles=[])
    add("赵司机", roles=["driver"], presence="confirmed")
    found = queries.counts(cast.meeting)
    assert (found.total, found.invited, found.confirmed) == (4, 2, 1)
    assert found.by_presence == {"listed": 1, "confirmed": 2, "declined": 1}
    assert found.by_role == {"guest": 1, "vip": 2, "driver": 1}
    assert found.by_org == [("启明科技", 3), ("云帆会务", 1)]
