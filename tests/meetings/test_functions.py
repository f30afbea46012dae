from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.errors import (
    AlreadyOnTeam,
    MemberStillNeeded,
    PersonOutsideOrganisation,
    SpaceInUse,
)
from huiwu.meetings.models import Function, Space, TeamMember
from huiwu.meetings.queries import groups_digest, spaces_digest
from huiwu.meetings.services import (
    GroupValues,
    SpaceValues,
    add_function,
    add_team_member,
    cancel_function,
    change_function,
    place_team_member,
    reinstate_function,
    remove_team_member,
    reorder_functions,
    set_spaces,
    set_work_groups,
)


def at(hour: int, day: int = 18) -> datetime:
    return datetime(2027, 3, day, hour, tzinfo=UTC)


def added(cast, name="开幕式", who="lead", **more):
    given = {"kind": "opening", "start_at": at(1), "end_at": at(3), **more}
    return add_function(actor=cast.actor(who), meeting=cast.meeting, name=name, **given)


def test_a_function_is_added_with_the_next_number(cast):
    rows = [added(cast), added(cast, "茶歇", who="planner")]
    assert [(row.number, row.name) for row in rows] == [(1, "开幕式"), (2, "茶歇")]
    assert FactRecord.objects.filter(kind="function_added").count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "picnic"}, "kind"),
        ({"layout": "circle"}, "layout"),
        ({"end_at": at(1)}, "end_at"),
        ({"load_in_at": at(2)}, "load_in_at"),
        ({"strike_by_at": at(2)}, "strike_by_at"),
        ({"start_at": datetime(2029, 1, 1, tzinfo=UTC), "end_at": datetime(2029, 1, 2, tzinfo=UTC)}, "start_at"),
        ({"headcount_expected": -1}, "headcount_expected"),
        ({"headcount_actual": 5, "headcount_not_applicable": ["actual"]}, "headcount_actual"),
        ({"setup_order": {"stage": {"state": "filled", "value": ""}}}, "setup_stage"),
    ],
)
def test_what_cannot_be_is_refused_by_field(cast, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        added(cast, **{"name": "开幕式", **wrong})
    assert list(refused.value.fields) == [field]
    assert Function.objects.count() == 0


def test_a_space_of_another_meeting_is_refused(cast):
    other = Space.objects.create(meeting=_another(cast), name="别处")
    with pytest.raises(InvalidInput) as refused:
        added(cast, space_id=other.pk)
    assert list(refused.value.fields) == ["space"]


def _another(cast):
    from huiwu.meetings.services import clone_meeting

    return clone_meeting(
        actor=cast.actor("lead"), source=cast.meeting, name="另一场", start_on=cast.meeting.start_on, parts=()
    )


def test_the_second_of_two_people_at_once_is_shown_what_the_first_saved(cast):
    row = added(cast)
    change_function(actor=cast.actor("lead"), function=row, revision=1, values={"layout": "theatre"})
    with pytest.raises(StaleEdit) as refused:
        change_function(actor=cast.actor("planner"), function=row, revision=1, values={"layout": "banquet"})
    assert (refused.value.theirs.layout, refused.value.params["who"]) == ("theatre", "林岚")
    fact = FactRecord.objects.get(kind="function_changed")
    assert fact.payload == {"function_id": str(row.pk), "keys": ["layout"]}


def test_a_change_is_judged_together_with_what_stands(cast):
    row = added(cast, load_in_at=at(0))
    with pytest.raises(InvalidInput):
        change_function(actor=cast.actor("lead"), function=row, revision=1, values={"end_at": at(1)})
    row.refresh_from_db()
    assert row.end_at == at(3)


def test_a_cancelled_function_stays_on_the_list_and_can_be_reinstated(cast):
    row = added(cast)
    for _ in range(2):
        cancel_function(actor=cast.actor("lead"), function=row, reason="客户取消")
    row.refresh_from_db()
    assert (row.is_cancelled, row.cancelled_reason) == (True, "客户取消")
    for _ in range(2):
        reinstate_function(actor=cast.actor("lead"), function=row)
    kinds = list(FactRecord.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["function_added", "function_cancelled", "function_reinstated"]


def test_functions_are_numbered_anew_in_any_order_or_by_time(cast):
    late, early = added(cast, "晚宴", start_at=at(10), end_at=at(12)), added(cast, "报到")
    reorder_functions(actor=cast.actor("lead"), meeting=cast.meeting)
    assert list(Function.objects.order_by("number").values_list("name", "number")) == [("报到", 1), ("晚宴", 2)]
    reorder_functions(actor=cast.actor("lead"), meeting=cast.meeting, order=[late.pk, early.pk])
    reorder_functions(actor=cast.actor("lead"), meeting=cast.meeting, order=[late.pk, early.pk])
    assert list(Function.objects.order_by("number").values_list("name", flat=True)) == ["晚宴", "报到"]
    assert FactRecord.objects.filter(kind="functions_renumbered").count() == 2
    with pytest.raises(InvalidInput):
        reorder_functions(actor=cast.actor("lead"), meeting=cast.meeting, order=[late.pk])


@pytest.mark.parametrize(
    ("who", "refusal"), [("stranger", NotFound), ("colleague", NotFound), ("compliance", NotAllowed)]
)
def test_only_those_who_keep_sheets_write_functions(cast, who, refusal):
    row, actor = added(cast), cast.actor(who)
    acts = [
        lambda: added(cast, who=who),
        lambda: change_function(actor=actor, function=row, revision=1, values={"name": "改"}),
        lambda: cancel_function(actor=actor, function=row),
        lambda: reinstate_function(actor=actor, function=row),
        lambda: reorder_functions(actor=actor, meeting=cast.meeting),
        lambda: set_spaces(actor=actor, meeting=cast.meeting, spaces=[]),
    ]
    for act in acts:
        with pytest.raises(refusal):
            act()
    row.refresh_from_db()
    assert (row.revision, Function.objects.count()) == (1, 1)


def test_spaces_may_swap_names_and_one_in_use_is_kept(cast):
    actor = cast.actor("planner")
    a, b = set_spaces(actor=actor, meeting=cast.meeting, spaces=[SpaceValues(name="甲厅"), SpaceValues(name="乙厅")])
    added(cast, space_id=a.pk)
    seen = spaces_digest(cast.meeting)
    swapped = [SpaceValues(id=b.pk, name="甲厅"), SpaceValues(id=a.pk, name="乙厅", floor="2 层")]
    set_spaces(actor=actor, meeting=cast.meeting, spaces=swapped, seen=seen)
    assert list(Space.objects.order_by("order").values_list("pk", "name", "floor")) == [
        (b.pk, "甲厅", ""),
        (a.pk, "乙厅", "2 层"),
    ]
    with pytest.raises(SpaceInUse) as refused:
        set_spaces(actor=actor, meeting=cast.meeting, spaces=[SpaceValues(id=b.pk, name="甲厅")])
    assert refused.value.params == {"space": "乙厅", "count": 1}
    with pytest.raises(StaleEdit):
        set_spaces(actor=actor, meeting=cast.meeting, spaces=swapped, seen=seen)
    with pytest.raises(InvalidInput):
        set_spaces(actor=actor, meeting=cast.meeting, spaces=[SpaceValues(name="丙"), SpaceValues(name="丙 ")])
    assert Space.objects.count() == 2


def test_somebody_joins_the_team_and_leaves_it(cast):
    lead = cast.actor("lead")
    row = add_team_member(actor=lead, meeting=cast.meeting, user=cast.colleague, role="finance")
    with pytest.raises(AlreadyOnTeam):
        add_team_member(actor=lead, meeting=cast.meeting, user=cast.colleague, role="finance")
    add_team_member(actor=lead, meeting=cast.meeting, user=cast.colleague, role="planner", is_backup=True)
    for _ in range(2):
        remove_team_member(actor=lead, member=row)
    assert list(TeamMember.objects.filter(user=cast.colleague).values_list("role", "is_backup")) == [("planner", True)]
    told = FactRecord.objects.filter(kind="team_changed").order_by("id")
    assert [(f.payload["role"], f.payload["joined"]) for f in told] == [
        ("finance", True),
        ("planner", True),
        ("finance", False),
    ]


def test_the_team_takes_only_people_of_the_organisation_in_known_roles(cast):
    lead = cast.actor("lead")
    with pytest.raises(PersonOutsideOrganisation):
        add_team_member(actor=lead, meeting=cast.meeting, user=cast.stranger, role="finance")
    with pytest.raises(InvalidInput):
        add_team_member(actor=lead, meeting=cast.meeting, user=cast.colleague, role="juggler")
    with pytest.raises(NotAllowed):
        add_team_member(actor=cast.actor("planner"), meeting=cast.meeting, user=cast.colleague, role="finance")
    assert TeamMember.objects.filter(meeting=cast.meeting).count() == 4


def test_the_last_project_lead_stays(cast):
    row = TeamMember.objects.get(meeting=cast.meeting, role="project_manager")
    with pytest.raises(MemberStillNeeded):
        remove_team_member(actor=cast.actor("owner"), member=row)
    assert TeamMember.objects.filter(pk=row.pk).exists()


def test_work_groups_have_leads_and_keep_their_members(cast):
    lead = cast.actor("lead")
    check_in, catering = set_work_groups(
        actor=lead,
        meeting=cast.meeting,
        groups=[
            GroupValues(name="签到组", duties="报到与签到", lead_id=cast.planner.pk),
            GroupValues(name="餐饮组"),
        ],
    )
    member = TeamMember.objects.get(meeting=cast.meeting, user=cast.planner)
    place_team_member(actor=lead, member=member, work_group=check_in, is_backup=False)
    seen = groups_digest(cast.meeting)
    kept = [GroupValues(id=catering.pk, name="签到组"), GroupValues(id=check_in.pk, name="餐饮组")]
    set_work_groups(actor=lead, meeting=cast.meeting, groups=kept, seen=seen)
    member.refresh_from_db()
    assert member.work_group.name == "餐饮组"
    with pytest.raises(StaleEdit):
        set_work_groups(actor=lead, meeting=cast.meeting, groups=kept, seen=seen)
    set_work_groups(actor=lead, meeting=cast.meeting, groups=[])
    member.refresh_from_db()
    assert (member.work_group, cast.meeting.work_groups.count()) == (None, 0)


def test_a_group_led_by_an_outsider_or_without_a_name_is_refused(cast):
    lead = cast.actor("lead")
    with pytest.raises(PersonOutsideOrganisation):
        set_work_groups(actor=lead, meeting=cast.meeting, groups=[GroupValues(name="签到组", lead_id=cast.stranger.pk)])
    for groups in ([GroupValues(name=" ")], [GroupValues(name="甲"), GroupValues(name="甲")]):
        with pytest.raises(InvalidInput):
            set_work_groups(actor=lead, meeting=cast.meeting, groups=groups)
    assert cast.meeting.work_groups.count() == 0
