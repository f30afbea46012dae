"""Facts of the checks. They do not themselves set off another judgement."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FindingAppeared(Fact):
    said = "发现{severity}疏漏：{finding}"
    finding_id: UUID
    code: str
    severity: str
    owner_role: str


@dataclass(frozen=True, kw_only=True)
class FindingMended(Fact):
    said = "疏漏已消除：{finding}"
    finding_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingEscalated(Fact):
    said = "疏漏无人认领，已上报：{finding}"
    finding_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingClaimed(Fact):
    said = "认领了疏漏：{finding}"
    finding_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingWaived(Fact):
    said = "暂不处理疏漏，到 {expires_on} 为止：{finding}"
    finding_id: UUID
    code: str
    expires_on: str


@dataclass(frozen=True, kw_only=True)
class WaiverRevoked(Fact):
    said = "撤销了“暂不处理”：{finding}"
    finding_id: UUID
    code: str


OWN_KINDS = tuple(
    fact.kind()
    for fact in (FindingAppeared, FindingMended, FindingEscalated, FindingClaimed, FindingWaived, WaiverRevoked)
)
