from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry import panels
from huiwu.foundation.registry.archive import RECORDS
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.demo import DemoContext
from huiwu.foundation.registry.search import FINDERS
from huiwu.foundation.registry.sections import SECTIONS
from huiwu.meetings.demo import furnish_meeting
from huiwu.meetings.models import Contact, Function, TeamMember, WorkGroup
from huiwu.meetings.queries import board, meetings_of
from huiwu.meetings.rules.setup_order import CODES
from huiwu.meetings.services import add_function, open_meeting

T_60 = datetime(2027, 1, 17, 4, tzinfo=UTC)
T_1 = datetime(2027, 3, 17, 4, tzinfo=UTC)


def found(code, cast, at=T_60):
    cast.meeting.refresh_from_db()
    scope = Scope(cast.meeting, at, at.astimezone(cast.meeting.zone).date())
    rule = RULES[code]
    return list(rule.find(scope)) if rule.applies(scope) else []


def function(cast, name="开幕式", day=18, start=1, end=3, **more):
    return add_function(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name=name,
        kind=more.pop("kind", "plenary"),
        start_at=datetime(2027, 3, day, start, tzinfo=UTC),
        end_at=datetime(2027, 3, day, end, tzinfo=UTC),
        **more,
    )


def test_a_function_outside_the_days_is_found_with_both_sides(cast):
    function(cast)
    assert found("GEN-MTG-1", cast) == []
    function(cast, name="考察", day=22)
    (hit,) = found("GEN-MTG-1", cast)
    assert hit.detail == "“考察”定在 2027-03-22 09:00，而会期是 2027-03-18 至 2027-03-19。"
    assert hit.url == "/m/qiming-2027/functions/2/"


def test_two_functions_in_one_space_are_found_and_cancelled_ones_are_not(cast):
    hall = cast.meeting.spaces.create(name="宴会厅")
    a = function(cast, space_id=hall.pk)
    b = function(cast, name="论坛", start=2, end=4, space_id=hall.pk)
    (hit,) = found("GEN-MTG-2", cast)
    assert (hit.severity, {s.id for s in hit.subjects}) == ("block", {str(a.pk), str(b.pk)})
    Function.objects.filter(pk=b.pk).update(start_at=datetime(2027, 3, 18, 3, 30, tzinfo=UTC))
    Function.objects.filter(pk=b.pk).update(load_in_at=datetime(2027, 3, 18, 2, 30, tzinfo=UTC))
    assert [h.severity for h in found("GEN-MTG-2", cast)] == ["warn"]
    Function.objects.filter(pk=b.pk).update(is_cancelled=True)
    assert found("GEN-MTG-2", cast) == []


def test_a_team_without_a_working_lead_is_found(cast):
    assert found("GEN-MTG-3", cast) == []
    TeamMember.objects.filter(role="project_manager").update(is_backup=True)
    assert len(found("GEN-MTG-3", cast)) == 1


def test_a_client_whose_approver_cannot_be_reached_is_found(cast):
    assert found("GEN-MTG-4", cast) == []
    Contact.objects.update(phone="", email="")
    assert [h.detail for h in found("GEN-MTG-4", cast)] == ["客户联系人（赵明远）里没有标为决策人且留有电话或邮箱的。"]
    Contact.objects.all().delete()
    assert [h.detail for h in found("GEN-MTG-4", cast)] == ["还没有登记客户联系人。"]


def test_headcounts_that_contradict_are_found_with_both_numbers(cast):
    function(cast, headcount_expected=100, headcount_guaranteed=120, headcount_set=130)
    assert [h.detail for h in found("GEN-MTG-5", cast)] == ["“开幕式”的保底人数 120 大于预计人数 100。"]


@pytest.mark.parametrize(("at", "count"), [(T_60, 0), (T_1, 1), (datetime(2027, 3, 18, 4, tzinfo=UTC), 0)])
def test_unfilled_set_up_orders_are_found_in_the_last_week_until_it_is_over(cast, at, count):
    function(cast)
    assert len(found("GEN-MTG-6", cast, at)) == count
    Function.objects.update(setup_order={code: {"state": "not_applicable", "value": ""} for code in CODES})
    assert found("GEN-MTG-6", cast, at) == []


def test_functions_without_a_space_are_found_from_two_weeks_before(cast):
    row = function(cast)
    assert found("GEN-MTG-7", cast) == []
    assert [h.subjects[0].label for h in found("GEN-MTG-7", cast, T_1)] == ["1 开幕式"]
    row.space = cast.meeting.spaces.create(name="宴会厅")
    row.save()
    assert found("GEN-MTG-7", cast, T_1) == []


def test_a_group_without_a_named_or_working_lead_is_found_from_t_42(cast):
    group = WorkGroup.objects.create(meeting=cast.meeting, name="签到组", duties="签到")
    assert found("OM-015", cast, T_60) == []
    assert [h.detail for h in found("OM-015", cast, T_1)] == ["“签到组”还没有负责人。"]
    group.lead = cast.planner
    group.save()
    assert found("OM-015", cast, T_1) == []
    cast.planner.is_active = False
    cast.planner.save()
    assert [h.detail for h in found("OM-015", cast, T_1)] == ["“签到组”的负责人陈策已停用。"]


@pytest.mark.parametrize("text", ["海川年会", "haichuan", "hcnh", "HCNH", "2027-002", "海川集团", "hcjt"])
def test_the_search_finds_a_meeting_by_any_of_its_names(cast, text):
    open_meeting(
        actor=cast.actor("account"),
        org=cast.org,
        name="海川年会",
        meeting_type="annual_gala",
        expected_headcount=80,
        start_on=cast.meeting.start_on,
        end_on=cast.meeting.end_on,
        client_name="海川集团",
        lead=cast.lead,
    )
    _title, find = FINDERS["meeting"]
    assert [hit.title for hit in find(cast.actor("lead"), text, 10)] == ["海川年会"]
    assert [list(find(cast.actor(who), text, 10)) for who in ("stranger", "colleague")] == [[], []]
    assert list(find(cast.actor("lead"), " ", 10)) == []


def test_every_record_of_a_meeting_is_in_its_archive():
    orders = {
        name: RECORDS[name].order
        for name in (
            "clients",
            "contacts",
            "meetings",
            "meeting_organisations",
            "work_groups",
            "team_members",
            "spaces",
            "functions",
        )
    }
    assert orders["clients"] < orders["meetings"] < orders["spaces"] < orders["functions"]
    assert orders["work_groups"] < orders["team_members"]


def test_each_archived_kind_finds_its_rows_by_the_meeting(cast):
    function(cast)
    counts = {
        name: kind.model.objects.filter(**{kind.meeting_path: cast.meeting.pk}).count()
        for name, kind in RECORDS.items()
        if kind.model._meta.app_label == "meetings"
    }
    assert counts == {
        "clients": 1,
        "contacts": 1,
        "meetings": 1,
        "meeting_organisations": 0,
        "work_groups": 0,
        "team_members": 4,
        "spaces": 0,
        "functions": 1,
    }


def test_the_menu_leads_to_overview_functions_and_team(cast):
    urls = {entry.code: entry.url(cast.meeting) for entry in SECTIONS if entry.permission == "meetings.view"}
    assert (urls["overview"], urls["functions"], urls["team"]) == (
        "/m/qiming-2027/",
        "/m/qiming-2027/functions/",
        "/m/qiming-2027/team/",
    )


@pytest.mark.parametrize("stage", ["planning", "onsite", "wrapup"])
def test_the_demo_furnishes_a_meeting_without_contradictions(cast, stage):
    people = {"planner": cast.planner, "finance": cast.colleague}
    ctx = DemoContext(cast.org, cast.meeting, stage, 600, T_60.date(), Random(1), people)
    furnish_meeting(ctx)
    assert Function.objects.filter(meeting=cast.meeting).count() == 7
    opening = ctx.made["functions"]["开幕式与主旨演讲"]
    assert (opening.headcount_expected, opening.space.name, opening.start_at) == (
        600,
        "宴会厅",
        datetime(2027, 3, 18, 1, tzinfo=UTC),
    )
    assert cast.meeting.team.filter(user=cast.colleague, role="finance").exists()
    assert [found(code, cast) for code in ("GEN-MTG-1", "GEN-MTG-2", "GEN-MTG-5")] == [[], [], []]


def test_the_demo_follows_its_script(cast):
    script = {"spaces": [{"name": "礼堂"}], "functions": [], "organisations": [{"part": "host_org", "name": "甲"}]}
    ctx = DemoContext(cast.org, cast.meeting, "planning", 60, T_60.date(), Random(1), {}, script)
    furnish_meeting(ctx)
    assert [s.name for s in cast.meeting.spaces.all()] == ["礼堂"]
    assert [o.name for o in cast.meeting.organisations.all()] == ["甲"]
    assert ctx.made["functions"] == {}


def test_the_board_puts_each_meeting_where_it_stands_at_an_instant(cast):
    columns = {
        at: next(c.code for c in board(meetings_of(cast.actor("lead")), at) if c.meetings)
        for at in (T_1, datetime(2027, 3, 18, 4, tzinfo=UTC), datetime(2027, 3, 20, 4, tzinfo=UTC))
    }
    assert list(columns.values()) == ["before", "during", "after"]


def test_capabilities_put_cards_on_the_overview(client, cast):
    known = list(panels.PANELS)

    def context(actor: Actor, meeting: object) -> dict[str, object] | None:
        return {"asked_by": actor.name}

    panels.panel("test.card", place="meeting", order=1, template="meetings/_status.html", context=context)
    panels.panel(
        "test.none", place="meeting", order=2, template="meetings/_status.html", context=lambda actor, meeting: None
    )
    try:
        with pytest.raises(ValueError, match="share the code"):
            panels.panel("test.card", place="meeting", order=1, template="", context=context)
        client.force_login(cast.lead)
        drawn = client.get("/m/qiming-2027/").context["panels"]
        assert "进行中" in drawn[0]
        assert len(drawn) <= len(known) + 1
    finally:
        panels.PANELS[:] = known
