"""From placed nodes to the plan that others read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huiwu.engines.planning.calendar import WorkCalendar
from huiwu.engines.planning.catalogue import StepTemplate, Template
from huiwu.engines.planning.network import Network, Node
from huiwu.engines.planning.passes import Passes
from huiwu.engines.planning.plan import (
    Deadline,
    Link,
    MeetingFacts,
    OwnTask,
    Plan,
    PlannedStep,
    Postponed,
    Shortened,
    Unmet,
)
from huiwu.engines.planning.selection import Selection
from huiwu.engines.planning.sentences import Sentence, say
from huiwu.engines.planning.windows import Scale


def assemble(
    template: Template,
    facts: MeetingFacts,
    calendar: WorkCalendar,
    scale: Scale,
    selection: Selection,
    network: Network,
    passes: Passes,
    deadlines: tuple[Deadline, ...],
    unmet: tuple[Unmet, ...],
    tasks: Iterable[OwnTask] = (),
) -> Plan:
    """Steps in template order, own tasks in the order given, and the conclusions."""
    owned = {task.id: task for task in tasks}
    steps = [_step(step, network, selection, scale, passes.today) for step in template.steps]
    steps += [_task(owned[node.id], node, passes.today) for node in network.order if node.is_task]
    names = {step.id: step.name for step in steps}
    planned = [step for step in steps if step.early_start is not None and step.merged_into is None]
    everything = unmet + _unmet_steps(network, passes, names, facts)
    first = min((s.early_start for s in planned if s.early_start), default=facts.today)
    last = max((s.late_finish for s in planned if s.late_finish), default=facts.end_on)
    return Plan(
        facts=facts,
        template_version=template.version,
        tier=scale.tier.id,
        tier_name=scale.tier.name,
        factor_permille=scale.factor_permille,
        prep_start_on=first,
        feasible=not everything,
        steps=tuple(steps),
        critical_path=_critical(planned),
        driving_chain=_driving_chain(network),
        shortened=tuple(Shortened(i, names[i], a, b) for i, (a, b) in passes.shortened.items()),
        postponed=tuple(
            Postponed(i, names[i], date.fromordinal(a), date.fromordinal(b)) for i, (a, b) in passes.postponed.items()
        ),
        unmet=everything,
        deadlines=deadlines,
        unannounced_years=calendar.unannounced_years(min(first, facts.today), last),
        notice=calendar.notice_for(min(first, facts.today), last),
    )


def _step(step: StepTemplate, network: Network, selection: Selection, scale: Scale, today: int) -> PlannedStep:
    lead = selection.merged_into.get(step.id, step.id)
    node = network.nodes.get(lead)
    gate = step.gate
    simplified = scale.tier.id in step.simplify_at
    return PlannedStep(
        id=step.id,
        kind="step",
        name=step.name,
        name_en=step.name_en,
        phase=step.phase,
        mode=step.mode,
        order=step.order,
        unit="workday" if step.phase == "pre_event" and step.mode == "window" else "day",
        gate=gate.id if gate else None,
        gate_party=gate.party if gate else None,
        gate_blocking=bool(gate and gate.blocking),
        responsible=step.responsible,
        accountable=step.accountable,
        assignee=None,
        minutes=step.minutes,
        simplified=simplified,
        merged_into=selection.merged_into.get(step.id),
        omitted=selection.omitted.get(step.id),
        **_dates(node, today),
    )


def _task(task: OwnTask, node: Node, today: int) -> PlannedStep:
    return PlannedStep(
        id=task.id,
        kind="task",
        name=task.name,
        name_en="",
        phase="task",
        mode="window",
        order=0,
        unit="workday",
        gate=None,
        gate_party=None,
        gate_blocking=False,
        responsible=(),
        accountable=None,
        assignee=task.assignee,
        minutes=None,
        simplified=False,
        merged_into=None,
        omitted=None,
        **_dates(node, today),
    )


def _dates(node: Node | None, today: int) -> dict:
    if node is None:
        nothing = dict.fromkeys(("early_start", "early_finish", "late_start", "late_finish", "fixed"))
        return {**nothing, "deps": (), "slack": 0, "critical": False, "late": False, "length_days": 0}
    settled = node.fixed is not None and node.fixed.finish_on is not None
    done = node.fixed is not None and node.fixed.reason == "done"
    return {
        "deps": tuple(Link(dep.id, start_only) for dep, start_only in node.deps),
        "early_start": date.fromordinal(node.early_start),
        "early_finish": date.fromordinal(node.early_finish),
        "late_start": date.fromordinal(node.late_start),
        "late_finish": date.fromordinal(node.late_finish),
        "slack": node.slack,
        "critical": node.slack <= 0 and not settled,
        "late": not done and node.late_finish < today,
        "length_days": node.span_days,
        "fixed": node.fixed.reason if node.fixed is not None else None,
    }


def _critical(planned: Iterable[PlannedStep]) -> tuple[str, ...]:
    found = [step for step in planned if step.critical]
    return tuple(step.id for step in sorted(found, key=lambda s: (s.early_start, s.early_finish, s.order)))


def _driving_chain(network: Network) -> tuple[str, ...]:
    """From the last set-up step back along the dependency with the least slack, the latest finish first."""
    ends = [node for node in network.order if node.phase == "setup" and not node.accompanies]
    if not ends:
        return ()
    node: Node | None = ends[-1]
    chain: list[str] = []
    while node is not None:
        chain.append(node.id)
        before = [dep for dep, _ in node.deps if not dep.accompanies]
        node = min(before, key=lambda d: (d.slack, -d.early_finish, d.id)) if before else None
    return tuple(reversed(chain))


def _unmet_steps(network: Network, passes: Passes, names: dict[str, str], facts: MeetingFacts) -> tuple[Unmet, ...]:
    found: dict[str, Unmet] = {}
    for node in passes.overrun:
        limit = date.fromordinal(passes.hard_end(node) or node.due)
        found[node.id] = Unmet(
            node.id, names[node.id], _kind(node, facts), _overrun_sentence(node, names, limit), limit, facts.today
        )
    for node in network.order:
        if node.id not in found and _is_late(node, passes.today):
            limit = date.fromordinal(node.late_finish)
            why = say("step_passed", name=names[node.id], limit=limit.isoformat())
            found[node.id] = Unmet(node.id, names[node.id], "step", why, limit, facts.today)
        elif node.id not in found and _breaks_order(node):
            limit = date.fromordinal(node.early_finish)
            why = say("fixed_before_dependency", name=names[node.id], limit=limit.isoformat())
            found[node.id] = Unmet(node.id, names[node.id], "fixed", why, limit, facts.today)
    order = {node.id: index for index, node in enumerate(network.order)}
    return tuple(sorted(found.values(), key=lambda u: (u.needed_on, order[u.id])))


def _kind(node: Node, facts: MeetingFacts) -> str:
    return "contract" if facts.contract_on is not None and node.hard == facts.contract_on.toordinal() else "step"


def _overrun_sentence(node: Node, names: dict[str, str], limit: date) -> Sentence:
    earliest = date.fromordinal(node.early_finish).isoformat()
    return say("step_overruns", name=names[node.id], limit=limit.isoformat(), earliest=earliest)


def _is_late(node: Node, today: int) -> bool:
    done = node.fixed is not None and node.fixed.reason == "done"
    return not done and node.late_finish < today


def _breaks_order(node: Node) -> bool:
    if node.fixed is None or node.fixed.reason not in ("pinned", "signed"):
        return False
    return any(
        dep.early_start > node.early_start or (not start_only and dep.early_finish > node.early_finish)
        for dep, start_only in node.deps
    )
