"""The cast: meetings, calendars and own tasks that the planning tests share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from huiwu.engines.planning.calendar import WorkCalendar, calendar_named, every_day_calendar
from huiwu.engines.planning.catalogue import built_in_template
from huiwu.engines.planning.plan import MeetingFacts, OwnTask, Plan, PlannedStep
from huiwu.engines.planning.schedule import plan_meeting
from huiwu.engines.planning.vocabulary import CONDITIONS, MEETING_TYPES

OPENING = date(2026, 6, 30)


def facts(people: int = 300, lead: int = 90, days: int = 1, **more: Any) -> MeetingFacts:
    """A seminar from 30 June 2026, looked at `lead` days before."""
    start = more.pop("start_on", OPENING)
    return MeetingFacts(
        type=more.pop("type", "seminar"),
        headcount=people,
        start_on=start,
        end_on=start + timedelta(days=days - 1),
        today=start - timedelta(days=lead),
        **more,
    )


def planned(given: MeetingFacts, calendar: WorkCalendar | None = None, **more: Any) -> Plan:
    """With the built-in template, by default on a calendar where every day counts."""
    return plan_meeting(built_in_template(), given, calendar or every_day_calendar(), **more)


def offsets(plan: Plan, step_id: str) -> tuple[int, int]:
    """Early start and late finish as days from the first day."""
    step = plan.step(step_id)
    assert step.early_start is not None
    assert step.late_finish is not None
    return (step.early_start - plan.facts.start_on).days, (step.late_finish - plan.facts.start_on).days


@st.composite
def meetings(draw: st.DrawFn) -> MeetingFacts:
    """Any sensible meeting, with much or little time left."""
    start = draw(st.dates(date(2025, 6, 1), date(2027, 12, 1)))
    known = draw(st.none() | st.frozensets(st.sampled_from(CONDITIONS)))
    return MeetingFacts(
        type=draw(st.sampled_from(sorted(MEETING_TYPES))),
        headcount=draw(st.sampled_from([1, 20, 50, 51, 120, 200, 201, 800, 1001, 3000, 9000])),
        start_on=start,
        end_on=start + timedelta(days=draw(st.integers(0, 5))),
        today=start - timedelta(days=draw(st.integers(0, 150))),
        conditions=known,
        load_in_on=draw(st.none() | st.integers(0, 3).map(lambda n: start - timedelta(days=n))),
    )


@st.composite
def own_tasks(draw: st.DrawFn) -> list[OwnTask]:
    """Up to eight tasks, each waiting for earlier ones and for a step."""
    tasks: list[OwnTask] = []
    for index in range(draw(st.integers(0, 8))):
        earlier = [task.id for task in tasks]
        deps = draw(st.lists(st.sampled_from([*earlier, "P02", "P09", "P16", "D07"]), max_size=2, unique=True))
        tasks.append(OwnTask(f"T{index}", f"任务{index}", draw(st.integers(1, 4)), tuple(deps)))
    return tasks


calendars = st.sampled_from(["cn", "weekends", "none"]).map(calendar_named)


class Days(NamedTuple):
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date


def days_of(step: PlannedStep) -> Days:
    """The four days of a step that is planned; one that is left out has none."""
    days = (step.early_start, step.early_finish, step.late_start, step.late_finish)
    early_start, early_finish, late_start, late_finish = (day for day in days if day is not None)
    return Days(early_start, early_finish, late_start, late_finish)
