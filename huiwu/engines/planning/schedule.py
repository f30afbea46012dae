"""The backward schedule of a meeting.

A finish-dependency means: the step cannot finish before what it waits for is finished, and after that still needs the
time that the catalogue leaves between the two deadlines (its tail). Any dependency means: the step does not start before
what it waits for has started. So windows overlap as the SOP's do, and rule 3 of sop.md §2 holds by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiwu.engines.planning.calendar import Ruler, WorkCalendar
from huiwu.engines.planning.catalogue import Template
from huiwu.engines.planning.deadlines import deadlines_for, unmet_deadlines
from huiwu.engines.planning.network import Network, build_network
from huiwu.engines.planning.outcome import assemble
from huiwu.engines.planning.passes import Passes
from huiwu.engines.planning.plan import Deadline, Fixed, MeetingFacts, OwnTask, Plan, PlanRefused, Settings
from huiwu.engines.planning.selection import select
from huiwu.engines.planning.windows import scale_for, span


def plan_meeting(
    template: Template,
    facts: MeetingFacts,
    calendar: WorkCalendar,
    *,
    tasks: Sequence[OwnTask] = (),
    fixed: Iterable[Fixed] = (),
    deadlines: Iterable[Deadline] = (),
    settings: Settings | None = None,
) -> Plan:
    """Dates, slack and critical path of every step and own task (SOP §2, §9; failures OM-016).

    `deadlines` adds contract and other days that do not scale to the built-in ones. PlanRefused for impossible input;
    a plan that cannot be kept is returned with `feasible` False and the reasons in `unmet`.
    """
    settings = settings or Settings()
    kept = {item.id: item for item in fixed}
    refuse_impossible(template, facts, settings, tasks, kept)
    scale = scale_for(template, facts, settings)
    selection = select(template, facts, scale.tier, settings)
    own_work = _longest_chain(tasks)
    ruler = Ruler.spanning(calendar, *span(template, facts, scale, _days(facts, tasks, kept), own_work))
    network = build_network(template, facts, scale, ruler, selection, tasks, kept)
    passes = Passes(network, facts, scale, ruler)
    passes.run()
    due = deadlines_for(facts, settings, deadlines, kept)
    unmet = unmet_deadlines(due, facts, network)
    return assemble(template, facts, calendar, scale, selection, network, passes, due, unmet, tasks)


def refuse_impossible(
    template: Template,
    facts: MeetingFacts,
    settings: Settings,
    tasks: Sequence[OwnTask] = (),
    fixed: dict[str, Fixed] | None = None,
) -> None:
    """Raise PlanRefused for a question that has no answer: head-count below 1, end before start, an unknown tier or id."""
    if facts.headcount < 1:
        raise PlanRefused("headcount_below_one", count=facts.headcount)
    if facts.end_on < facts.start_on:
        raise PlanRefused("end_before_start", end=facts.end_on.isoformat(), start=facts.start_on.isoformat())
    if not 1 <= facts.start_on.year - 2 <= facts.end_on.year + 2 <= 9998:
        raise PlanRefused("year_out_of_range", day=facts.start_on.isoformat())
    if settings.tier is not None and settings.tier not in {tier.id for tier in template.tiers}:
        raise PlanRefused("unknown_tier.setting", tier=settings.tier)
    if settings.prep_days is not None and settings.prep_days < 1:
        raise PlanRefused("prep_days_below_one", days=settings.prep_days)
    if facts.load_in_on is not None and facts.load_in_on > facts.start_on:
        raise PlanRefused("load_in_after_start", day=facts.load_in_on.isoformat())
    _refuse_bad_tasks(template, tasks)
    for item in (fixed or {}).values():
        if item.finish_on is not None and item.finish_on < item.start_on:
            raise PlanRefused("fixed_reversed", id=item.id)


def _refuse_bad_tasks(template: Template, tasks: Sequence[OwnTask]) -> None:
    known = {step.id for step in template.steps}
    for task in tasks:
        if task.id in known:
            raise PlanRefused("same_id_twice.task", task=task.id)
        known.add(task.id)
        if task.length_days < 1:
            raise PlanRefused("bad_length.task", task=task.id)
    for task in tasks:
        for dep in task.deps:
            if dep not in known:
                raise PlanRefused("missing_dependency.task", task=task.id, dep=dep)


def _longest_chain(tasks: Sequence[OwnTask]) -> int:
    """Working days of the longest chain of own tasks, or of all together when one waits for a later one in the list."""
    own = {task.id for task in tasks}
    reach: dict[str, int] = {}
    for task in tasks:
        before = [dep for dep in task.deps if dep in own]
        if any(dep not in reach for dep in before):
            return sum(each.length_days + 1 for each in tasks)
        reach[task.id] = task.length_days + 1 + max((reach[dep] for dep in before), default=0)
    return max(reach.values(), default=0)


def _days(facts: MeetingFacts, tasks: Sequence[OwnTask], fixed: dict[str, Fixed]) -> list:
    found = [facts.contract_on, facts.load_in_on]
    for task in tasks:
        found += [task.not_before, task.due_on]
    for item in fixed.values():
        found += [item.start_on, item.finish_on]
    return [day for day in found if day is not None]


__all__ = ["Network", "plan_meeting", "refuse_impossible"]
