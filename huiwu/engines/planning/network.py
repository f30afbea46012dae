"""The nodes of one meeting's plan in dependency order, with their windows, lengths and tails.

Length of a step (days of its own unit): what the template states, else derived from the catalogue's windows:
whole window for a step that waits for nothing, else half of it, rounded up. Tail: when the window ends no later after
the last deadline it waits for than the window is long, exactly that many days; else none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from huiwu.engines.planning.calendar import Ruler
from huiwu.engines.planning.catalogue import StepTemplate, Template
from huiwu.engines.planning.plan import Fixed, Link, MeetingFacts, OwnTask, PlanRefused
from huiwu.engines.planning.selection import Selection
from huiwu.engines.planning.windows import Scale, pulls, window


class Node:
    """One bar to place. Days are ordinals; `start`/`due` the window; `length`, `tail` in days of the unit."""

    __slots__ = (
        "deps", "due", "early_finish", "early_start", "fixed", "follows_event", "hard", "id", "is_task", "late_finish",
        "late_start", "length", "meant", "mode", "phase", "prep", "slack", "span_days", "start", "succs", "tail", "tail_used",
        "window_due", "workdays",
    )  # fmt: skip

    def __init__(self, node_id: str, phase: str, mode: str, start: int, due: int) -> None:
        self.id, self.phase, self.mode = node_id, phase, mode
        self.start, self.due, self.window_due = start, due, due
        self.prep = phase == "pre_event"
        self.workdays = self.prep and mode == "window"
        self.is_task = False
        self.length, self.tail, self.tail_used, self.span_days = 1, 0, 0, 1
        self.deps: list[tuple[Node, bool]] = []
        self.succs: list[tuple[Node, bool]] = []
        self.fixed: Fixed | None = None
        self.follows_event = False
        self.hard: int | None = None
        self.early_start = self.early_finish = self.late_start = self.late_finish = self.slack = self.meant = 0

    @property
    def accompanies(self) -> bool:
        """Continuous and triggered steps span their window and never drive a date."""
        return self.mode != "window"


class Network:
    """Nodes by id, and in an order in which dependencies come first."""

    def __init__(self, nodes: Mapping[str, Node], order: Sequence[Node]) -> None:
        self.nodes, self.order = nodes, order


def build_network(
    template: Template,
    facts: MeetingFacts,
    scale: Scale,
    ruler: Ruler,
    selection: Selection,
    tasks: Sequence[OwnTask],
    fixed: Mapping[str, Fixed],
) -> Network:
    """Steps that remain after selection, then own tasks, linked and measured. PlanRefused when they form a cycle."""
    steps = {step.id: step for step in template.steps}
    nodes: dict[str, Node] = {}
    for step in template.steps:
        if step.id in selection.links:
            nodes[step.id] = _step_node(step, steps, facts, scale, ruler, selection, fixed)
    for task in tasks:
        nodes[task.id] = _task_node(task, facts, ruler, fixed)
    links = {**selection.links, **_task_links(tasks, selection, nodes)}
    order = _ordered(nodes, links)
    _link(nodes, links, order)
    _pull(nodes, facts, ruler)
    for node in order:
        _measure(node, steps, scale, ruler)
    _default_due(order, tasks, facts, ruler)
    return Network(nodes, order)


def units_between(node: Node, first: int, last: int, ruler: Ruler) -> int:
    """Days of the node's unit from `first` to `last`, negative when `last` is earlier; both days of that unit."""
    return ruler.floor(last) - ruler.floor(first) if node.workdays else last - first


def shifted(node: Node, ordinal: int, count: int, ruler: Ruler) -> int:
    """`count` days of the node's unit after the day of the unit on or after `ordinal`."""
    return ruler.days[ruler.ceil(ordinal) + count] if node.workdays else ordinal + count


def back_to_unit(node: Node, ordinal: int, ruler: Ruler) -> int:
    """The last day of the node's unit on or before `ordinal`."""
    return ruler.days[ruler.floor(ordinal)] if node.workdays else ordinal


def _step_node(
    step: StepTemplate,
    steps: Mapping[str, StepTemplate],
    facts: MeetingFacts,
    scale: Scale,
    ruler: Ruler,
    selection: Selection,
    fixed: Mapping[str, Fixed],
) -> Node:
    members = selection.members.get(step.id, (step.id,))
    windows = [window(steps[member], facts, scale, ruler) for member in members]
    node = Node(step.id, step.phase, step.mode, min(w[0] for w in windows), max(w[1] for w in windows))
    node.fixed = _fixed_of(members, fixed)
    return node


def _fixed_of(members: tuple[str, ...], fixed: Mapping[str, Fixed]) -> Fixed | None:
    """A merged step is done when its lead or every member is; otherwise the first thing that holds a member holds it."""
    held = [fixed[m] for m in members if m in fixed]
    if not held:
        return None
    if members[0] in fixed:
        return fixed[members[0]]
    finishes = [item.finish_on for item in held if item.finish_on is not None]
    if all(item.reason == "done" for item in held) and len(held) < len(members):
        return Fixed(members[0], min(item.start_on for item in held), None, "started")
    return Fixed(members[0], min(i.start_on for i in held), max(finishes) if finishes else None, held[-1].reason)


def _task_node(task: OwnTask, facts: MeetingFacts, ruler: Ruler, fixed: Mapping[str, Fixed]) -> Node:
    first = task.not_before or facts.today
    node = Node(task.id, "task", "window", first.toordinal(), 0)
    node.is_task, node.workdays = True, True
    node.length = task.length_days
    node.fixed = fixed.get(task.id)
    return node


def _task_links(
    tasks: Sequence[OwnTask], selection: Selection, nodes: Mapping[str, Node]
) -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for task in tasks:
        links: dict[str, bool] = {}
        for dep in task.deps:
            target = selection.merged_into.get(dep, dep)
            if target in nodes:
                links[target] = links.get(target, True) and dep in task.start_only
        found[task.id] = tuple(Link(dep, kind) for dep, kind in links.items())
    return found


def _ordered(nodes: Mapping[str, Node], links: Mapping[str, Iterable[Link]]) -> list[Node]:
    sorter = TopologicalSorter({node: [link.id for link in links.get(node, ())] for node in nodes})
    try:
        return [nodes[node] for node in sorter.static_order()]
    except CycleError as fault:
        path = " → ".join(reversed(fault.args[1]))
        raise PlanRefused("cycle", path=path) from None


def _link(nodes: Mapping[str, Node], links: Mapping[str, Iterable[Link]], order: Sequence[Node]) -> None:
    for node in order:
        for link in links.get(node.id, ()):
            dep = nodes[link.id]
            node.deps.append((dep, link.start_only))
            dep.succs.append((node, link.start_only))


def _pull(nodes: Mapping[str, Node], facts: MeetingFacts, ruler: Ruler) -> None:
    for step, day in pulls(facts).items():
        if step not in nodes:
            continue
        held = nodes[step]
        earlier = (held.due if held.prep else facts.start_on.toordinal() - 1) - day
        reached, waiting = set(), [held]
        while waiting:
            node = waiting.pop()
            if node.id not in reached:
                reached.add(node.id)
                _pull_one(node, day, earlier, ruler)
                waiting += [dep for dep, start_only in node.deps if not start_only]


def _pull_one(node: Node, day: int, earlier: int, ruler: Ruler) -> None:
    """Move a preparation window `earlier` days back, so that the gaps along the chain stay what they were."""
    if not node.prep or node.accompanies:
        return
    node.hard = day if node.hard is None else min(node.hard, day)
    if earlier > 0:
        node.due = node.window_due = back_to_unit(node, node.due - earlier, ruler)
        node.start = back_to_unit(node, node.start - earlier, ruler)


def _measure(node: Node, steps: Mapping[str, StepTemplate], scale: Scale, ruler: Ruler) -> None:
    if node.is_task:
        return
    whole = units_between(node, node.start, node.due, ruler) + 1
    if node.accompanies:
        node.length = whole
        return
    stated = steps[node.id].length_days
    if stated is not None:
        scaled = -(-stated * scale.factor_permille // 1000) if node.prep else stated
        node.length = min(whole, max(1, scaled))
        return
    node.length = whole if not node.deps else -(-whole // 2)
    ends = [back_to_unit(node, dep.due, ruler) for dep, only in node.deps if not only and not dep.is_task]
    if ends:
        gap = units_between(node, max(ends), node.due, ruler) + 1
        node.tail = gap - 1 if 1 <= gap <= whole else 0


def _default_due(order: Sequence[Node], tasks: Sequence[OwnTask], facts: MeetingFacts, ruler: Ruler) -> None:
    """Own tasks without a day of their own end before the meeting, or with the plan when they follow the event."""
    wishes = {task.id: task.due_on for task in tasks}
    plan_end = max([node.due for node in order if not node.is_task], default=facts.end_on.toordinal())
    eve = facts.start_on.toordinal() - 1
    for node in order:
        node.follows_event = node.phase in _EVENT or (node.is_task and any(d.follows_event for d, _ in node.deps))
        if node.is_task:
            wish = wishes[node.id]
            due = wish.toordinal() if wish is not None else plan_end if node.follows_event else eve
            node.due = node.window_due = node.hard = ruler.days[ruler.floor(due)]


_EVENT = frozenset({"setup", "live", "post_event"})
