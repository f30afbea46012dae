"""The list of findings, claiming, letting stand, the catalogue, the panel, the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from huiwu.accounts.models import ApiToken
from huiwu.accounts.services import hash_token
from huiwu.checks import queries
from huiwu.checks.models import FindingRecord
from huiwu.foundation.registry.checks import RULES
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

NOW = datetime(2027, 2, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def february():
    with clock.at(NOW):
        yield


def finding(cast, n=1, code="OM-019", severity="block"):
    return FindingRecord.objects.create(
        meeting=cast.meeting,
        code=code,
        root=f"root-{n}",
        severity=severity,
        detail=f"第 {n} 处不一致",
        owner_role="compliance_officer",
        found_at=NOW,
        url="/m/qiming-2027/",
    )


def at(cast, name, *more):
    return reverse(f"checks:{name}", args=[cast.meeting.slug, *more])


def test_findings_stand_gravest_first_and_by_module(client, cast):
    for n, (code, severity) in enumerate(
        [("OM-026", "warn"), ("GEN-001", "block"), ("OM-019", "block"), ("OM-005", "hint")]
    ):
        finding(cast, n, code, severity)
    groups = queries.grouped(queries.open_findings(cast.meeting))
    assert [(g.severity, [m.module for m in g.modules]) for g in groups] == [
        ("block", ["compliance", "general"]),
        ("warn", ["compliance"]),
        ("hint", ["brief"]),
    ]
    client.force_login(cast.lead)
    assert "千人以上公众活动没有许可申请记录" in client.get(at(cast, "findings")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_for_one_and_three(client, cast, rows, django_assert_num_queries):
    for n in range(rows):
        finding(cast, n)
    client.force_login(cast.lead)
    client.get(at(cast, "findings"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at(cast, "findings"))


LIST_QUERIES = 15


def test_a_finding_is_claimed_with_a_note(client, cast):
    row = finding(cast)
    client.force_login(cast.planner)
    assert client.post(at(cast, "claim", row.pk), {"note": "今天补"}).status_code == 302
    row.refresh_from_db()
    assert (row.claimed_by, row.claim_note) == (cast.planner, "今天补")


def test_a_finding_is_let_stand_with_a_reason_and_counts_again_when_revoked(client, cast):
    row = finding(cast)
    client.force_login(cast.lead)
    short = client.post(at(cast, "waive", row.pk), {"reason": "好", "expires_on": "2027-02-20"})
    assert (short.status_code, "好" in short.content.decode()) == (409, True)
    assert (
        client.post(at(cast, "waive", row.pk), {"reason": "公安已口头同意", "expires_on": "2027-02-20"}).status_code
        == 302
    )
    assert list(queries.open_findings(cast.meeting)) == []
    assert "公安已口头同意" in client.get(at(cast, "findings")).content.decode()
    client.post(at(cast, "revoke", row.pk))
    assert list(queries.open_findings(cast.meeting)) == [row]


@pytest.mark.parametrize(
    ("who", "see", "waive"), [("planner", 200, 403), ("stranger", 404, 404), ("colleague", 404, 404)]
)
def test_those_who_may_not_are_refused(client, cast, who, see, waive):
    row = finding(cast)
    client.force_login(getattr(cast, who))
    assert client.get(at(cast, "findings")).status_code == see
    answer = client.post(at(cast, "waive", row.pk), {"reason": "没有必要", "expires_on": "2027-02-20"})
    assert (answer.status_code, row.waivers.count()) == (waive, 0)


def test_a_finding_of_another_meeting_is_not_found(client, cast):
    other = Meeting.objects.get(pk=cast.meeting.pk)
    other.pk, other.slug, other.number = None, "other", "2027-002"
    other.save(force_insert=True)
    row = finding(cast)
    client.force_login(cast.lead)
    assert client.post(reverse("checks:claim", args=["other", row.pk])).status_code == 404


def test_judging_now_writes_what_was_found(client, cast):
    Meeting.objects.filter(pk=cast.meeting.pk).update(name="启明科技国际峰会")
    client.force_login(cast.planner)
    assert client.post(at(cast, "judge")).status_code == 302
    assert FindingRecord.objects.filter(code="OM-020").count() == 1


def test_the_overview_says_what_is_missing(client, cast):
    for n in range(7):
        finding(cast, n)
    client.force_login(cast.lead)
    page = client.get(reverse("meetings:overview", args=[cast.meeting.slug])).content.decode()
    assert ("缺什么" in page, "还有 2 条。" in page) == (True, True)


def test_the_catalogue_lists_every_rule_once(client, cast):
    client.force_login(cast.colleague)
    page = client.get(reverse("checks:catalogue")).content.decode()
    assert [code for code in RULES if page.count(f">{code}</td>") != 1] == []


def test_the_api_answers_as_the_command_does(client, cast):
    Meeting.objects.filter(pk=cast.meeting.pk).update(name="启明科技国际峰会")
    ApiToken.objects.create(user=cast.lead, name="test", token_hash=hash_token("t"), scopes=["read"])
    ask = {"headers": {"Authorization": "Bearer t"}}
    url = f"/api/v1/meetings/{cast.meeting.slug}/findings"
    answer = client.get(url, **ask)
    meeting = Meeting.objects.get(pk=cast.meeting.pk)
    assert answer.status_code == 200
    assert answer.json() == {"findings": [f.as_contract() for f in queries.judgement(meeting)]}
    early = client.get(f"{url}?at=2026-01-01T09:00", **ask).json()["findings"]
    assert "OM-020" in [f["code"] for f in early]
    assert client.get("/api/v1/meetings/nothing/findings", **ask).status_code == 404
    assert client.get(url).status_code == 401
