from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiwu.foundation.models import Job
from huiwu.foundation.worker import Worker
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.planning import services
from huiwu.planning.bridge import rows
from huiwu.planning.errors import LevellingRunning
from huiwu.planning.models import Absence, PlanProposal, WorkdayTable
from huiwu.planning.queries import late_steps, my_open_steps, steps_due
from huiwu.planning.queries.workload import overload
from huiwu.planning.services.tasks import TaskWish

LEAVE = {"from_on": date(2027, 3, 1), "to_on": date(2027, 3, 5)}


def crowd(cast, count):
    """陈策 gets `count` tasks on the same days."""
    for number in range(count):
        wish = TaskWish(
            name=f"核对第 {number} 批", owner_id=cast.planner.pk, length_days=2, not_before_on=date(2027, 3, 2)
        )
        services.add_task(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, wish=wish)


def run_jobs():
    worker = Worker()
    while worker.work_once():
        pass


def test_overload_shows_who_and_when(cast, plan):
    crowd(cast, 4)
    found = {item.name: item for item in overload(plan, today=date(2027, 3, 1))}
    assert found["陈策"].days == (date(2027, 3, 2), date(2027, 3, 3))
    assert (found["陈策"].most, found["陈策"].capacity) == (4, 3)


def test_a_larger_capacity_takes_the_overload_away(cast, plan):
    crowd(cast, 4)
    services.set_capacity(actor=cast.actor("owner"), org_id=cast.org.pk, user_id=cast.planner.pk, parallel=5)
    assert "陈策" not in [item.name for item in overload(plan, today=date(2027, 3, 1))]


def test_an_absence_is_overload_on_the_days_of_work(cast, plan):
    crowd(cast, 1)
    services.record_absence(actor=cast.actor("planner"), org_id=cast.org.pk, user_id=cast.planner.pk, **LEAVE)
    found = {item.name: item for item in overload(plan, today=date(2027, 3, 1))}
    assert (found["陈策"].is_absent, date(2027, 3, 2) in found["陈策"].days) == (True, True)


def test_people_record_their_own_absence_only(cast):
    with pytest.raises(NotAllowed):
        services.record_absence(actor=cast.actor("planner"), org_id=cast.org.pk, user_id=cast.lead.pk, **LEAVE)
    with pytest.raises(NotFound):
        services.record_absence(actor=cast.actor("owner"), org_id=cast.org.pk, user_id=cast.stranger.pk, **LEAVE)
    assert Absence.objects.count() == 0


def test_the_same_absence_twice_is_one(cast):
    once = {"actor": cast.actor("planner"), "org_id": cast.org.pk, "user_id": cast.planner.pk, **LEAVE}
    assert services.record_absence(**once).pk == services.record_absence(**once).pk


def test_an_absence_that_ends_before_it_begins_is_refused(cast):
    with pytest.raises(InvalidInput):
        services.record_absence(
            actor=cast.actor("planner"),
            org_id=cast.org.pk,
            user_id=cast.planner.pk,
            from_on=date(2027, 3, 5),
            to_on=date(2027, 3, 1),
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_levelling_becomes_a_proposal_with_less_overload(january, cast, plan):
    crowd(cast, 5)
    job = services.ask_for_levelling(actor=cast.actor("lead"), meeting_id=cast.meeting.pk, seconds=3)
    with pytest.raises(LevellingRunning):
        services.ask_for_levelling(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    run_jobs()
    job.refresh_from_db()
    proposal = PlanProposal.objects.get()
    before, after = proposal.difference["overload"]
    assert (job.state, job.result) == (Job.State.DONE, {"proposal_id": str(proposal.pk)})
    assert after < before
    services.accept_proposal(actor=cast.actor("lead"), proposal_id=proposal.pk)
    assert "陈策" not in [item.name for item in overload(plan, today=date(2027, 3, 1))]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_absence_moves_only_what_it_hits(january, cast, plan, step):
    crowd(cast, 2)
    before = {s.code: (s.start_on, s.finish_on) for s in plan.steps.all()}
    services.record_absence(actor=cast.actor("planner"), org_id=cast.org.pk, user_id=cast.planner.pk, **LEAVE)
    run_jobs()
    proposal = PlanProposal.objects.get(kind="repair")
    services.accept_proposal(actor=cast.actor("lead"), proposal_id=proposal.pk)
    moved = {s.code for s in plan.steps.all() if (s.start_on, s.finish_on) != before[s.code]}
    assert {"T01", "T02"} <= moved
    assert all(step(code).owner == cast.planner for code in moved)
    assert step("T01").start_on > LEAVE["to_on"]


def test_steps_due_late_and_mine(cast, plan):
    with clock.at(datetime(2027, 2, 5, tzinfo=UTC)):
        mine = [s.code for s in my_open_steps(cast.actor("planner"))]
        due = [s.code for s in steps_due(cast.actor("lead"), until=date(2027, 1, 27))]
        late = [s.code for s in late_steps(cast.actor("account"), today=date(2027, 1, 28))]
    assert mine[:2] == ["P06", "P11"]
    assert (due, late) == (["P02", "P03"], ["P02", "P03"])
    assert list(steps_due(cast.actor("stranger"), until=date(2027, 12, 31))) == []


def edit_year(cast, revision, **more):
    table = {"state": "announced", "source": "国办发明电〔2026〕", "holidays": {"2027-02-18": "春节"}, "workdays": []}
    return services.edit_workdays(
        actor=cast.actor("owner"), org_id=cast.org.pk, year=2027, revision=revision, **(table | more)
    )


def test_an_edited_year_is_what_plans_are_computed_with(cast, january):
    edit_year(cast, 0)
    calendar = rows.calendar_of(cast.org.pk)
    assert (calendar.is_workday(date(2027, 2, 18)), calendar.is_workday(date(2027, 2, 8))) == (False, True)
    plan = services.launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    assert plan.notes["unannounced_years"] == []


@pytest.mark.django_db(transaction=True)
def test_a_new_calendar_is_proposed_to_every_live_meeting_it_moves(january, cast, plan):
    edit_year(cast, 0)
    run_jobs()
    proposal = PlanProposal.objects.get()
    assert (proposal.plan, proposal.reason, proposal.state) == (plan, "工作日历更新：2027", "waiting")
    assert proposal.result["plan"]["notes"]["unannounced_years"] == []


def test_a_day_cannot_be_off_and_a_make_up_workday(cast):
    with pytest.raises(InvalidInput) as refused:
        edit_year(cast, 0, workdays=["2027-02-18"])
    assert refused.value.fields == {"holidays": ["2027-02-18 既是放假日又是调休上班日。"]}


def test_the_second_editor_of_a_year_is_told(cast):
    edit_year(cast, 0)
    for stale in (0, 7):
        with pytest.raises(StaleEdit):
            edit_year(cast, stale, source="另一份")
    assert WorkdayTable.objects.get().source == "国办发明电〔2026〕"


def test_members_may_not_edit_the_calendar(cast):
    with pytest.raises(NotAllowed):
        services.edit_workdays(
            actor=cast.actor("lead"), org_id=cast.org.pk, year=2027, revision=0, state="announced", source="",
            holidays={}, workdays=[],
        )  # fmt: skip
