"""Facts of planning. Ids, codes and days only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TemplateCopied(Fact):
    said = "复制了 SOP 模板 {template}"
    template_id: UUID


@dataclass(frozen=True, kw_only=True)
class TemplateEdited(Fact):
    said = "修改了 SOP 模板 {template}"
    template_id: UUID
    revision: int


@dataclass(frozen=True, kw_only=True)
class TemplatePublished(Fact):
    said = "发布了 SOP 模板 {template}"
    template_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class WorkdayTableEdited(Fact):
    said = "修改了 {year} 年工作日历（{state}）"
    year: int
    state: str


@dataclass(frozen=True, kw_only=True)
class CapacityChanged(Fact):
    said = "把 {user} 的承载量改为 {parallel} 项"
    user_id: UUID
    parallel: int


@dataclass(frozen=True, kw_only=True)
class AbsenceRecorded(Fact):
    said = "登记 {user} 请假 {from_on} 至 {to_on}"
    absence_id: UUID
    user_id: UUID
    from_on: date
    to_on: date


@dataclass(frozen=True, kw_only=True)
class AbsenceWithdrawn(Fact):
    said = "撤销了 {user} 的请假"
    absence_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanLaunched(Fact):
    said = "生成了会议计划"
    plan_id: UUID
    feasible: bool


@dataclass(frozen=True, kw_only=True)
class PlanProposed(Fact):
    said = "提出计划调整（{proposal_kind}）"
    proposal_id: UUID
    proposal_kind: str


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact):
    """A proposal was accepted."""

    said = "接受了计划调整，移动 {moved} 项"
    plan_id: UUID
    proposal_id: UUID
    revision: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class ProposalDiscarded(Fact):
    said = "放弃了一次计划调整"
    proposal_id: UUID


@dataclass(frozen=True, kw_only=True)
class LevellingAsked(Fact):
    said = "请求均衡工作量"
    plan_id: UUID
    job_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepStarted(Fact):
    said = "开始 {step}"
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepCompleted(Fact):
    said = "完成 {step}（{how}）"
    step_id: UUID
    code: str
    how: str


@dataclass(frozen=True, kw_only=True)
class StepReopened(Fact):
    said = "重新打开 {step}"
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepAssigned(Fact):
    said = "把 {step} 指派给 {owner}"
    step_id: UUID
    code: str
    owner_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class StepRolesChanged(Fact):
    said = "修改了 {step} 的职责分配"
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepPinned(Fact):
    said = "把 {step} 的日期固定为 {start_on} 至 {finish_on}"
    step_id: UUID
    code: str
    start_on: date
    finish_on: date


@dataclass(frozen=True, kw_only=True)
class StepUnpinned(Fact):
    said = "取消固定 {step} 的日期"
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class StepNoted(Fact):
    said = "在 {step} 下留了记录"
    step_id: UUID
    code: str
    note_id: UUID


@dataclass(frozen=True, kw_only=True)
class TaskAdded(Fact):
    said = "新增任务 {step}"
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Fact):
    said = "修改任务 {step}"
    step_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class TaskRemoved(Fact):
    said = "删除任务 {code}"
    code: str


@dataclass(frozen=True, kw_only=True)
class GateConfirmed(Fact):
    """One step's part of a gate was confirmed."""

    said = "确认门禁 {gate} 中的 {step_code}（{how}）"
    gate_id: UUID
    code: str
    step_code: str
    how: str


@dataclass(frozen=True, kw_only=True)
class GateOpened(Fact):
    said = "门禁 {gate} 打开"
    gate_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class GateShut(Fact):
    """What had opened the gate is there no more."""

    said = "门禁 {gate} 重新关闭"
    gate_id: UUID
    code: str
