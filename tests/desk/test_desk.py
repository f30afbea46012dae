from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.desk_seed import seed
from huiwu.accounts.models import Membership
from huiwu.checks.models import FindingRecord
from huiwu.desk import queries
from huiwu.desk.queries import Asked
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.models import Plan, Step

NOW = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def at_work(cast):
    """On 1 February, six weeks before the cast's meeting: the plan's steps are given by hand."""
    with clock.at(NOW):
        plan = Plan.objects.create(
            meeting=cast.meeting, template_name="内建", snapshot={}, anchors={}, tier="L", factor_permille=1000,
            prep_start_on="2026-12-01", feasible=True, computed_on="2027-01-01", planned_at=NOW,
        )  # fmt: skip
        yield plan


def step(plan, code, owner=None, **values):
    days = {"start_on": "2027-01-20", "finish_on": "2027-02-10", "late_finish_on": "2027-02-20"}
    return Step.objects.create(
        plan=plan, code=code, name=f"步骤{code}", phase="pre_event", owner=owner, **{**days, **values}
    )


def lists(cast, who="lead", **asked):
    found = queries.desk(cast.actor(who), Asked(**asked))
    return {listing.code: [line.title for line in listing.lines] for listing in found.listings}


def test_what_is_mine_is_what_i_own_and_should_have_begun(cast, at_work):
    step(at_work, "P01", cast.lead)
    step(at_work, "P02", cast.lead, start_on="2027-02-02")
    step(at_work, "P03", cast.planner)
    step(at_work, "P04", cast.lead, status="done")
    assert lists(cast)["today"] == ["P01 步骤P01"]
    assert lists(cast, "planner")["today"] == ["P03 步骤P03"]


def test_what_is_late_is_open_past_its_last_chance(cast, at_work):
    step(at_work, "P01", late_finish_on="2027-01-31")
    step(at_work, "P02", late_finish_on="2027-02-01")
    step(at_work, "P03", late_finish_on="2027-01-31", status="done")
    assert lists(cast)["late"] == ["P01 步骤P01"]


def test_what_waits_for_the_client_has_begun_and_its_gate_is_shut(cast, at_work):
    at_work.gates.create(code="G1", name="简报确认", party="client", order=1)
    at_work.gates.create(code="G0", name="立项", party="internal", order=0)
    step(at_work, "P05", status="doing", gate_code="G1")
    step(at_work, "P06", status="todo", gate_code="G1")
    step(at_work, "P07", status="doing", gate_code="G0")
    assert lists(cast)["client"] == ["P05 步骤P05"]
    gate = at_work.gates.get(code="G1")
    gate.confirmations.create(step_code="P05", how="signoff", by_client=True, at=NOW)
    assert lists(cast)["client"] == []


def test_what_is_missing_stands_gravest_first(cast, at_work):
    for code, severity in (("OM-003", "hint"), ("OM-002", "warn"), ("OM-001", "block")):
        FindingRecord.objects.create(
            meeting=cast.meeting,
            code=code,
            root=code,
            severity=severity,
            detail=code,
            owner_role="planner",
            found_at=NOW,
        )
    assert [title[-6:] for title in lists(cast)["missing"]] == ["OM-001", "OM-002", "OM-003"]


def test_nobody_sees_what_belongs_to_others(cast, at_work):
    step(at_work, "P01", cast.lead, late_finish_on="2027-01-31")
    nothing = {"today": [], "client": [], "late": [], "missing": []}
    assert lists(cast, "stranger") == lists(cast, "colleague") == nothing
    assert queries.desk(cast.actor("stranger"), Asked()).choices == []


def test_the_address_chooses_one_meeting_or_only_mine(cast, at_work):
    step(at_work, "P01", cast.lead, late_finish_on="2027-01-31")
    assert lists(cast, "owner")["late"] == ["P01 步骤P01"]
    assert lists(cast, "owner", is_mine=True)["late"] == []
    assert lists(cast, meeting="qiming-2027")["late"] == ["P01 步骤P01"]
    assert lists(cast, meeting="another")["late"] == []


def test_cancelled_and_closed_meetings_are_not_on_the_desk(cast, at_work):
    step(at_work, "P01", cast.lead, late_finish_on="2027-01-31")
    Meeting.objects.update(status="cancelled")
    assert lists(cast)["late"] == lists(cast)["today"] == []


def test_a_card_tells_the_countdown_the_next_gate_and_the_findings(cast, at_work):
    at_work.gates.create(code="G1", name="简报确认", party="client", order=1)
    step(at_work, "P05", status="doing", gate_code="G1", finish_on="2027-02-08")
    FindingRecord.objects.create(
        meeting=cast.meeting, code="OM-001", root="x", severity="block", detail="x", owner_role="planner", found_at=NOW
    )
    (card,) = queries.desk(cast.actor("lead"), Asked()).cards
    assert (card.gate.code, str(card.gate.due_on), card.block, card.warn) == ("G1", "2027-02-08", 1, 0)
    assert card.phase == "before"


@pytest.mark.parametrize("count", [3, 30])
def test_the_desk_takes_the_same_queries_with_few_meetings_and_with_many(
    cast, client, django_assert_num_queries, count
):
    seed(cast.org, cast.lead, meetings=count, steps=20)
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/")
    with django_assert_num_queries(PER_PAGE):
        assert client.get("/").status_code == 200


PER_PAGE = 24


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("code", ["today", "client", "late", "missing"])
def test_each_list_takes_the_same_queries_for_one_row_and_for_three(
    cast, client, django_assert_num_queries, count, code
):
    seed(cast.org, cast.lead, meetings=count, steps=20, people=1)
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/")
    with django_assert_num_queries({"client": 11}.get(code, 10)):
        assert client.get(f"/?list={code}").status_code == 200


def test_an_empty_desk_says_what_to_do_next(cast, client):
    Meeting.objects.all().delete()
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/").content.decode()
    assert "还没有会议" in page
    assert 'href="/meetings/new/"' in page


def test_a_visitor_is_asked_to_log_in(client, db):
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/")


def test_an_unknown_list_does_not_exist(cast, client):
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/?list=dragons").status_code == 404


def test_a_live_page_is_given_only_the_part_it_shows(cast, client):
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    part = client.get("/", headers={"HX-Request": "true", "HX-Target": "desk"}).content.decode()
    assert part.startswith('<div id="desk">')
    assert f'data-topic="meeting:{cast.meeting.pk}"' in part


def test_a_member_without_meetings_may_open_one(cast, client):
    assert Membership.objects.filter(user=cast.colleague).exists()
    client.force_login(cast.colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'href="/meetings/new/"' in client.get("/").content.decode()
