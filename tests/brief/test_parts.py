from __future__ import annotations

from datetime import date
from random import Random
from uuid import uuid4

import pytest

from huiwu.accounts.choices import Role
from huiwu.brief.bridge import clashes_of, date_warnings
from huiwu.brief.choices import IntakeStatus
from huiwu.brief.demo import build
from huiwu.brief.errors import GoalNotAgreed
from huiwu.brief.models import GoalResult, IntakeRecord
from huiwu.brief.queries.goals import goal_rows
from huiwu.brief.services import acknowledge_clashes, judge_goal, list_city_event, record_intake
from huiwu.documents.fourstate import filled, none, unfilled
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry import evidence, impact, search
from huiwu.foundation.registry.archive import RECORDS
from huiwu.foundation.registry.demo import DemoContext
from huiwu.foundation.registry.impact import Change
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from tests.brief.conftest import sign
from tests.brief.test_first_contact import SAID


def state(code: str, meeting) -> evidence.Evidence:
    return evidence.KINDS[code].state(meeting)


def test_the_signed_brief_is_the_clients_own_evidence_for_p02_p03_and_g1(cast, brief):
    kind = evidence.KINDS["brief.signed"]
    assert (kind.steps, kind.gates) == (("P02", "P03"), ("G1",))
    assert state("brief.signed", cast.meeting).present is False
    version = sign(cast, brief)
    shown = state("brief.signed", cast.meeting)
    assert (shown.present, shown.by, shown.by_client, shown.version_hash) == (
        True,
        "赵明远",
        True,
        version.content_hash,
    )
    assert state("brief.goals_agreed", cast.meeting).present is True


@pytest.mark.parametrize(("goals", "agreed"), [(unfilled(), False), (none(), True)])
def test_goals_nobody_asked_about_are_not_agreed_but_none_is_an_answer(cast, brief, rewrite, goals, agreed):
    rewrite(kpi=goals)
    sign(cast, brief)
    assert state("brief.goals_agreed", cast.meeting).present is agreed


def test_p01_is_shown_by_the_accepted_enquiry_else_by_the_meetings_client(cast):
    opened = state("intake.recorded", cast.meeting)
    assert (opened.present, opened.label) == (True, "立项号 2027-001")
    made = record_intake(actor=cast.actor("account"), org_id=cast.org.pk, submission_key=uuid4(), values=SAID)
    IntakeRecord.objects.filter(pk=made.pk).update(
        meeting=cast.meeting, status=IntakeStatus.ACCEPTED, decided_by=cast.account
    )
    shown = state("intake.recorded", cast.meeting)
    assert (shown.label, shown.by) == ("接洽记录：明湖制造 2027 年会", "周敏")
    cast.meeting.client_id = None
    IntakeRecord.objects.all().delete()
    assert state("intake.recorded", cast.meeting).present is False


def judge(cast, metric="到会率", **values):
    given = {"value": "93%"} | values
    return judge_goal(actor=cast.actor("lead"), meeting=cast.meeting, metric=metric, **given)


def test_a_goal_is_judged_from_target_and_value(cast, brief):
    sign(cast, brief)
    made = judge(cast)
    assert (made.outcome, made.target, made.measure, made.judged_by) == (
        "met",
        "≥ 90%",
        "实到 ÷ 确认，以签到为准",
        cast.lead,
    )
    assert judge(cast, metric="媒体报道篇数", value="17 篇").outcome == "missed"
    rows = {row.metric: row.result and row.result.outcome for row in goal_rows(cast.meeting)}
    assert rows == {"到会率": "met", "参会者满意度": None, "媒体报道篇数": "missed", "签署合作意向": None}


def test_a_goal_whose_value_is_no_number_needs_a_persons_outcome(cast, brief):
    sign(cast, brief)
    with pytest.raises(InvalidInput) as refused:
        judge(cast, value="九成出头")
    assert list(refused.value.fields) == ["outcome"]
    assert judge(cast, value="九成出头", outcome="partly").outcome == "partly"


def test_not_measured_needs_a_reason_and_a_measured_goal_its_value(cast, brief):
    sign(cast, brief)
    for values in (
        {"value": "", "outcome": "unmeasured"},
        {"value": ""},
        {"outcome": "splendid"},
        {"value": "9" * 201},
    ):
        with pytest.raises(InvalidInput):
            judge(cast, **values)
    assert judge(cast, value="", outcome="unmeasured", note="问卷系统故障").outcome == "unmeasured"


def test_goals_not_agreed_are_not_judged(cast, brief):
    with pytest.raises(GoalNotAgreed):
        judge(cast)
    sign(cast, brief)
    with pytest.raises(GoalNotAgreed):
        judge(cast, metric="没有商定的指标")
    with pytest.raises(NotAllowed):
        judge_goal(actor=cast.actor("planner"), meeting=cast.meeting, metric="到会率", value="93%")


def test_of_two_who_judge_one_goal_the_second_is_refused(cast, brief):
    sign(cast, brief)
    first = judge(cast)
    with pytest.raises(StaleEdit):
        judge(cast, value="80%")
    corrected = judge(cast, value="89%", revision=first.revision)
    assert (corrected.outcome, corrected.revision) == ("missed", 2)
    with pytest.raises(StaleEdit) as refused:
        judge(cast, value="95%", revision=first.revision)
    assert refused.value.theirs.value == "89%"


def test_wished_dates_are_warned_of_holidays_on_and_near_them(cast):
    values = SAID | {
        "start_on": date(2026, 10, 8),
        "end_on": date(2026, 10, 9),
        "alt_dates": [["2026-11-03", "2026-11-04"]],
    }
    made = record_intake(actor=cast.actor("account"), org_id=cast.org.pk, submission_key=uuid4(), values=values)
    wished, spare = date_warnings(made)
    assert [(c.kind, c.first.isoformat(), c.last.isoformat()) for c in wished.near] == [
        ("holiday", "2026-10-01", "2026-10-07"),
        ("makeup", "2026-10-10", "2026-10-10"),
    ]
    assert (wished.on, spare.is_clear) == ((), True)


def test_a_year_without_its_official_table_says_so(cast):
    made = record_intake(actor=cast.actor("account"), org_id=cast.org.pk, submission_key=uuid4(), values=SAID)
    assert "2027 年放假与调休安排未发布" in date_warnings(made)[0].note


def fair(cast):
    values = {
        "city": "上海",
        "name": "装备展",
        "kind": "exhibition",
        "start_on": date(2027, 3, 18),
        "end_on": date(2027, 3, 20),
    }
    return list_city_event(actor=cast.actor("lead"), org_id=cast.org.pk, values=values)


def test_the_same_city_event_twice_is_one_row(cast):
    assert fair(cast) == fair(cast)
    assert [clash.name for clash in clashes_of(cast.meeting)] == ["装备展"]


def test_moving_the_dates_touches_the_acknowledgement_and_new_goals_the_judgements(cast, brief):
    fair(cast)
    acknowledge_clashes(actor=cast.actor("lead"), meeting=cast.meeting, note="已知")
    sign(cast, brief)
    judge(cast)
    dates = impact.impacts(cast.meeting, [Change("meeting.start_on", "开始日期", "2027-03-18", "2027-04-15")])
    goals = impact.impacts(cast.meeting, [Change("brief.kpi", "目标", "a", "b")])
    assert {"document.brief", "date_acknowledgement"} <= {item.kind for item in dates}
    assert [item.kind for item in goals if item.kind == "goal_result"] == ["goal_result"]


def test_the_search_box_finds_enquiries_of_ones_own_company_only(cast):
    record_intake(actor=cast.actor("account"), org_id=cast.org.pk, submission_key=uuid4(), values=SAID)
    _title, find = search.FINDERS["intake"]
    assert [hit.title for hit in find(cast.actor("colleague"), "明湖 杭州", 5)] == ["明湖制造 2027 年会"]
    assert [hit.title for hit in find(cast.actor("colleague"), "0008", 5)] == ["明湖制造 2027 年会"]
    assert list(find(cast.actor("stranger"), "明湖", 5)) == []
    assert list(find(Actor("link"), "明湖", 5)) == []
    assert list(find(cast.actor("colleague"), "  ", 5)) == []


def test_the_archive_carries_enquiries_judgements_and_acknowledgements(cast):
    kinds = ("intake_records", "date_acknowledgements", "goal_results")
    assert [RECORDS[name].meeting_path for name in kinds] == ["meeting"] * 3


@pytest.mark.parametrize(("stage", "judged"), [("planning", 0), ("wrapup", 4)])
def test_the_demo_has_its_brief_signed_by_the_client_and_at_the_end_its_goals_judged(cast, stage, judged):
    ctx = DemoContext(
        org=cast.org,
        meeting=cast.meeting,
        stage=stage,
        people=600,
        today=date(2026, 11, 23),
        rng=Random(1),
        cast={Role.ACCOUNT_MANAGER: cast.account, Role.PROJECT_MANAGER: cast.lead},
        script={"brief": {"theme": "另一个主题", "alcohol": none()}},
    )
    build(ctx)
    assert (ctx.made["brief_version"].status, GoalResult.objects.count()) == ("confirmed", judged)
    assert ctx.made["brief_version"].content["theme"] == filled("另一个主题")
    assert cast.meeting.theme == "另一个主题"
    assert state("brief.signed", cast.meeting).by_client is True
    assert state("intake.recorded", cast.meeting).label.startswith("接洽记录")
