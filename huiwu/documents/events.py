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
    number: str


@dataclass(frozen=True, kw_only=True)
class DraftSaved(DocumentFact):
    revision: int


@dataclass(frozen=True, kw_only=True)
class SectionSaved(DocumentFact):
    """One section of a draft was written."""

    section: str


@dataclass(frozen=True, kw_only=True)
class VersionProposed(DocumentFact):
    version_id: UUID
    number: int
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class VersionWithdrawn(DocumentFact):
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class LinkSent(DocumentFact):
    """A link to sign was made for somebody; whom it is for stands in the link."""

    version_id: UUID
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentSigned(DocumentFact):
    version_id: UUID
    number: int
    version_hash: str
    method: str
    signoff_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentReturned(DocumentFact):
    version_id: UUID
    number: int
    signoff_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentFrozen(DocumentFact):
    version_id: UUID
    number: int
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class RemarkMade(DocumentFact):
    remark_id: UUID
    field_key: str


@dataclass(frozen=True, kw_only=True)
class RemarkResolved(DocumentFact):
    remark_id: UUID
    field_key: str


@dataclass(frozen=True, kw_only=True)
class VersionAcknowledged(DocumentFact):
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ChangeOrderOpened(DocumentFact):
    """`document_id` is the frozen document, `order_document_id` the change order's own sheet."""

    change_order_id: UUID
    order_document_id: UUID
    cost_cents: int


@dataclass(frozen=True, kw_only=True)
class ChangeOrderSigned(DocumentFact):
    change_order_id: UUID
    version_id: UUID
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class ChangeOrderApplied(DocumentFact):
    change_order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChangeOrderWithdrawn(DocumentFact):
    change_order_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImpactsListed(Fact):
    """A change was found to touch `count` things; `document_id` is where it came from, if from a document."""

    count: int
    document_id: UUID | None = None
    version_id: UUID | None = None
    change_order_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ImpactConfirmed(Fact):
    impact_item_id: UUID
    impacted_kind: str
    answer: str
