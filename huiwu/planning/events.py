"""Facts of planning. Ids, codes and days only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TemplateCopied(Fact):
    template_id: UUID


@dataclass(frozen=True, kw_only=True)
class TemplateEdited(Fact):
    template_id: UUID
    revision: int


@dataclass(frozen=True, kw_only=True)
class TemplatePublished(Fact):
    template_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class WorkdayTableEdited(Fact):
    year: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CapacityChanged(Fact):
    user_id: UUID
    parallel: int


@dataclass(frozen=True, kw_only=True)
class AbsenceRecorded(Fact):
    absence_id: UUID
    user_id: UUID
    from_on: date
    to_on: date


@dataclass(frozen=True, kw_only=True)
class AbsenceWithdrawn(Fact):
    absence_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanLaunched(Fact):
    plan_id: UUID
    feasible: bool


@dataclass(frozen=True, kw_only=True)
class PlanProposed(Fact):
    proposal_id: UUID
    proposal_kind: str


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """A proposal was accepted."""

    plan_id: UUID
    proposal_id: UUID
    revision: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class ProposalDiscarded(Fact):
    proposal_id: UUID


@dataclass(frozen=True, kw_only=True)
class LevellingAsked(Fact):
    plan_id: UUID
    job_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepStarted(Fact):
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepCompleted(Fact):
    step_id: UUID
    code: str
    how: str


@dataclass(frozen=True, kw_only=True)
class StepReopened(Fact):
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepAssigned(Fact):
    step_id: UUID
    code: str
    owner_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class StepRolesChanged(Fact):
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepPinned(Fact):
    step_id: UUID
    code: str
    start_on: date
    finish_on: date


@dataclass(frozen=True, kw_only=True)
class StepUnpinned(Fact):
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepNoted(Fact):
    step_id: UUID
    code: str
    note_id: UUID


@dataclass(frozen=True, kw_only=True)
class TaskAdded(Fact):
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Fact):
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class TaskRemoved(Fact):
    code: str


@dataclass(frozen=True, kw_only=True)
class GateConfirmed(Fact):
    """One step's part of a gate was confirmed."""

    gate_id: UUID
    code: str
    step_code: str
    how: str


@dataclass(frozen=True, kw_only=True)
class GateOpened(Fact):
    gate_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class GateShut(Fact):
    """What had opened the gate is there no more."""

    gate_id: UUID
    code: str
