from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.foundation.registry.search import FINDERS
from huiwu.kernel import clock
from huiwu.planning import services
from huiwu.planning.documents import plan_blocks
from huiwu.planning.models import Plan, Step, StepRole
from huiwu.planning.services.tasks import TaskWish


def found(cast, code, today):
    """Roots that the rule yields on `today`."""
    scope = Scope(meeting=cast.meeting, at=clock.now(), today=today)
    return sorted(hit.root for hit in RULES[code].find(scope))


def test_a_step_without_an_accountable_is_named(cast, plan, step):
    assert found(cast, "OM-014", date(2027, 2, 10)) == []
    StepRole.objects.filter(step=step("P06"), letter="A").delete()
    assert found(cast, "OM-014", date(2027, 2, 10)) == ["P06"]


def test_a_task_of_nobody_is_named(cast, plan):
    services.add_task(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, wish=TaskWish(name="印席卡"))
    assert found(cast, "OM-014", date(2027, 2, 10)) == ["T01"]


def test_a_step_past_its_last_day_blocks_until_it_is_done_or_replanned(cast, plan):
    assert found(cast, "OM-016", date(2027, 1, 27)) == []
    assert found(cast, "OM-016", date(2027, 1, 28)) == ["P02", "P03"]
    Step.objects.filter(code__in=["P02", "P03"]).update(status="done")
    assert found(cast, "OM-016", date(2027, 1, 28)) == []


def test_an_unmet_deadline_blocks_from_the_start(cast, plan):
    unmet = {"code": "visa", "name": "签证", "kind": "visa", "why": "来不及", "needed_on": "2027-01-01"}
    Plan.objects.update(notes={"unmet": [unmet]})
    assert found(cast, "OM-016", date(2027, 1, 12)) == ["unmet:visa"]


def test_past_the_planned_day_warns_before_the_last_day(cast, plan, step):
    late = step("P12").finish_on + timedelta(days=1)
    Step.objects.exclude(code="P12").update(status="done")
    assert found(cast, "GEN-PLN-01", late) == ["P12"]
    assert found(cast, "OM-016", late) == []


def test_due_soon_without_evidence_warns(cast, plan):
    assert found(cast, "GEN-PLN-02", date(2027, 1, 23)) == []
    assert found(cast, "GEN-PLN-02", date(2027, 1, 24)) == ["P02", "P03"]


def test_a_step_that_begins_soon_has_somebody(cast, plan):
    assert found(cast, "GEN-PLN-03", date(2027, 1, 20)) == []
    assert found(cast, "GEN-PLN-03", date(2027, 1, 21)) == ["P09"]


def test_an_owner_on_leave_during_the_step_is_named(cast, plan, step):
    services.record_absence(
        actor=cast.actor("planner"),
        org_id=cast.org.pk,
        user_id=cast.planner.pk,
        from_on=step("P06").finish_on,
        to_on=step("P06").finish_on,
    )
    roots = [root.partition(":")[0] for root in found(cast, "GEN-PLN-04", date(2027, 1, 12))]
    assert roots == ["P06", "P11"]


def test_a_gate_past_its_day_is_named(cast, plan):
    assert found(cast, "GEN-PLN-05", date(2027, 1, 28)) == ["G1"]


def test_an_unannounced_year_is_a_hint(cast, plan):
    assert found(cast, "GEN-PLN-06", date(2027, 1, 12)) == ["calendar"]


def test_a_plan_behind_its_meeting_is_named(cast, plan):
    assert found(cast, "GEN-PLN-07", date(2027, 1, 12)) == []
    cast.meeting.expected_headcount = 300
    assert found(cast, "GEN-PLN-07", date(2027, 1, 12)) == ["anchors"]


@pytest.mark.parametrize("code", [code for code in sorted(RULES) if code.startswith("GEN-PLN")])
def test_without_a_plan_nothing_is_found(cast, code):
    assert found(cast, code, date(2027, 3, 1)) == []


def test_moved_dates_touch_the_plan_and_what_is_pinned(cast, plan, step):
    services.pin_step(
        actor=cast.actor("lead"), step_id=step("P12").pk, revision=1, start_on=date(2027, 2, 8),
        finish_on=date(2027, 2, 26),
    )  # fmt: skip
    change = Change("meeting.start_on", "首日", date(2027, 3, 18), date(2027, 3, 25))
    touched = [(item.kind, item.label) for item in impacts(cast.meeting, [change]) if item.kind in ("plan", "step")]
    assert touched == [("plan", "工作计划"), ("step", "P12 嘉宾邀请与确认跟进")]


def test_the_search_box_finds_steps_of_ones_own_meetings_only(cast, plan):
    _title, find = FINDERS["step"]
    assert [hit.title for hit in find(cast.actor("lead"), "p11", 5)] == ["P11 议程细化（环节时长/主讲）"]
    assert list(find(cast.actor("stranger"), "p11", 5)) == []


def test_the_plan_stands_on_paper_as_milestones_gantt_and_raci(cast, plan):
    milestones, gantt, raci = plan_blocks(cast.meeting)
    assert [row[0] for row in milestones.rows][:3] == ["G0", "G1", "G2"]
    assert (gantt.rows[0].label, gantt.rows[0].done) == ("P01 初步接洽与信息收集", True)
    assert raci.rows[0].marks[raci.columns.index("客户经理")] == "R/A"
    assert len(gantt.rows) == len(raci.rows) == 65


def test_without_a_plan_there_is_nothing_for_paper(cast):
    assert plan_blocks(cast.meeting) == []
