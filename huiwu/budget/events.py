"""Facts of the budget: ids, codes and cents."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BudgetBegun(Fact):
    said = "建立了预算表：{origin}"
    budget_id: UUID
    origin: str


@dataclass(frozen=True, kw_only=True)
class BudgetLineSaved(Fact):
    said = "修改了预算行“{line}”"
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetLineRemoved(Fact):
    said = "删除了预算行“{line}”"
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetLineRestored(Fact):
    said = "恢复了预算行“{line}”"
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetLinesImported(Fact):
    said = "导入了 {count} 行预算"
    budget_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class BudgetHeadcountsSet(Fact):
    said = "更新了预算的人数口径"
    budget_id: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetSettingsSaved(Fact):
    said = "修改了预算的设置"
    budget_id: UUID


@dataclass(frozen=True, kw_only=True)
class BudgetBaselined(Fact):
    """The client signed a version: it is the baseline from now on."""

    said = "预算基线生效"
    budget_id: UUID
    version_id: UUID
    total_cents: int


@dataclass(frozen=True, kw_only=True)
class CostAllocated(Fact):
    said = "把一笔{source_kind}分摊到预算行"
    budget_id: UUID
    source_kind: str
    source_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReserveDrawRequested(Fact):
    said = "申请动用不可预见费"
    draw_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class ReserveDrawDecided(Fact):
    said = "审批了动用不可预见费：{state}"
    draw_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class BudgetTransferred(Fact):
    said = "在两行预算之间调剂"
    from_line_id: UUID
    to_line_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class ChangeOrderBooked(Fact):
    said = "把变更单费用计入预算"
    change_order_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class OverrunApproved(Fact):
    said = "批准了预算行“{line}”超支"
    line_id: UUID
    up_to_cents: int


@dataclass(frozen=True, kw_only=True)
class BudgetReportDrafted(Fact):
    said = "起草了《预算执行简报》第 {number} 期"
    report_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BudgetReportSaved(Fact):
    said = "修改了《预算执行简报》第 {number} 期"
    report_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BudgetReportDropped(Fact):
    said = "撤掉了《预算执行简报》草稿"
    report_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BudgetReportSent(Fact):
    said = "向客户发出了《预算执行简报》第 {number} 期"
    report_id: UUID
    number: int
    version_id: UUID
