"""Facts of procurement: ids and codes, no prices and no names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RfqOpened(Fact):
    said = "起草了询价单 {rfq}"
    rfq_id: UUID


@dataclass(frozen=True, kw_only=True)
class RfqChanged(Fact):
    said = "修改了询价单 {rfq}"
    rfq_id: UUID


@dataclass(frozen=True, kw_only=True)
class RfqSent(Fact):
    said = "发出了询价单 {rfq}"
    rfq_id: UUID


@dataclass(frozen=True, kw_only=True)
class RfqExtended(Fact):
    said = "延长了询价单 {rfq} 的报价期限"
    rfq_id: UUID


@dataclass(frozen=True, kw_only=True)
class RfqCancelled(Fact):
    said = "取消了询价单 {rfq}"
    rfq_id: UUID


@dataclass(frozen=True, kw_only=True)
class SupplierInvited(Fact):
    said = "请供应商报价：{quotation}"
    rfq_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuotationSubmitted(Fact):
    """A submission or an improved one; `number` counts them."""

    said = "收到报价：{quotation}（第 {number} 次）"
    rfq_id: UUID
    quotation_id: UUID
    number: int
    source: str


@dataclass(frozen=True, kw_only=True)
class QuotationDraftSaved(Fact):
    said = "暂存了报价：{quotation}"
    quotation_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class QuotationDropped(Fact):
    """The supplier does not quote, or the quotation was taken back."""

    said = "报价不再有效：{quotation}"
    rfq_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuotationNormalised(Fact):
    """Basis, an addition or an explanation was noted: the comparison changed."""

    said = "调整了报价的归一口径：{quotation}"
    rfq_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuotationScored(Fact):
    said = "给报价打了技术分：{quotation}"
    rfq_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, kw_only=True)
class PromiseRecorded(Fact):
    said = "登记了供应商承诺：{quotation}"
    quotation_id: UUID
    promise_id: UUID


@dataclass(frozen=True, kw_only=True)
class PromiseRemoved(Fact):
    said = "移除了供应商承诺：{quotation}"
    quotation_id: UUID
    promise_id: UUID


@dataclass(frozen=True, kw_only=True)
class SupplierSelected(Fact):
    """A bidder was chosen; `is_waiting` while it needs approval."""

    said = "选定了供应商：{quotation}"
    rfq_id: UUID
    quotation_id: UUID
    selection_id: UUID
    is_waiting: bool


@dataclass(frozen=True, kw_only=True)
class SelectionApproved(Fact):
    said = "批准了选定：{selection}"
    selection_id: UUID
    rfq_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, kw_only=True)
class SelectionEnded(Fact):
    """Not approved, or revoked: the request is open again."""

    said = "选定不再有效：{selection}"
    selection_id: UUID
    rfq_id: UUID
    quotation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClientToldOfSelection(Fact):
    said = "已将选定告知客户：{selection}"
    selection_id: UUID


@dataclass(frozen=True, kw_only=True)
class BidderDeclined(Fact):
    said = "通知了落选供应商：{quotation}"
    quotation_id: UUID
    decline_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProcurementPolicySaved(Fact):
    said = "修改了采购规则"
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class LineTemplateSaved(Fact):
    said = "保存了询价明细模板"
    org_id: UUID
    template_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)
