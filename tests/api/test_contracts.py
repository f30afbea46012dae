"""The REST API keeps to its own description, and to contracts.md, whatever is sent."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiwu.accounts.models import ApiToken
from huiwu.accounts.services import hash_token
from huiwu.config.wsgi import application
from huiwu.meetings.models import Meeting

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROOT = "/api/v1"
schema = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", application)


@pytest.fixture(autouse=True)
def kept_connection():
    """As Django's own test client: the end of a request does not close the connection that holds the test's data."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def token(cast):
    ApiToken.objects.create(user=cast.lead, name="合同", scopes=["read", "write"], token_hash=hash_token("contract"))
    ApiToken.objects.create(user=cast.lead, name="只读", scopes=["read"], token_hash=hash_token("reader"))
    return {"Authorization": "Bearer contract"}


@pytest.fixture
def call(client, token):
    def go(method: str, path: str, body: Any = None, **headers: str) -> Any:
        given = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return client.generic(method.upper(), f"{ROOT}{path}", headers={**token, **headers}, **given)

    return go


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_one_that_the_description_names(case, token, db):
    case.call_and_validate(headers=token, checks=CHECKS)


@schema.include(path_regex=r"\{meeting\}").parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_so_is_every_answer_about_a_meeting_that_exists(case, token, db):
    case.path_parameters["meeting"] = "qiming-2027"
    case.call_and_validate(headers=token, checks=CHECKS)


@schema.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_without_a_token_every_operation_is_refused(case, db):
    case.headers = {}
    answer = case.call()
    refused = (answer.status_code, answer.headers["content-type"][0], answer.json()["code"])
    assert refused in ((401, PROBLEM, "not_authenticated"), (405, PROBLEM, "method_not_allowed"))


NEW = {
    "name": "海川年会",
    "meeting_type": "annual_gala",
    "start_on": "2027-11-05",
    "end_on": "2027-11-05",
    "expected_headcount": 600,
}


def problem_of(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer["Content-Type"], answer.json()["code"]


PROBLEM = "application/problem+json"


def test_a_meeting_is_named_by_uuid_or_slug(call, cast):
    by_slug = call("get", "/meetings/qiming-2027").json()
    assert call("get", f"/meetings/{cast.meeting.pk}").json() == by_slug
    assert datetime.fromisoformat(by_slug["created_at"]).utcoffset() is not None


@pytest.mark.parametrize("key", ["nowhere", "00000000-0000-4000-8000-000000000000", "%00", "..", "' OR 1=1 --", "会议"])
def test_what_does_not_exist_is_a_problem(call, key):
    assert problem_of(call("get", f"/meetings/{key}")) == (404, PROBLEM, "not_found")


def test_an_address_that_does_not_exist_is_a_problem(call):
    assert problem_of(call("get", "/dragons")) == (404, PROBLEM, "not_found")
    assert problem_of(call("delete", "/meetings")) == (405, PROBLEM, "method_not_allowed")


@pytest.mark.parametrize("body", ["{", "[]", "null", '"x"', '{"name": 1}', "\x00", "{" * 10_000])
def test_what_is_not_a_meeting_is_a_problem(client, token, body):
    answer = client.post(f"{ROOT}/meetings", data=body, content_type="application/json", headers=token)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == PROBLEM
    assert Meeting.objects.count() == 1


def test_a_token_for_reading_does_not_write(client, token):
    reader = {"Authorization": "Bearer reader"}
    assert client.get(f"{ROOT}/meetings", headers=reader).status_code == 200
    answer = client.post(f"{ROOT}/meetings", json.dumps(NEW), content_type="application/json", headers=reader)
    assert problem_of(answer) == (403, PROBLEM, "scope_missing")


@pytest.mark.parametrize("word", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic Y29udHJhY3Q=", "contract"])
def test_a_bad_token_is_refused(client, db, word):
    assert problem_of(client.get(f"{ROOT}/meetings", headers={"Authorization": word})) == (
        401, PROBLEM, "not_authenticated",
    )  # fmt: skip


def test_repeating_a_write_with_its_key_returns_the_first_answer(call):
    key = {"Idempotency-Key": str(uuid4())}
    first, again = call("post", "/meetings", NEW, **key), call("post", "/meetings", NEW, **key)
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    assert Meeting.objects.count() == 2
    other = call("post", "/meetings", {**NEW, "name": "另一场"}, **key)
    assert problem_of(other) == (422, PROBLEM, "idempotency_key_reused")


def test_a_list_is_read_by_cursor_to_its_end(call, cast):
    for nth in range(4):
        call("post", "/meetings", {**NEW, "name": f"会议{nth}"})
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        part = call("get", f"/meetings?limit=2&cursor={cursor}").json()
        seen += [row["id"] for row in part["items"]]
        cursor = part["next_cursor"]
    assert len(seen) == len(set(seen)) == 5
    assert problem_of(call("get", "/meetings?cursor=nonsense")) == (422, PROBLEM, "cursor_invalid")


def test_findings_are_those_that_the_command_prints(call, cast, capsys):
    from huiwu.config.cli import main

    answer = call("get", "/meetings/qiming-2027/findings?at=2027-03-17T09:00:00%2B08:00")
    assert answer.status_code == 200
    main(["check", "qiming-2027", "--at", "2027-03-17T09:00:00+08:00", "--format", "json"])
    assert answer.json() == json.loads(capsys.readouterr().out)
    first = answer.json()["findings"][0]
    wanted = {"code", "severity", "title", "detail", "subjects", "step", "owner_role", "url"}
    assert wanted <= first.keys()
    assert first["severity"] in ("block", "warn", "hint")


def test_the_description_names_the_way_to_log_in(client, db):
    found = client.get(f"{ROOT}/openapi.json").json()
    (way,) = found["components"]["securitySchemes"].values()
    assert (way["type"], way["scheme"]) == ("http", "bearer")
    assert {"/api/v1/meetings", "/api/v1/meetings/{meeting}", "/api/v1/meetings/{meeting}/findings"} <= set(
        found["paths"]
    )
