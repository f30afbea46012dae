"""Facts of compliance."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ComplianceFactsSaved(Fact):
    profile_id: UUID


@dataclass(frozen=True, kw_only=True)
class ComplianceItemDecided(Fact):
    item_id: UUID
    key: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class ComplianceCleared(Fact):
    """The checklist was signed by who answers for it: gate G0 may open."""

    document_id: UUID
    version_id: UUID
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class PermitRecorded(Fact):
    permit_id: UUID
    permit_kind: str


@dataclass(frozen=True, kw_only=True)
class PermitChanged(Fact):
    permit_id: UUID
    permit_kind: str


@dataclass(frozen=True, kw_only=True)
class PermitRemoved(Fact):
    permit_id: UUID
    permit_kind: str


@dataclass(frozen=True, kw_only=True)
class SpendingChanged(Fact):
    """A line of the spending list was added or taken off."""

    spending_item_id: UUID


@dataclass(frozen=True, kw_only=True)
class PrizesChanged(Fact):
    prize_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReleaseRecorded(Fact):
    release_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReleaseRemoved(Fact):
    release_id: UUID


@dataclass(frozen=True, kw_only=True)
class RulePackFact(Fact):
    """Base: what happens to an organisation's own rule pack."""

    code: str
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class RulePackSaved(RulePackFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RulePackDropped(RulePackFact):
    pass
