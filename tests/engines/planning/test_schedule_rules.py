"""The rules of sop.md §2 as properties of every plan, and what re-planning keeps."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiwu.engines.planning.calendar import WorkCalendar, every_day_calendar
from huiwu.engines.planning.catalogue import built_in_template
from huiwu.engines.planning.difference import applied, bars, difference
from huiwu.engines.planning.plan import Fixed, MeetingFacts, OwnTask, Plan, PlannedStep
from tests.engines.planning.meetings import calendars, days_of, facts, meetings, own_tasks, planned

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def placed(plan: Plan) -> dict[str, PlannedStep]:
    return {s.id: s for s in plan.steps if s.early_start is not None}


@quick
@given(meetings(), calendars, own_tasks())
def test_every_dependency_is_there_and_rule_3_holds(
    meeting: MeetingFacts, calendar: WorkCalendar, tasks: list[OwnTask]
) -> None:
    plan = planned(meeting, calendar, tasks=tasks)
    steps = placed(plan)
    for step in steps.values():
        for link in step.deps:
            dep = steps[link.id]
            ours, theirs = days_of(step), days_of(dep)
            if plan.feasible:
                assert ours.early_start >= theirs.early_start, (dep.id, step.id)
            if plan.feasible and not link.start_only:
                assert ours.late_finish >= theirs.late_finish, (dep.id, step.id)
                assert ours.early_finish >= theirs.early_finish, (dep.id, step.id)


@quick
@given(meetings(), calendars, own_tasks())
def test_early_is_not_after_late_and_slack_and_critical_agree(
    meeting: MeetingFacts, calendar: WorkCalendar, tasks: list[OwnTask]
) -> None:
    plan = planned(meeting, calendar, tasks=tasks)
    for step in placed(plan).values():
        days = days_of(step)
        assert days.early_start <= days.early_finish
        assert step.critical == (step.slack <= 0)
        assert step.late == (days.late_finish < meeting.today)
        if plan.feasible:
            assert days.early_start <= days.late_start <= days.late_finish
            assert days.early_finish <= days.late_finish
            assert days.early_start >= meeting.today
            assert not step.late
    critical = {s.id for s in placed(plan).values() if s.critical and s.merged_into is None}
    assert set(plan.critical_path) == critical
    assert plan.feasible == (not plan.unmet)


@quick
@given(meetings(), calendars)
def test_preparation_is_over_before_the_meeting_in_every_feasible_plan(
    meeting: MeetingFacts, calendar: WorkCalendar
) -> None:
    plan = planned(meeting, calendar)
    if plan.feasible:
        for step in placed(plan).values():
            if step.phase == "pre_event" and step.mode == "window":
                assert days_of(step).late_finish < meeting.start_on


@quick
@given(meetings(), calendars)
def test_what_is_shortened_keeps_the_least_length_and_more_time_never_hurts(
    meeting: MeetingFacts, calendar: WorkCalendar
) -> None:
    plan = planned(meeting, calendar)
    assert all(1 <= s.to_days < s.from_days for s in plan.shortened)
    assert all(p.to_on > p.from_on for p in plan.postponed)
    assert not {p.id for p in plan.postponed} & {s.id for s in plan.steps if s.omitted}


@quick
@given(meetings(), calendars, own_tasks())
def test_planning_twice_gives_the_same(meeting: MeetingFacts, calendar: WorkCalendar, tasks: list[OwnTask]) -> None:
    first, second = planned(meeting, calendar, tasks=tasks), planned(meeting, calendar, tasks=tasks)
    assert first == second
    assert difference(first, second).is_empty


@quick
@given(meetings(), calendars, st.integers(0, 60), st.sampled_from(["done", "pinned", "signed"]))
def test_replanning_keeps_what_is_fixed(meeting: MeetingFacts, calendar: WorkCalendar, later: int, reason: str) -> None:
    first = planned(meeting, calendar)
    kept = [
        Fixed(s.id, days_of(s).early_start, days_of(s).early_finish, reason)
        for s in list(placed(first).values())[::3]
        if s.merged_into is None
    ]
    then = MeetingFacts(
        meeting.type, meeting.headcount, meeting.start_on, meeting.end_on,
        min(meeting.today + timedelta(days=later), meeting.start_on), meeting.conditions,
    )  # fmt: skip
    steps = placed(planned(then, calendar, fixed=kept))
    for item in kept:
        assert (steps[item.id].early_start, steps[item.id].early_finish) == (item.start_on, item.finish_on)
        assert steps[item.id].fixed == reason


@quick
@given(meetings(), calendars, own_tasks())
def test_pinning_a_whole_feasible_plan_changes_nothing(
    meeting: MeetingFacts, calendar: WorkCalendar, tasks: list[OwnTask]
) -> None:
    first = planned(meeting, calendar, tasks=tasks)
    pins = [Fixed(i, start, finish, "pinned") for i, (start, finish) in bars(first).items()]
    if first.feasible:
        assert bars(planned(meeting, calendar, tasks=tasks, fixed=pins)) == bars(first)


@quick
@given(meetings(), meetings(), calendars)
def test_the_difference_leads_from_one_plan_to_the_other_and_back(
    one: MeetingFacts, other: MeetingFacts, calendar: WorkCalendar
) -> None:
    before, after = planned(one, calendar), planned(other, calendar)
    assert applied(bars(before), difference(before, after)) == bars(after)
    assert applied(bars(after), difference(after, before)) == bars(before)


def test_steps_that_drop_out_and_come_back_are_told_with_the_reason() -> None:
    before = planned(facts(people=300))
    after = planned(facts(people=300, conditions=frozenset({"has_meals"})))
    change = difference(before, after)
    assert change.added == ()
    assert {r.id: r.why for r in change.removed} == {s.id: "condition" for s in after.steps if s.omitted}
    back = difference(after, before)
    assert [a.id for a in back.added] == [r.id for r in change.removed]


def test_a_longer_lead_stays_feasible() -> None:
    found = [planned(facts(lead=lead, type="training"), every_day_calendar()).feasible for lead in range(0, 90)]
    assert found == sorted(found)
    assert not found[0]


def test_raci_of_every_planned_step_is_there() -> None:
    for step in planned(facts()).steps:
        assert step.accountable
        assert step.responsible
    assert len(built_in_template().steps) == 75
