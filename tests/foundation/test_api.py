from __future__ import annotations

import json
import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from huiwu.accounts.services import make_api_token, revoke_api_token
from huiwu.foundation.actors import Actor
from huiwu.foundation.api import answer_once, page
from huiwu.foundation.errors import CursorInvalid, IdempotencyKeyReused
from huiwu.foundation.models import IdempotentAnswer, TopicVersion
from huiwu.foundation.outbox import bump


@pytest.fixture
def token(cast):
    _row, text = make_api_token(actor=cast.actor("lead"), user=cast.lead, name="t", scopes=["read"])
    return text


def test_a_token_opens_the_api_as_its_owner(client, cast, token):
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.json() == {"id": str(cast.lead.pk), "email": "lead@example.test", "name": "林岚"}


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}])
def test_without_a_good_token_the_answer_is_a_problem(client, db, given):
    answer = client.get("/api/v1/me", headers=given)
    assert (answer.status_code, answer.json()["code"], answer.headers["Content-Type"]) == (
        401,
        "not_authenticated",
        "application/problem+json",
    )


def test_a_revoked_token_stops_at_once(client, cast):
    row, text = make_api_token(actor=cast.actor("lead"), user=cast.lead, name="t", scopes=["read"])
    revoke_api_token(actor=Actor.of_user(cast.lead), token_id=row.pk)
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 401


def test_a_token_for_reading_may_not_write(client, token):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "1"}
    assert client.post("/api/v1/me", headers=headers).json()["code"] == "scope_missing"


@pytest.mark.parametrize(
    ("method", "path", "code"), [("get", "nothing", "not_found"), ("post", "me", "method_not_allowed")]
)
def test_whatever_is_not_there_is_told_as_a_problem(client, cast, token, method, path, code):
    answer = getattr(client, method)(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["code"] == code


def test_the_description_is_open_and_of_version_3_1(client, db):
    assert client.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"


def test_pages_by_cursor_give_every_row_once_in_order(db):
    bump(*(f"t{i}" for i in range(7)))
    seen, cursor = [], ""
    while cursor is not None:
        rows, cursor = page(TopicVersion.objects.all(), limit=3, cursor=cursor, by="version")
        seen.append([row.topic for row in rows])
    assert seen == [["t0", "t1", "t2"], ["t3", "t4", "t5"], ["t6"]]


@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "W10"])
def test_a_cursor_of_somewhere_else_is_refused(db, cursor):
    with pytest.raises(CursorInvalid):
        page(TopicVersion.objects.all(), cursor=cursor, by="version")


def asked(body: dict[str, int]):
    return RequestFactory().post("/api/v1/x", json.dumps(body), content_type="application/json")


def give(request):
    with transaction.atomic():
        bump("made")
    version = TopicVersion.objects.get(topic="made").version
    return HttpResponse(json.dumps({"n": version}), content_type="application/json", status=201)


def test_repeating_a_key_returns_the_first_answer_byte_for_byte(db):
    who = uuid4()
    first, second = (answer_once(asked({"a": 1}), actor_id=who, key="k", give=give) for _ in range(2))
    assert (first.content, first.status_code) == (second.content, second.status_code) == (b'{"n": 1}', 201)
    assert second.headers["Idempotent-Replay"] == "true"


def test_a_key_belongs_to_one_request_and_one_actor(db):
    who = uuid4()
    answer_once(asked({"a": 1}), actor_id=who, key="k", give=give)
    with pytest.raises(IdempotencyKeyReused):
        answer_once(asked({"a": 2}), actor_id=who, key="k", give=give)
    assert answer_once(asked({"a": 2}), actor_id=uuid4(), key="k", give=give).content == b'{"n": 2}'


def test_a_fault_of_the_server_is_not_kept_and_undoes_what_was_done(db):
    def fail(request):
        bump("made")
        return HttpResponse("{}", status=500)

    assert answer_once(asked({}), actor_id=uuid4(), key="k", give=fail).status_code == 500
    assert (IdempotentAnswer.objects.count(), TopicVersion.objects.count()) == (0, 0)


def together(work) -> list[bytes]:
    answers: list[bytes] = []
    gate = threading.Barrier(4)

    def one() -> None:
        gate.wait()
        try:
            answers.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_four_at_once_with_one_key_have_one_effect_and_one_answer():
    who = uuid4()
    assert together(lambda: answer_once(asked({}), actor_id=who, key="k", give=give).content) == [b'{"n": 1}'] * 4


@pytest.mark.django_db(transaction=True)
def test_four_at_once_without_a_key_have_four_effects():
    """The repetition that the key guards against."""
    together(lambda: give(asked({})).content)
    assert TopicVersion.objects.get(topic="made").version == 4
