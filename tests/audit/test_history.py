from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from huiwu.accounts.choices import LinkScope, OrgRole
from huiwu.accounts.events import LinkRevoked
from huiwu.accounts.services import invite_person, make_link
from huiwu.audit.queries import HistoryFilter, history, history_of_organisation, kinds_in, people_in, told
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.meetings.events import FunctionsRenumbered, MeetingChanged, TeamChanged

MORNING = datetime(2027, 2, 1, 1, tzinfo=UTC)


def join(cast, who="planner", role="planner", joined=True, at=MORNING, by="lead"):
    with clock.at(at), transaction.atomic():
        fact = TeamChanged(meeting_id=cast.meeting.pk, user_id=getattr(cast, who).pk, role=role, joined=joined)
        record(fact, actor=cast.actor(by), org_id=cast.org.pk)


def said(cast):
    return [(line.who, line.said) for line in told(list(history(cast.meeting)))]


def test_the_history_tells_who_did_what_in_todays_names(cast):
    join(cast)
    assert said(cast) == [("林岚", "把 陈策 加入会务组（策划）")]
    cast.planner.name = "陈策远"
    cast.planner.save()
    assert said(cast) == [("林岚", "把 陈策远 加入会务组（策划）")]


def test_the_history_speaks_english(cast):
    join(cast, joined=False)
    with override("en"):
        assert said(cast) == [("林岚", "removed from the event team: 陈策 (Planner)")]


def test_an_erased_person_stays_in_the_history_without_a_name(cast):
    join(cast)
    cast.planner.delete()
    cast.lead.delete()
    assert said(cast) == [("已删除的人员", "把 已删除的人员 加入会务组（策划）")]


def test_a_link_and_the_system_are_named_as_such(cast):
    link, _token = make_link(
        actor=cast.actor("lead"), org=cast.org, scope=LinkScope.CLIENT, purpose="x", label="赵明远"
    )
    with transaction.atomic():
        record(FunctionsRenumbered(meeting_id=cast.meeting.pk), actor=Actor.of_link(link))
        record(LinkRevoked(meeting_id=cast.meeting.pk, link_id=link.pk), actor=SYSTEM)
    assert said(cast) == [("系统", "停用了发给 赵明远 的链接"), ("赵明远", "调整了功能单元的顺序")]


def test_changed_columns_are_called_as_on_the_form(cast):
    with transaction.atomic():
        record(MeetingChanged(meeting_id=cast.meeting.pk, keys=("name", "city")), actor=cast.actor("lead"))
    assert said(cast) == [("林岚", "修改了会议信息：会议名称、城市")]


def test_the_filters_keep_one_person_one_kind_one_day(cast):
    join(cast)
    join(cast, at=datetime(2027, 2, 1, 17, tzinfo=UTC), by="account")  # 2 February in Shanghai
    with transaction.atomic():
        record(FunctionsRenumbered(meeting_id=cast.meeting.pk), actor=cast.actor("lead"))
    rows = history(cast.meeting)

    def count(**asked):
        return HistoryFilter(**asked).applied_to(rows).count()

    assert count(person=cast.lead.pk) == 2
    assert count(kind="functions_renumbered") == 1
    assert [count(day=date(2027, 2, day)) for day in (1, 2, 3)] == [1, 1, 0]
    assert people_in(rows) == [(str(cast.account.pk), "周敏"), (str(cast.lead.pk), "林岚")]
    assert kinds_in(rows) == [("team_changed", "把…会务组（…）"), ("functions_renumbered", "调整了功能单元的顺序")]


def test_the_organisations_history_holds_its_meetings_and_its_people(cast):
    join(cast)
    invite_person(actor=cast.actor("owner"), org=cast.org, email="new@example.test", name="新人", role=OrgRole.MEMBER)
    invite_person(
        actor=cast.actor("stranger"), org=cast.other_org, email="their@example.test", name="他", role=OrgRole.MEMBER
    )
    lines = told(list(history_of_organisation(cast.org)))
    assert [(line.said, line.meeting) for line in lines] == [
        ("邀请 新人 加入本单位（成员）", ""),
        ("把 陈策 加入会务组（策划）", cast.meeting.name),
    ]


@pytest.mark.parametrize(
    ("who", "meeting", "organisation"),
    [("lead", 200, 403), ("planner", 200, 403), ("owner", 200, 200), ("colleague", 404, 403), ("stranger", 404, 200)],
)
def test_the_pages_open_for_those_who_may(client, cast, who, meeting, organisation):
    client.force_login(getattr(cast, who))
    answers = [
        client.get(reverse("audit:meeting", args=[cast.meeting.slug])),
        client.get(reverse("audit:organisation")),
    ]
    assert [answer.status_code for answer in answers] == [meeting, organisation]


@pytest.mark.parametrize("count", [1, 3])
def test_the_meetings_page_asks_the_same_queries_for_one_row_and_three(client, cast, django_assert_num_queries, count):
    for _ in range(count):
        join(cast)
    client.force_login(cast.lead)
    url = reverse("audit:meeting", args=[cast.meeting.slug])
    client.get(url)
    with django_assert_num_queries(18):
        page = client.get(url).content.decode()
    assert page.count("把 陈策 加入会务组（策划）") == count


def test_what_cannot_be_understood_does_not_filter(client, cast):
    join(cast)
    client.force_login(cast.lead)
    url = reverse("audit:meeting", args=[cast.meeting.slug])
    page = client.get(url, {"person": "x", "kind": "nothing", "day": "soon", "page": "99"}).content.decode()
    assert page.count("把 陈策 加入会务组（策划）") == 1
