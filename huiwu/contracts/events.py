"""Facts of contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ContractFact(Fact):
    """Base: what happens to one contract."""

    contract_id: UUID
    contract_kind: str


@dataclass(frozen=True, kw_only=True)
class ContractDrafted(ContractFact):
    said = "起草了{contract_kind}"


@dataclass(frozen=True, kw_only=True)
class ContractChanged(ContractFact):
    """Head or rows of a draft were saved; `part` says which."""

    said = "修改了合同草稿：{part}"
    part: str


@dataclass(frozen=True, kw_only=True)
class ContractSubmitted(ContractFact):
    said = "把合同送审"
    submitted_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ContractApproved(ContractFact):
    said = "审核通过了合同"
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContractReturned(ContractFact):
    said = "退回了合同"
    submitted_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ContractSigned(ContractFact):
    said = "登记了合同签订，签订日 {signed_on}"
    signed_on: date
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class ContractEnded(ContractFact):
    said = "登记合同履行完毕"
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class ContractCancelled(ContractFact):
    said = "取消了合同，取消费用 {cost_cents} 分"
    ended_on: date
    cost_cents: int


@dataclass(frozen=True, kw_only=True)
class AmendmentDrafted(ContractFact):
    said = "起草了补充协议"
    amendment_id: UUID


@dataclass(frozen=True, kw_only=True)
class AmendmentSigned(ContractFact):
    said = "登记了补充协议签订，金额变化 {amount_cents} 分"
    amendment_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class AmendmentVoided(ContractFact):
    said = "作废了一份补充协议"
    amendment_id: UUID


@dataclass(frozen=True, kw_only=True)
class AcceptanceRecorded(ContractFact):
    said = "登记了验收 {amount_cents} 分"
    acceptance_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class GuaranteeCounted(ContractFact):
    said = "登记了保底项的预计或实到数"
    guarantee_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConfirmedCountRecorded(ContractFact):
    said = "登记了确认人数 {confirmed_count}"
    confirmed_count: int


@dataclass(frozen=True, kw_only=True)
class PromiseWritten(ContractFact):
    """A promise was written into the inclusions, or dropped with a reason."""

    said = "处理了一项承诺"
    inclusion_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContractStandardsSet(Fact):
    said = "设置了合同默认值"
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class ContractTemplateFact(Fact):
    """Base: an organisation's own Word template."""

    template_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class ContractTemplateKept(ContractTemplateFact):
    said = "保存了合同 Word 模板"


@dataclass(frozen=True, kw_only=True)
class ContractTemplateRetired(ContractTemplateFact):
    said = "停用了合同 Word 模板"
