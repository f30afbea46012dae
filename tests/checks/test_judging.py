"""Findings are found, remembered, mended, claimed, waived and escalated."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from huiwu.checks import jobs, queries, services
from huiwu.checks.errors import ExpiryNotUsable, NotWaivable, ReasonMissing
from huiwu.checks.models import FindingRecord
from huiwu.config.cli import main
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry import checks as registry
from huiwu.foundation.registry import statements
from huiwu.foundation.registry.checks import Hit, Subject, check
from huiwu.foundation.registry.statements import Reference, Requirement, Statement
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed
from huiwu.meetings.models import Meeting

MARCH_FIRST = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def only_rule():
    """Registers one rule for the test: a meeting without a city. Every other rule is set aside meanwhile."""
    kept = dict(registry.RULES)
    registry.RULES.clear()

    @check("TST-1", module="test", severity="warn", title="没有城市", step="P01", from_days_before=60)
    def meetings_without_a_city(scope):
        if not scope.meeting.city:
            yield Hit(
                detail="城市未填", subjects=(Subject("meeting", str(scope.meeting.pk), scope.meeting.name),), url="/x"
            )

    yield
    registry.RULES.clear()
    registry.RULES.update(kept)


@pytest.fixture
def faulty(cast, only_rule) -> Meeting:
    Meeting.objects.filter(pk=cast.meeting.pk).update(city="")
    cast.meeting.refresh_from_db()
    return cast.meeting


def test_a_fault_is_found_with_everything_the_contract_names(faulty):
    assert [f.as_contract() for f in queries.judgement(faulty, MARCH_FIRST)] == [
        {
            "code": "TST-1",
            "severity": "warn",
            "title": "没有城市",
            "detail": "城市未填",
            "subjects": [{"type": "meeting", "id": str(faulty.pk), "label": faulty.name}],
            "step": "P01",
            "owner_role": "project_manager",
            "url": "/x",
            "action": "",
        }
    ]


def test_a_rule_keeps_quiet_before_its_day(faulty):
    before = datetime(2027, 1, 10, tzinfo=UTC)  # T-67
    assert queries.judgement(faulty, before) == []


def test_judging_twice_remembers_once_and_mending_closes_it_and_relapse_reopens_it(faulty):
    with clock.at(MARCH_FIRST):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        assert list(queries.open_findings(faulty).values_list("code", "times_found")) == [("TST-1", 1)]
        faulty.city = "上海"
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        assert list(queries.open_findings(faulty)) == []
        faulty.city = ""
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        assert list(queries.open_findings(faulty).values_list("code", "times_found")) == [("TST-1", 2)]
    kinds = FactRecord.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["finding_appeared", "finding_mended", "finding_appeared"]


def test_a_waiver_hides_a_finding_until_its_day_and_no_longer(cast, faulty):
    with clock.at(MARCH_FIRST):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        row = FindingRecord.objects.get()
        services.waive_finding(
            actor=cast.actor("lead"), finding_id=row.pk, reason="线上会议，没有城市", expires_on=date(2027, 3, 5)
        )
        assert list(queries.open_findings(faulty)) == []
    with clock.at(datetime(2027, 3, 5, 20, 0, tzinfo=UTC)):  # already the 6th in Shanghai
        assert [r.pk for r in queries.open_findings(faulty)] == [row.pk]


def test_a_waiver_needs_a_reason_a_usable_day_and_somebody_who_leads(cast, faulty):
    with clock.at(MARCH_FIRST):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        ask = {"finding_id": FindingRecord.objects.get().pk, "reason": "已与客户说明", "expires_on": date(2027, 3, 5)}
        with pytest.raises(NotAllowed):
            services.waive_finding(actor=cast.actor("planner"), **ask)
        with pytest.raises(ReasonMissing):
            services.waive_finding(actor=cast.actor("lead"), **(ask | {"reason": "  "}))
        with pytest.raises(ExpiryNotUsable):
            services.waive_finding(actor=cast.actor("lead"), **(ask | {"expires_on": date(2027, 3, 1)}))
        with pytest.raises(ExpiryNotUsable):
            services.waive_finding(actor=cast.actor("lead"), **(ask | {"expires_on": date(2028, 3, 1)}))
    assert FindingRecord.objects.get().waivers.count() == 0


def test_what_the_sop_itself_states_cannot_be_waived(cast, faulty):
    with clock.at(MARCH_FIRST):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        FindingRecord.objects.update(code="OM-010")
        with pytest.raises(NotWaivable):
            services.waive_finding(
                actor=cast.actor("owner"),
                finding_id=FindingRecord.objects.get().pk,
                reason="老板同意了",
                expires_on=date(2027, 3, 5),
            )


def test_an_unclaimed_warning_is_escalated_once_when_the_day_is_near(cast, faulty):
    near = datetime(2027, 3, 16, 1, 0, tzinfo=UTC)  # T-2
    with clock.at(near):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
    assert FindingRecord.objects.get().escalated_at == near
    assert FactRecord.objects.filter(kind="finding_escalated").count() == 1


def test_a_claimed_warning_is_not_escalated(cast, faulty):
    with clock.at(MARCH_FIRST):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
        services.claim_finding(actor=cast.actor("planner"), finding_id=FindingRecord.objects.get().pk, note="今天补")
    with clock.at(datetime(2027, 3, 16, 1, 0, tzinfo=UTC)):
        services.judge_meeting(actor=SYSTEM, meeting=faulty)
    row = FindingRecord.objects.get()
    assert (row.claimed_by, row.escalated_at) == (cast.planner, None)


def test_the_worker_judges_a_meeting_once_for_any_number_of_facts(cast, faulty):
    with clock.at(MARCH_FIRST):
        FactRecord.objects.bulk_create(
            FactRecord(kind="meeting_changed", meeting_id=faulty.pk, actor_kind="system") for _ in range(3)
        )
        jobs.judge_meetings_with_news()
        assert FindingRecord.objects.count() == 1
        assert jobs._with_news() == []


def test_other_peoples_meetings_are_not_judged_for_a_stranger(cast, faulty):
    with pytest.raises(NotAllowed):
        services.judge_meeting(actor=cast.actor("stranger"), meeting=faulty)


def test_the_command_prints_one_document_and_exits_by_severity(faulty, capsys):
    assert main(["check", faulty.slug, "--at", "2027-03-01", "--format", "json"]) == 0
    assert [f["code"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["TST-1"]
    assert main(["check", faulty.slug, "--at", "2027-03-01", "--severity", "warn"]) == 1
    assert main(["check", "no-such-meeting"]) == 1


@pytest.fixture
def declared():
    """What the test declares to the general layer is taken back afterwards."""
    lists = (statements.STATEMENTS, statements.REFERENCES, statements.REQUIREMENTS)
    before = [list(rows) for rows in lists]
    for rows in lists:
        rows.clear()
    yield
    for rows, kept in zip(lists, before, strict=True):
        rows[:] = kept


def codes(meeting, at=MARCH_FIRST):
    return [f.code for f in queries.judgement(meeting, at) if f.code.startswith("GEN-00")]


def test_two_documents_that_disagree_contradict_and_white_space_is_no_disagreement(cast, declared):
    @statements.states
    def two_documents(meeting):
        yield Statement("meeting.venue", "地点", "需求简报", "国际会议中心")
        yield Statement("meeting.venue", "地点", "策划方案", " 国际 会议中心")
        yield Statement("meeting.date", "日期", "需求简报", "2027-03-18")
        yield Statement("meeting.date", "日期", "策划方案", "2027-03-19")

    assert codes(cast.meeting) == ["GEN-001"]
    assert "日期" in next(f.detail for f in queries.judgement(cast.meeting, MARCH_FIRST) if f.code == "GEN-001")


def test_a_reference_to_something_cancelled_or_expired_before_use_is_found(cast, declared):
    needed = date(2027, 3, 18)

    @statements.refers
    def references(meeting):
        yield Reference("开幕式", "一号厅", "ok", expires_on=needed, needed_on=needed)
        yield Reference("茶歇", "前厅", "cancelled")
        yield Reference("搭建", "资质证书", "ok", expires_on=needed - timedelta(days=1), needed_on=needed)

    assert codes(cast.meeting) == ["GEN-002", "GEN-002"]


def test_a_requirement_empty_past_its_day_is_found_and_on_its_day_is_not(cast, declared):
    @statements.requires
    def requirements(meeting):
        yield Requirement("到期未填", date(2027, 2, 28), is_filled=False)
        yield Requirement("今天到期", date(2027, 3, 1), is_filled=False)
        yield Requirement("已填", date(2027, 1, 1), is_filled=True)

    assert codes(cast.meeting) == ["GEN-003"]
