"""Facts of payments."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PaymentDrafted(Fact):
    said = "起草了付款申请 {payment_request}"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentDraftChanged(Fact):
    said = "修改了付款申请 {payment_request}"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentInvoicesSet(Fact):
    said = "核对了付款申请 {payment_request} 所附的发票"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Fact):
    said = "提交了付款申请 {payment_request}"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentPassedOn(Fact):
    """One level agreed and the next has to."""

    said = "同意付款申请 {payment_request}，转上一级审批"
    payment_request_id: UUID
    level: int


@dataclass(frozen=True, kw_only=True)
class PaymentApproved(Fact):
    said = "批准了付款申请 {payment_request}"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentRefused(Fact):
    said = "退回了付款申请 {payment_request}"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentRequestCancelled(Fact):
    said = "取消了付款申请 {payment_request}"
    payment_request_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentMade(Fact):
    said = "记录了付款申请 {payment_request} 的付款"
    payment_request_id: UUID
    payment_id: UUID
    is_whole: bool


@dataclass(frozen=True, kw_only=True)
class PaymentVoided(Fact):
    said = "作废了付款申请 {payment_request} 的一笔付款记录"
    payment_request_id: UUID
    payment_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReceiptRecorded(Fact):
    said = "登记了一笔收款"
    receipt_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReceiptVoided(Fact):
    said = "作废了一笔收款记录"
    receipt_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApprovalLevelsSet(Fact):
    said = "设置了付款审批的级别与限额"
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)
