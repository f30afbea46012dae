"""Facts of settlement."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SettlementSaved(Fact):
    said = "核对了供应商结算：{contract_id}"
    settlement_id: UUID
    contract_id: UUID


@dataclass(frozen=True, kw_only=True)
class SettlementAgreed(Fact):
    said = "登记了对方对结算的确认：{contract_id}"
    settlement_id: UUID
    contract_id: UUID


@dataclass(frozen=True, kw_only=True)
class SettlementApproved(Fact):
    said = "审批了供应商结算：{contract_id}"
    settlement_id: UUID
    contract_id: UUID


@dataclass(frozen=True, kw_only=True)
class SettlementReturned(Fact):
    said = "退回了供应商结算：{contract_id}"
    settlement_id: UUID
    contract_id: UUID


@dataclass(frozen=True, kw_only=True)
class SettlementPaperKept(Fact):
    said = "收存了结算附件：{paper_kind}"
    paper_id: UUID
    paper_kind: str


@dataclass(frozen=True, kw_only=True)
class SettlementPaperRemoved(Fact):
    said = "移除了结算附件：{paper_kind}"
    paper_id: UUID
    paper_kind: str


@dataclass(frozen=True, kw_only=True)
class FinalSettlementSigned(Fact):
    """The client confirmed the 决算: gate G9 may open."""

    said = "客户确认了决算表第 {number} 版"
    document_id: UUID
    version_id: UUID
    version_hash: str
    number: int
