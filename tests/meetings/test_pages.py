from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import consequences, organisations_digest
from huiwu.meetings.services import add_function, open_meeting

NOW = datetime(2027, 2, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def february():
    with clock.at(NOW):
        yield


@pytest.fixture
def function(cast) -> Function:
    return add_function(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name="开幕式",
        kind="opening",
        start_at=datetime(2027, 3, 18, 1, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 3, tzinfo=UTC),
    )


def at(cast, name, *more):
    return reverse(f"meetings:{name}", args=[cast.meeting.slug, *more])


VIEW = ("overview", "team", "functions", "functions_print", "clone")
LEAD = ("edit", "organisations", "contacts", "move", "postpone", "cancel", "resume", "work_groups")
SHEET = ("spaces", "function_new")


@pytest.mark.parametrize(
    ("who", "views", "leads", "sheets"),
    [
        ("stranger", 404, 404, 404),
        ("colleague", 404, 404, 404),
        ("compliance", 200, 403, 403),
        ("planner", 200, 403, 200),
        ("lead", 200, 200, 200),
        ("owner", 200, 200, 200),
    ],
)
def test_each_page_opens_for_those_who_may(client, cast, function, who, views, leads, sheets):
    client.force_login(getattr(cast, who))
    answers = {name: client.get(at(cast, name)).status_code for name in (*VIEW, *LEAD, *SHEET)}
    assert answers == {**dict.fromkeys(VIEW, views), **dict.fromkeys(LEAD, leads), **dict.fromkeys(SHEET, sheets)}
    one = {name: client.get(at(cast, name, 1)).status_code for name in ("function", "function_print", "function_edit")}
    assert one == {"function": views, "function_print": views, "function_edit": sheets}


@pytest.mark.parametrize("who", ["stranger", "colleague", "compliance"])
def test_each_act_is_refused_to_those_who_may_not(client, cast, function, who):
    client.force_login(getattr(cast, who))
    status = 403 if who == "compliance" else 404
    member = cast.meeting.team.first().pk
    posts = [
        at(cast, "take_on"),
        at(cast, "close"),
        at(cast, "reopen"),
        at(cast, "functions_order"),
        at(cast, "member", member),
        at(cast, "function_cancel", 1),
        at(cast, "function_reinstate", 1),
        at(cast, "team"),
    ]
    assert [client.post(url).status_code for url in posts] == [status] * len(posts)
    assert (cast.meeting.team.count(), Function.objects.get().is_cancelled) == (4, False)


def test_a_visitor_is_sent_to_the_log_in(client, cast):
    names = ("list", "calendar", "board", "new", "size_borders")
    for url in [*(reverse(f"meetings:{name}") for name in names), at(cast, "overview")]:
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


def signed_in(client, user):
    """Logged in, with the first page seen: the first request of a session also notes the session."""
    client.force_login(user)
    client.get(reverse("meetings:new"))


def more_meetings(cast, count):
    for nth in range(count):
        open_meeting(
            actor=cast.actor("lead"),
            org=cast.org,
            name=f"第{nth}届年会",
            meeting_type="annual_gala",
            start_on=date(2027, 5, 1 + nth),
            end_on=date(2027, 5, 1 + nth),
            expected_headcount=80,
            client_name=f"客户{nth}",
            lead=cast.lead,
        )


@pytest.mark.parametrize("count", [0, 2])
def test_the_list_asks_the_same_number_of_queries_for_one_meeting_and_three(
    client, cast, django_assert_num_queries, count
):
    more_meetings(cast, count)
    signed_in(client, cast.lead)
    with django_assert_num_queries(11):  # 7 of the log-in, memberships; count, meetings with clients, leads
        answer = client.get(reverse("meetings:list"))
    assert len(answer.context["page"].object_list) == 1 + count


@pytest.mark.parametrize("count", [0, 2])
def test_the_board_asks_the_same_number_of_queries_for_one_meeting_and_three(
    client, cast, django_assert_num_queries, count
):
    more_meetings(cast, count)
    signed_in(client, cast.lead)
    with django_assert_num_queries(10):  # 7 of the log-in, memberships; meetings with clients, leads
        answer = client.get(reverse("meetings:board"))
    assert [len(column["meetings"]) for column in answer.context["columns"]] == [count, 1, 0, 0, 0]


@pytest.mark.parametrize("count", [0, 2])
def test_the_calendar_asks_the_same_number_of_queries_for_one_meeting_and_three(
    client, cast, django_assert_num_queries, count
):
    more_meetings(cast, count)
    signed_in(client, cast.lead)
    with django_assert_num_queries(10):  # 7 of the log-in, memberships; meetings with clients, leads
        answer = client.get(reverse("meetings:calendar"), {"month": "2027-05" if count else "2027-03"})
    assert len(answer.context["entries"]) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_functions_ask_the_same_number_of_queries_for_one_and_three(
    client, cast, function, django_assert_num_queries, count
):
    for nth in range(count - 1):
        add_function(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            name=f"茶歇 {nth}",
            kind="coffee_break",
            start_at=datetime(2027, 3, 18, 4, tzinfo=UTC),
            end_at=datetime(2027, 3, 18, 5, tzinfo=UTC),
        )
    signed_in(client, cast.lead)
    with django_assert_num_queries(12):  # 7 of the log-in; meeting, memberships, roles; functions with spaces; the menu
        answer = client.get(at(cast, "functions"))
    assert len(answer.context["functions"]) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "年会"}, {"第0届年会", "第1届年会"}),
        ({"q": "nianhui"}, {"第0届年会", "第1届年会"}),
        ({"q": "nh"}, {"第0届年会", "第1届年会"}),
        ({"q": "客户1"}, {"第1届年会"}),
        ({"q": "kehu0"}, {"第0届年会"}),
        ({"q": "2027-001"}, {"启明科技 2027 合作伙伴大会"}),
        ({"status": "active"}, {"启明科技 2027 合作伙伴大会"}),
        ({"type": "annual_gala", "month": "2027-05"}, {"第0届年会", "第1届年会"}),
        ({"month": "2027-03"}, {"启明科技 2027 合作伙伴大会"}),
        ({"month": "nonsense", "status": "nonsense", "sort": "nonsense"}, 3),
    ],
)
def test_the_filters_live_in_the_address(client, cast, query, found):
    more_meetings(cast, 2)
    client.force_login(cast.lead)
    rows = client.get(reverse("meetings:list"), query).context["page"].object_list
    assert ({row.name for row in rows} if isinstance(found, set) else len(rows)) == found


def test_mine_are_those_where_one_has_a_role(client, cast):
    client.force_login(cast.owner)
    assert len(client.get(reverse("meetings:list")).context["page"].object_list) == 1
    assert len(client.get(reverse("meetings:list"), {"mine": "on"}).context["page"].object_list) == 0


def test_a_list_without_meetings_says_how_to_begin(client, cast):
    client.force_login(cast.colleague)
    text = client.get(reverse("meetings:list")).content.decode()
    assert text.count("还没有会议") == 1
    assert reverse("meetings:new") in text


def typed(**more):
    return {
        "name": "海川年会",
        "meeting_type": "annual_gala",
        "start_on": "2027-11-05",
        "end_on": "2027-11-05",
        "expected_headcount": "600",
        "publicness": "internal",
        "time_zone": "Asia/Shanghai",
        "client_name": "海川集团",
        "client_kind": "enterprise",
        "contact_name": "郑和",
        "contact_phone": "13900000009",
        **more,
    }


def test_a_new_meeting_is_opened_from_the_form(client, cast):
    client.force_login(cast.account)
    answer = client.post(reverse("meetings:new"), typed(lead=str(cast.lead.pk)))
    made = Meeting.objects.get(name="海川年会")
    assert (answer.status_code, answer.url) == (302, reverse("meetings:overview", args=[made.slug]))
    assert client.get(answer.url).status_code == 200


def test_a_wrong_form_keeps_what_was_typed(client, cast):
    client.force_login(cast.account)
    answer = client.post(reverse("meetings:new"), typed(end_on="2027-11-04", theme="x"))
    text = answer.content.decode()
    assert (answer.status_code, Meeting.objects.count()) == (422, 1)
    assert "结束日期 2027-11-04 早于开始日期 2027-11-05。" in text
    assert 'value="海川集团"' in text


def test_somebody_without_an_organisation_opens_nothing(client, cast):
    cast.stranger.memberships.all().delete()
    client.force_login(cast.stranger)
    assert client.get(reverse("meetings:new")).status_code == 403


def details(cast, **more):
    m = cast.meeting
    return {
        "name": m.name,
        "meeting_type": m.meeting_type,
        "expected_headcount": m.expected_headcount,
        "publicness": m.publicness,
        "time_zone": m.time_zone,
        "language": m.language,
        "conditions": m.conditions,
        "revision": 1,
        **more,
    }


def test_a_stale_form_keeps_the_typed_text_and_shows_both_sides(client, cast):
    client.force_login(cast.account)
    assert client.post(at(cast, "edit"), details(cast, city="杭州")).status_code == 302
    client.force_login(cast.lead)
    answer = client.post(at(cast, "edit"), details(cast, city="苏州"))
    assert answer.status_code == 409
    assert [(r["label"], r["mine"], r["theirs"]) for r in answer.context["sides"] if r["name"] == "city"] == [
        ("城市", "苏州", "杭州")
    ]
    text = answer.content.decode()
    assert "周敏" in text
    assert 'value="苏州"' in text
    assert Meeting.objects.get().city == "杭州"
    again = client.post(at(cast, "edit"), details(cast, city="苏州", revision=answer.context["revision"]))
    assert (again.status_code, Meeting.objects.get().city) == (302, "苏州")


def rows(*given, seen, initial=0, **keys):
    data = {"form-TOTAL_FORMS": len(given), "form-INITIAL_FORMS": initial, "seen": seen}
    for nth, row in enumerate(given):
        data |= {f"form-{nth}-{key}": value for key, value in row.items()}
    return data


def test_organisations_are_ordered_and_removed_by_plain_form(client, cast):
    client.force_login(cast.lead)
    url = at(cast, "organisations")
    seen = organisations_digest(cast.meeting)
    given = [
        {"part": "host_org", "name": "乙", "ORDER": 2},
        {"part": "host_org", "name": "甲", "ORDER": 1},
        {"part": "host_org", "name": ""},
    ]
    assert client.post(url, rows(*given, seen=seen)).status_code == 302
    assert [row.name for row in cast.meeting.organisations.all()] == ["甲", "乙"]
    stale = client.post(url, rows({"part": "host_org", "name": "丙"}, seen=seen))
    assert (stale.status_code, 'value="丙"' in stale.content.decode()) == (409, True)
    seen = organisations_digest(cast.meeting)
    given = [{"part": "host_org", "name": "甲", "DELETE": "on"}, {"part": "host_org", "name": "乙", "ORDER": 1}]
    assert client.post(url, rows(*given, seen=seen, initial=2)).status_code == 302
    assert [row.name for row in cast.meeting.organisations.all()] == ["乙"]
    twice = [{"part": "host_org", "name": "丁"}, {"part": "host_org", "name": "丁"}]
    assert client.post(url, rows(*twice, seen=organisations_digest(cast.meeting))).status_code == 422


def test_contacts_groups_and_spaces_are_saved_from_their_pages(client, cast):
    client.force_login(cast.lead)
    pages = {
        "contacts": {"name": "钱小满", "phone": "13900000002"},
        "work_groups": {"name": "签到组", "lead": str(cast.planner.pk)},
        "spaces": {"name": "主会场"},
    }
    for name, row in pages.items():
        seen = client.get(at(cast, name)).context["seen"]
        assert client.post(at(cast, name), rows(row, seen=seen)).status_code == 302
    assert [c.name for c in cast.client.contacts.all()] == ["钱小满"]
    assert cast.meeting.work_groups.get().lead_id == cast.planner.pk
    assert cast.meeting.spaces.get().name == "主会场"


def test_new_days_are_asked_for_then_shown_with_numbers_then_done(client, cast, function):
    client.force_login(cast.lead)
    url = at(cast, "move")
    days = {"start_on": "2027-04-15", "end_on": "2027-04-16"}
    shown = client.get(url, days)
    text = shown.content.decode()
    assert "1 个功能单元移到新日期" in text
    assert "共有 1 项内容受影响" in text
    assert Meeting.objects.get().start_on == date(2027, 3, 18)
    done = client.post(url, {**days, "seen": shown.context["result"].digest})
    assert (done.status_code, Meeting.objects.get().start_on) == (302, date(2027, 4, 15))


def test_a_confirmation_of_an_outdated_list_shows_the_new_list(client, cast, function):
    client.force_login(cast.lead)
    shown = consequences(cast.meeting, "cancel").digest
    add_function(
        actor=cast.actor("planner"),
        meeting=cast.meeting,
        name="茶歇",
        kind="coffee_break",
        start_at=datetime(2027, 3, 18, 4, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 5, tzinfo=UTC),
    )
    answer = client.post(at(cast, "cancel"), {"reason": "客户决定", "seen": shown})
    assert (answer.status_code, len(answer.context["result"].impacted)) == (409, 2)
    assert answer.context["result"].words == [("状态", "进行中", "已取消")]
    assert "客户决定" in answer.content.decode()
    again = client.post(at(cast, "cancel"), {"reason": "客户决定", "seen": answer.context["result"].digest})
    assert (again.status_code, Meeting.objects.get().status) == (302, "cancelled")
    assert "客户决定" in client.get(at(cast, "overview")).content.decode()


@pytest.mark.parametrize(
    "days",
    [
        {"start_on": "2027-04-16", "end_on": "2027-04-15"},
        {"start_on": "yesterday", "end_on": ""},
        {"start_on": "2099-04-16", "end_on": "2099-04-16"},
    ],
)
def test_impossible_days_never_reach_the_confirmation(client, cast, days):
    client.force_login(cast.lead)
    answer = client.get(at(cast, "move"), days)
    assert (answer.status_code, answer.context["step"]) == (422, "ask")
    assert client.post(at(cast, "move"), days).status_code == 422
    assert Meeting.objects.get().start_on == date(2027, 3, 18)


def test_a_postponed_meeting_is_resumed_from_its_page(client, cast):
    client.force_login(cast.lead)
    seen = client.get(at(cast, "postpone")).context["result"].digest
    assert client.post(at(cast, "postpone"), {"reason": " ", "seen": seen}).status_code == 422
    assert client.post(at(cast, "postpone"), {"reason": "场地故障", "seen": seen}).status_code == 302
    days = {"start_on": "2027-04-15", "end_on": "2027-04-16"}
    seen = client.get(at(cast, "resume"), days).context["result"].digest
    assert client.post(at(cast, "resume"), {**days, "seen": seen}).status_code == 302
    assert (Meeting.objects.get().status, Meeting.objects.get().start_on) == ("active", date(2027, 4, 15))


def sheet(**more):
    return {
        "name": "开幕式",
        "kind": "opening",
        "start_at": "2027-03-18T09:00",
        "end_at": "2027-03-18T11:00",
        "revision": 1,
        **more,
    }


def test_times_of_a_sheet_are_typed_in_the_meetings_own_zone(client, cast):
    Meeting.objects.update(time_zone="Europe/Berlin")
    client.force_login(cast.planner)
    answer = client.post(
        at(cast, "function_new"), sheet(setup_stage_state="not_applicable", headcount_actual_absent="on")
    )
    assert answer.status_code == 302
    row = Function.objects.get()
    assert row.start_at == datetime(2027, 3, 18, 8, tzinfo=UTC)
    assert (row.setup_order, row.headcount_not_applicable) == (
        {"stage": {"state": "not_applicable", "value": ""}},
        ["actual"],
    )
    text = client.get(at(cast, "function_edit", 1)).content.decode()
    assert 'value="2027-03-18T09:00"' in text


def test_a_stale_sheet_keeps_the_typed_text_and_shows_both_sides(client, cast, function):
    client.force_login(cast.lead)
    url = at(cast, "function_edit", 1)
    assert client.post(url, sheet(layout="theatre", setup_notes="甲", setup_notes_state="filled")).status_code == 302
    answer = client.post(url, sheet(layout="banquet", setup_notes="乙", setup_notes_state="filled"))
    sides = {row["name"]: (row["mine"], row["theirs"]) for row in answer.context["sides"]}
    assert (answer.status_code, sides["layout"], sides["setup_notes"]) == (409, ("圆桌", "剧院式"), ("乙", "甲"))
    assert ">乙</textarea>" in answer.content.decode()
    assert Function.objects.get().layout == "theatre"


def test_a_wrong_sheet_names_the_field(client, cast, function):
    client.force_login(cast.lead)
    answer = client.post(at(cast, "function_edit", 1), sheet(setup_stage_state="filled"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["setup_stage"])


def test_functions_are_renumbered_cancelled_and_reinstated_by_plain_forms(client, cast, function):
    client.force_login(cast.planner)
    client.post(at(cast, "function_new"), sheet(name="报到", start_at="2027-03-18T07:00", end_at="2027-03-18T08:00"))
    assert client.post(at(cast, "functions_order"), {"by_time": "1"}).status_code == 302
    assert list(Function.objects.order_by("number").values_list("name", flat=True)) == ["报到", "开幕式"]
    assert client.post(at(cast, "functions_order"), {f"order-{function.pk}": "1"}).status_code == 302
    client.post(at(cast, "function_cancel", 1), {"reason": "合并"})
    assert Function.objects.get(number=1).is_cancelled
    client.post(at(cast, "function_reinstate", 1))
    assert not Function.objects.get(number=1).is_cancelled


def test_a_new_edition_is_made_from_the_form(client, cast, function):
    client.force_login(cast.lead)
    given = {"name": "2028 大会", "start_on": "2028-03-16", "parts": ["functions", "team"], "edition": "第二届"}
    answer = client.post(at(cast, "clone"), given)
    new = Meeting.objects.get(name="2028 大会")
    assert (answer.url, new.functions.count()) == (reverse("meetings:overview", args=[new.slug]), 1)


def test_size_borders_are_kept_by_administrators(client, cast):
    url = reverse("meetings:size_borders")
    client.force_login(cast.lead)
    assert client.get(url).status_code == 403
    client.force_login(cast.owner)
    given = {"small_max": 100, "medium_max": 500, "large_max": 2000, "source": "本公司", "effective_on": "2027-01-01"}
    assert client.post(url, given).status_code == 302
    assert client.post(url, {**given, "medium_max": 90}).status_code == 422
    assert client.get(url).context["form"].initial["large_max"] == 2000


def test_the_team_page_adds_and_removes(client, cast):
    client.force_login(cast.lead)
    url = at(cast, "team")
    assert client.post(url, {"user": str(cast.colleague.pk), "role": "finance"}).status_code == 302
    assert client.post(url, {"user": str(cast.colleague.pk), "role": "finance"}).status_code == 422
    row = cast.meeting.team.get(role="finance")
    assert client.post(at(cast, "member", row.pk)).status_code == 302
    assert cast.meeting.team.count() == 4
    last = cast.meeting.team.get(role="project_manager")
    assert client.post(at(cast, "member", last.pk)).status_code == 409
