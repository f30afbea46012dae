from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from huiwu.accounts.models import ApiToken
from huiwu.accounts.services import hash_token
from huiwu.agenda.models import AgendaItem
from tests.agenda.conftest import release


@pytest.fixture
def call(client, cast) -> Any:
    ApiToken.objects.create(user=cast.lead, name="议程", scopes=["read", "write"], token_hash=hash_token("a"))
    ApiToken.objects.create(user=cast.stranger, name="外人", scopes=["read", "write"], token_hash=hash_token("b"))

    def asked(method: str, path: str, body: Any = None, *, token: str = "a") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        if method != "get":
            headers["Idempotency-Key"] = str(uuid4())
        given = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        url = f"/api/v1/meetings/{cast.meeting.slug}/agenda{path}"
        answer = client.generic(method.upper(), url, headers=headers, **given)
        return answer.status_code, answer.json()

    return asked


def titles(answer: Any) -> list[str]:
    return [item["title"] for day in answer["days"] for item in day["items"]]


def test_the_draft_and_the_version_in_force_are_read_apart(call, cast, add, plenary, wang) -> None:
    assert call("get", "")[0] == 404
    add(plenary, "开场演讲", who=((wang, "keynote"),))
    assert titles(call("get", "?draft=true")[1]) == ["开场演讲"]
    version = release(cast)
    add(plenary, "第二场", starts_at=plenary.start_at.replace(hour=3))
    status, answer = call("get", "")
    assert (status, answer["version"], answer["content_hash"]) == (200, version.number, version.content_hash)
    assert titles(answer) == ["开场演讲"]
    assert answer["days"][0]["items"][0]["speakers"][0]["name"] == "王建国"
    assert len(titles(call("get", "?draft=true")[1])) == 2


def body_of(function: Any, **more: Any) -> dict[str, Any]:
    given = {
        "function_id": str(function.pk),
        "title": "圆桌",
        "starts_at": function.start_at.isoformat(),
        "minutes": 30,
    }
    return given | more


def test_an_item_is_added_changed_and_a_stale_change_refused(call, plenary, wang) -> None:
    speakers = [{"attendee_id": str(wang.pk), "role": "keynote"}]
    status, made = call("post", "/items", body_of(plenary, speakers=speakers))
    assert (status, made["title"]) == (201, "圆桌")
    path = f"/items/{made['id']}"
    status, changed = call("put", path, body_of(plenary, minutes=40, revision=made["revision"]))
    assert (status, changed["minutes"], AgendaItem.objects.get().minutes) == (200, 40, 40)
    assert call("put", path, body_of(plenary, minutes=50, revision=made["revision"]))[0] == 409
    assert call("put", path, body_of(plenary, minutes=0, revision=changed["revision"]))[0] == 422


def test_contradictions_are_said_in_words(call, add, plenary, breakout, wang) -> None:
    first = add(plenary, "开场", who=((wang, "keynote"),))
    second = add(breakout, "分会", who=((wang, "talk"),))
    status, found = call("get", "/conflicts")
    assert status == 200
    clash = next(one for one in found if one["impossible"])
    assert set(clash["items"]) == {str(first.pk), str(second.pk)}
    assert "王建国" in clash["sentence"]


def test_a_stranger_finds_nothing(call, plenary) -> None:
    assert call("get", "?draft=true", token="b")[0] == 404
    assert call("post", "/items", body_of(plenary), token="b")[0] == 404
