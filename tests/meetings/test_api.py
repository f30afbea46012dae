from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from huiwu.accounts.models import ApiToken
from huiwu.accounts.services import hash_token
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.services import add_function

URL = "/api/v1/meetings"


@pytest.fixture
def call(client, cast):
    """Call the API as one of the cast."""

    def go(method, url=URL, body=None, who="lead", **headers):
        token = f"token-of-{who}"
        row = {"user": getattr(cast, who), "name": who, "scopes": ["read", "write"]}
        ApiToken.objects.get_or_create(token_hash=hash_token(token), defaults=row)
        given = {"content_type": "application/json", "data": body} if body is not None else {}
        return getattr(client, method)(url, headers={"Authorization": f"Bearer {token}", **headers}, **given)

    return go


NEW = {
    "name": "海川年会",
    "meeting_type": "annual_gala",
    "start_on": "2027-11-05",
    "end_on": "2027-11-05",
    "expected_headcount": 600,
    "client_name": "海川集团",
    "contacts": [{"name": "郑和", "phone": "13900000009", "is_approver": True}],
}


def test_a_meeting_is_read_by_uuid_or_slug(call, cast):
    by_slug = call("get", f"{URL}/qiming-2027")
    assert (by_slug.status_code, by_slug.json()["id"]) == (200, str(cast.meeting.pk))
    assert call("get", f"{URL}/{cast.meeting.pk}").json() == by_slug.json()
    answer = by_slug.json()
    assert (answer["start_on"], answer["client"]["name"], answer["revision"]) == ("2027-03-18", "启明科技", 1)
    assert datetime.fromisoformat(answer["created_at"]).utcoffset() is not None


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_a_meeting_one_may_not_see_does_not_exist(call, cast, who):
    answers = [call("get", f"{URL}/qiming-2027", who=who), call("patch", f"{URL}/qiming-2027", {"city": "x"}, who=who)]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "not_found")] * 2
    assert call("get", who=who).json() == {"items": [], "next_cursor": None}


def test_the_planner_reads_but_does_not_change(call, cast):
    answer = call("patch", f"{URL}/qiming-2027", {"city": "杭州"}, who="planner")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_without_a_token_nothing_is_answered(client, cast):
    answer = client.get(URL)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_meeting_is_opened_once_per_idempotency_key(call, cast):
    key = {"Idempotency-Key": str(uuid4())}
    first, again = call("post", body=NEW, **key), call("post", body=NEW, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    made = Meeting.objects.get(name="海川年会")
    assert (made.number, made.size_tier, made.client.contacts.get().name) == ("2027-002", "L", "郑和")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"end_on": "2027-11-04"}, "end_on"),
        ({"meeting_type": "picnic"}, "meeting_type"),
        ({"expected_headcount": 0}, "expected_headcount"),
        ({"fireworks": True}, "given.fireworks"),
    ],
)
def test_wrong_input_is_a_problem_with_the_field(call, cast, wrong, field):
    answer = call("post", body={**NEW, **wrong})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (answer.json()["code"], list(answer.json()["errors"])) == ("invalid_input", [field])
    assert Meeting.objects.count() == 1


def test_a_change_touches_only_what_was_given(call, cast):
    answer = call("patch", f"{URL}/qiming-2027", {"city": "杭州", "revision": 1})
    assert (answer.status_code, answer.json()["city"], answer.json()["theme"]) == (200, "杭州", "同行致远")
    stale = call("patch", f"{URL}/qiming-2027", {"city": "苏州", "revision": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_edit")


def test_new_days_move_the_functions(call, cast):
    start = datetime.fromisoformat("2027-03-18T09:00+08:00")
    add_function(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name="开幕式",
        kind="opening",
        start_at=start,
        end_at=start + timedelta(hours=2),
    )
    days = {"start_on": "2027-04-15", "end_on": "2027-04-16", "theme": "新主题"}
    answer = call("patch", f"{URL}/qiming-2027", days)
    assert (answer.status_code, answer.json()["start_on"], answer.json()["theme"]) == (200, "2027-04-15", "新主题")
    assert Function.objects.get().start_at == start + timedelta(days=28)
    wrong = call("patch", f"{URL}/qiming-2027", {"end_on": "2027-04-01", "theme": "不保存"})
    assert (wrong.status_code, Meeting.objects.get().theme) == (422, "新主题")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_pages_by_cursor_with_the_same_queries(call, cast, django_assert_num_queries, count):
    for nth in range(count - 1):
        Meeting.objects.create(
            org=cast.org,
            client=cast.client,
            number=f"2027-1{nth}",
            slug=f"m{nth}",
            name=f"会议{nth}",
            meeting_type="other",
            size_tier="S",
            expected_headcount=9,
            start_on=date(2027, 5, 1),
            end_on=date(2027, 5, 1),
        )
    call("get", who="owner")
    with django_assert_num_queries(4):  # the test's look-up of the token, the token, meetings with clients, leads
        answer = call("get", who="owner")
    assert len(answer.json()["items"]) == count
    seen, cursor = [], ""
    while cursor is not None:
        part = call("get", f"{URL}?limit=1&cursor={cursor}", who="owner").json()
        seen += [row["slug"] for row in part["items"]]
        cursor = part["next_cursor"]
    assert seen == [row["slug"] for row in answer.json()["items"]]


def test_a_bad_cursor_is_a_problem(call, cast):
    assert call("get", f"{URL}?cursor=nonsense").json()["code"] == "cursor_invalid"
