"""Facts of invoices: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class InvoiceFact(Fact):
    """Base: something about one invoice; one of no meeting yet is shown on the organisation's page."""

    invoice_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"meeting:{self.meeting_id}",) if self.meeting_id else (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class InvoiceReceived(InvoiceFact):
    said = "登记了发票 {invoice_id}（来源：{source}）"
    source: str


@dataclass(frozen=True, kw_only=True)
class InvoiceImported(InvoiceFact):
    """As InvoiceReceived, one of an import of many: what follows from them all waits for InvoicesImported."""

    said = "导入了发票 {invoice_id}（来源：{source}）"
    source: str


@dataclass(frozen=True, kw_only=True)
class InvoiceFileJoined(InvoiceFact):
    said = "为发票 {invoice_id} 并入了{source}"
    source: str


@dataclass(frozen=True, kw_only=True)
class InvoiceBroughtAgain(InvoiceFact):
    said = "再次提交了已登记的发票 {invoice_id}，没有重复登记"
    repeat_id: UUID


@dataclass(frozen=True, kw_only=True)
class RepeatCleared(InvoiceFact):
    said = "核对了重复提交的发票 {invoice_id}"
    repeat_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvoiceCorrected(InvoiceFact):
    said = "更正了发票 {invoice_id} 的登记"


@dataclass(frozen=True, kw_only=True)
class InvoiceAssigned(InvoiceFact):
    said = "把发票 {invoice_id} 归到会议、合同或供应商"


@dataclass(frozen=True, kw_only=True)
class InvoiceVerified(InvoiceFact):
    said = "验过发票 {invoice_id}"


@dataclass(frozen=True, kw_only=True)
class VerificationWithdrawn(InvoiceFact):
    said = "撤销了发票 {invoice_id} 的验票"


@dataclass(frozen=True, kw_only=True)
class InvoiceReimbursed(InvoiceFact):
    said = "登记发票 {invoice_id} 已报销"


@dataclass(frozen=True, kw_only=True)
class InvoiceReturned(InvoiceFact):
    said = "把发票 {invoice_id} 退回开票方"


@dataclass(frozen=True, kw_only=True)
class InvoiceReversed(InvoiceFact):
    said = "用红字发票 {red_id} 冲了发票 {invoice_id}"
    red_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvoicesExpected(Fact):
    said = "按合同登记了 {count} 张待收发票"
    contract_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class InvoiceExpected(InvoiceFact):
    said = "登记了一张待收发票"


@dataclass(frozen=True, kw_only=True)
class ExpectationDropped(InvoiceFact):
    said = "取消了一张待收发票"


@dataclass(frozen=True, kw_only=True)
class InvoiceImportAsked(Fact):
    said = "开始导入 {count} 个发票文件"
    import_id: UUID
    org_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class InvoicesImported(Fact):
    said = "导入发票文件：登记 {taken}，并入 {joined}，重复 {duplicate}，未收 {refused}"
    import_id: UUID
    org_id: UUID
    taken: int
    joined: int
    duplicate: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class TitleFact(Fact):
    """Base: our own titles."""

    title_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class TitleSaved(TitleFact):
    said = "保存了开票抬头 {title_id}"


@dataclass(frozen=True, kw_only=True)
class TitleRetired(TitleFact):
    said = "停用了开票抬头 {title_id}"
