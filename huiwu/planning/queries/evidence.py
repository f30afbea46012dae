"""A plan's steps and gates as evidence sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from huiwu.foundation.registry.evidence import KINDS, Evidence, EvidenceKind, one_reading
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Gate, GateConfirmation, Plan, Step


@dataclass(slots=True)
class Reading:
    """The plan's steps and gates, and each kind of evidence read at most once."""

    plan: Plan
    steps: dict[str, Step]
    gates: dict[str, Gate]
    confirmed: dict[str, dict[str, GateConfirmation]]
    states: dict[str, Evidence] = field(default_factory=dict)
    fetched: dict[Any, Any] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def of(cls, plan: Plan) -> Reading:
        steps = {step.code: step for step in plan.steps.all()}
        gates = {gate.code: gate for gate in plan.gates.all()}
        confirmed: dict[str, dict[str, GateConfirmation]] = {code: {} for code in gates}
        for row in GateConfirmation.objects.filter(gate__plan=plan).select_related("gate"):
            confirmed[row.gate.code][row.step_code] = row
        return cls(plan, steps, gates, confirmed)

    def state(self, kind: EvidenceKind) -> Evidence:
        if kind.code not in self.states:
            with one_reading(self.fetched):
                self.states[kind.code] = kind.state(self.plan.meeting)
        return self.states[kind.code]

    def codes_of(self, step: Step) -> set[str]:
        """The step and those merged into it."""
        return {step.code} | {s.code for s in self.steps.values() if s.merged_into == step.code}

    def required(self, gate: str) -> list[str]:
        """Codes whose confirmation the gate waits for."""
        return [s.code for s in self.steps.values() if s.gate_code == gate and s.status != StepStatus.OMITTED]


def kinds_of(codes: Iterable[str]) -> list[EvidenceKind]:
    """The kinds of evidence that complete any of these steps."""
    wanted = set(codes)
    return [kind for kind in KINDS.values() if wanted & set(kind.steps)]


def has_own_evidence(gate: str, step: str, required: Iterable[str]) -> bool:
    """Whether some capability's own data confirms this step's part of a gate: its own kind, or one for all of its steps."""
    kinds = [kind for kind in KINDS.values() if gate in kind.gates]
    return any(step in kind.steps or not set(kind.steps) & set(required) for kind in kinds)


def unconfirmed(reading: Reading, codes: Iterable[str]) -> list[Gate]:
    """Gates that still wait for one of these steps."""
    return [
        reading.gates[step.gate_code]
        for code in sorted(codes)
        if (step := reading.steps[code]).gate_code in reading.gates and code not in reading.confirmed[step.gate_code]
    ]
