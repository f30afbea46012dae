"""Facts of compliance."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ComplianceFactsSaved(Fact):
    said = "填写了合规判断所需的事实"
    profile_id: UUID


@dataclass(frozen=True, kw_only=True)
class ComplianceItemDecided(Fact):
    said = "判断了一项合规事项：{decision}"
    item_id: UUID
    key: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class ComplianceCleared(Fact):
    """The checklist was signed by who answers for it: gate G0 may open."""

    said = "合规检查单通过"
    document_id: UUID
    version_id: UUID
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class PermitRecorded(Fact):
    said = "登记了许可：{permit_kind}"
    permit_id: UUID
    permit_kind: str


@dataclass(frozen=True, kw_only=True)
class PermitChanged(Fact):
    said = "修改了许可：{permit_kind}"
    permit_id: UUID
    permit_kind: str


@dataclass(frozen=True, kw_only=True)
class PermitRemoved(Fact):
    said = "删除了许可：{permit_kind}"
    permit_id: UUID
    permit_kind: str


@dataclass(frozen=True, kw_only=True)
class SpendingChanged(Fact):
    """A line of the spending list was added or taken off."""

    said = "修改了开支清单"
    spending_item_id: UUID


@dataclass(frozen=True, kw_only=True)
class PrizesChanged(Fact):
    said = "修改了奖品清单"
    prize_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReleaseRecorded(Fact):
    said = "登记了对外发布：{release}"
    release_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReleaseRemoved(Fact):
    said = "删除了一项对外发布"
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
    said = "保存了本单位的规则包 {code}"
    pass


@dataclass(frozen=True, kw_only=True)
class RulePackDropped(RulePackFact):
    said = "停用了本单位的规则包 {code}"
    pass
