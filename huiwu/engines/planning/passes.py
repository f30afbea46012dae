"""Forward and backward pass. The forward pass compresses preparation where today leaves too little time.

Compression, step by step in dependency order:
1. A step whose full length still fits before its deadline is left alone.
2. Otherwise it gets shorter, as far as needed, at most to what the catalogue's smallest tier would give it.
3. If that is not enough its deadline moves to its earliest possible finish; what follows catches up by rule 2.
4. No deadline moves past the eve of the meeting (or the contract or load-in day): beyond that the plan is infeasible, and
   the late dates are counted back from those days with the shortest lengths.
"""

from __future__ import annotations

from huiwu.engines.planning.calendar import Ruler
from huiwu.engines.planning.network import Network, Node, back_to_unit, shifted, units_between
from huiwu.engines.planning.plan import MeetingFacts
from huiwu.engines.planning.windows import Scale


class Passes:
    """Fills the dates of a network's nodes. `shortened` maps a node to its full and its remaining length."""

    def __init__(self, network: Network, facts: MeetingFacts, scale: Scale, ruler: Ruler) -> None:
        self.network, self.scale, self.ruler = network, scale, ruler
        self.today = facts.today.toordinal()
        self.eve = ruler.days[ruler.floor(facts.start_on.toordinal() - 1)]
        self.shortened: dict[str, tuple[int, int]] = {}
        self.postponed: dict[str, tuple[int, int]] = {}
        self.overrun: list[Node] = []

    def run(self) -> None:
        """Both passes."""
        for node in self.network.order:
            self._place_early(node)
        for node in reversed(self.network.order):
            self._place_late(node)
            first = back_to_unit(node, node.early_start, self.ruler)
            last = back_to_unit(node, node.early_finish, self.ruler)
            node.span_days = max(1, units_between(node, first, last, self.ruler) + 1)

    def hard_end(self, node: Node) -> int | None:
        """The day no compression may pass, or None where the SOP's own deadline may move (after the event)."""
        if node.prep:
            return self.eve if node.hard is None else min(node.hard, self.eve)
        if node.hard is not None:
            return node.hard
        return node.due if node.phase in ("setup", "live") else None

    def _place_early(self, node: Node) -> None:
        held = node.fixed
        if held is not None and held.finish_on is not None:
            node.early_start, node.early_finish = held.start_on.toordinal(), held.finish_on.toordinal()
            node.meant = self._meant(node) if held.reason == "done" and not node.is_task else node.early_finish
            return
        node.early_start = held.start_on.toordinal() if held is not None else self._first_day(node)
        if node.accompanies:
            node.early_finish = node.meant = max(node.due, node.early_start)
            return
        full = self._finish(node, node.length, node.tail)
        node.early_finish = full
        if full > node.due and not node.is_task:
            self._compress(node, full)
        node.meant = node.early_finish
        node.tail_used = self._tail_left(node)
        hard = self.hard_end(node)
        if hard is not None and node.early_finish > hard:
            self.overrun.append(node)

    def _first_day(self, node: Node) -> int:
        first = max(node.start, self.today)
        for dep, start_only in node.deps:
            after = dep.early_finish + 1 if node.is_task and not start_only else dep.early_start
            first = max(first, after)
        return self.ruler.days[self.ruler.ceil(first)] if node.workdays else first

    def _finish(self, node: Node, length: int, tail: int) -> int:
        finish = shifted(node, node.early_start, length - 1, self.ruler)
        if node.fixed is not None:  # begun and not finished: what is left ends today at the earliest
            finish = max(finish, shifted(node, self.today, 0, self.ruler))
        for dep, start_only in node.deps:
            if not start_only and not node.is_task:
                finish = max(finish, shifted(node, self._ready(node, dep), tail, self.ruler))
        return finish

    def _ready(self, node: Node, dep: Node) -> int:
        """The day from which the tail counts. What is done sooner than planned gives slack, not less time to the step
        after it: that one begins on its own day and keeps its length."""
        return max(dep.early_finish, min(dep.meant, node.early_start))

    def _meant(self, node: Node) -> int:
        """When a done step would have been finished by the catalogue's windows, whatever day it was done on."""
        start = max([node.start, *(dep.early_start for dep, _ in node.deps)])
        ends = [shifted(node, dep.meant, node.tail, self.ruler) for dep, only in node.deps if not only]
        return max([shifted(node, start, node.length - 1, self.ruler), *ends])

    def _compress(self, node: Node, full: int) -> None:
        if node.phase in ("setup", "live"):  # the meeting's own days stand; whoever is too late is named instead
            node.early_finish = max(node.early_start, node.due)
            return
        least = full
        if node.prep:
            least = self._finish(node, self.scale.shortest(node.length), self.scale.least_tail(node.tail))
        node.early_finish = max(least, node.due)
        if node.early_finish < full:
            whole = units_between(node, node.early_start, full, self.ruler) + 1
            left = units_between(node, node.early_start, node.early_finish, self.ruler) + 1
            self.shortened[node.id] = (whole, left)
        if node.early_finish > node.due:
            self.postponed[node.id] = (node.due, node.early_finish)

    def _tail_left(self, node: Node) -> int:
        left = node.tail
        for dep, start_only in node.deps:
            if not start_only and node.tail:
                ready = shifted(node, dep.early_finish, 0, self.ruler)
                left = min(left, units_between(node, ready, node.early_finish, self.ruler))
        return max(left, 0)

    def _place_late(self, node: Node) -> None:
        if node.fixed is not None and node.fixed.finish_on is not None:
            node.late_start, node.late_finish = node.early_start, node.early_finish
            return
        if node.accompanies:
            self._let_begin_later(node)
            return
        last = self._last_finish(node)
        node.slack = units_between(node, node.early_finish, last, self.ruler)
        start_cap = self._last_start(node)
        if start_cap is not None:
            room = units_between(node, node.early_start, back_to_unit(node, start_cap, self.ruler), self.ruler)
            node.slack = min(node.slack, room)
        node.late_start = shifted(node, node.early_start, node.slack, self.ruler)
        node.late_finish = shifted(node, node.early_finish, node.slack, self.ruler)

    def _let_begin_later(self, node: Node) -> None:
        """Work that accompanies the meeting ends with its window; its slack is how much later it may begin."""
        cap = self._last_start(node)
        node.late_finish = node.early_finish
        node.late_start = max(node.early_start, min(node.late_finish, cap if cap is not None else node.late_finish))
        node.slack = node.late_start - node.early_start

    def _last_finish(self, node: Node) -> int:
        last = max(node.due, self.postponed.get(node.id, (0, 0))[1])
        hard = self.hard_end(node)
        if hard is not None:
            last = min(last, hard)
        for succ, start_only in node.succs:
            if start_only or self._happened(succ):
                continue
            if succ.is_task:
                last = min(last, succ.late_start - 1)
            elif not succ.accompanies or succ.phase != "pre_event":
                last = min(last, self._minus(succ, succ.late_finish, succ.tail_used))
        return back_to_unit(node, last, self.ruler)

    def _last_start(self, node: Node) -> int | None:
        caps = [
            succ.late_start
            for succ, start_only in node.succs
            if not succ.accompanies and not self._happened(succ) and (start_only or not succ.is_task)
        ]
        return min(caps) if caps else None

    def _minus(self, node: Node, ordinal: int, count: int) -> int:
        return self.ruler.days[self.ruler.floor(ordinal) - count] if node.workdays else ordinal - count

    def _happened(self, node: Node) -> bool:
        """Done work no longer limits what it once waited for."""
        return node.fixed is not None and node.fixed.reason in ("done", "started")
