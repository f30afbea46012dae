"""What happens to documents. Ids, numbers and hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DocumentFact(Fact):
    """Base: each fact about a document gives the document's own page a newer version too."""

    document_id: UUID
    doc_kind: str

    def topics(self) -> tuple[str, ...]:
        return (*super().topics(), f"document:{self.document_id}")


@dataclass(frozen=True, kw_only=True)
class DocumentOpened(DocumentFact):
    said = "新建单据《{document}》，编号 {number}"
    number: str


@dataclass(frozen=True, kw_only=True)
class DraftSaved(DocumentFact):
    said = "修改了《{document}》的草稿"
    revision: int


@dataclass(frozen=True, kw_only=True)
class SectionSaved(DocumentFact):
    """One section of a draft was written."""

    said = "填写了《{document}》的一节"
    section: str


@dataclass(frozen=True, kw_only=True)
class VersionProposed(DocumentFact):
    said = "提交《{document}》第 {number} 版待确认"
    version_id: UUID
    number: int
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class VersionWithdrawn(DocumentFact):
    said = "撤回了《{document}》第 {number} 版"
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class VersionRedacted(DocumentFact):
    """Names of erased people were taken out; the hash is that of what is left."""

    said = "从《{document}》第 {number} 版中删除了个人信息"
    version_id: UUID
    number: int
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class LinkSent(DocumentFact):
    """A link to sign was made for somebody; whom it is for stands in the link."""

    said = "把《{document}》的签认链接发给 {link}"
    version_id: UUID
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentSigned(DocumentFact):
    said = "确认了《{document}》第 {number} 版（{method}）"
    version_id: UUID
    number: int
    version_hash: str
    method: str
    signoff_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentReturned(DocumentFact):
    said = "退回了《{document}》第 {number} 版"
    version_id: UUID
    number: int
    signoff_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentFrozen(DocumentFact):
    said = "冻结了《{document}》第 {number} 版"
    version_id: UUID
    number: int
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class RemarkMade(DocumentFact):
    said = "对《{document}》提了意见"
    remark_id: UUID
    field_key: str


@dataclass(frozen=True, kw_only=True)
class RemarkResolved(DocumentFact):
    said = "答复了对《{document}》的意见"
    remark_id: UUID
    field_key: str


@dataclass(frozen=True, kw_only=True)
class VersionAcknowledged(DocumentFact):
    said = "阅读了《{document}》第 {number} 版"
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ChangeOrderOpened(DocumentFact):
    """`document_id` is the frozen document, `order_document_id` the change order's own sheet."""

    said = "对《{document}》开出变更单 {change_order}"
    change_order_id: UUID
    order_document_id: UUID
    cost_cents: int


@dataclass(frozen=True, kw_only=True)
class ChangeOrderSigned(DocumentFact):
    said = "确认了《{document}》的变更单 {change_order}"
    change_order_id: UUID
    version_id: UUID
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class ChangeOrderApplied(DocumentFact):
    said = "开始按变更单 {change_order} 修改《{document}》"
    change_order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChangeOrderWithdrawn(DocumentFact):
    said = "撤回了《{document}》的变更单 {change_order}"
    change_order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImpactsListed(Fact):
    """A change was found to touch `count` things; `document_id` is where it came from, if from a document."""

    said = "列出了受影响的 {count} 项"
    count: int
    document_id: UUID | None = None
    version_id: UUID | None = None
    change_order_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ImpactConfirmed(Fact):
    said = "确认了一项影响：{impact_item}"
    impact_item_id: UUID
    impacted_kind: str
    answer: str
