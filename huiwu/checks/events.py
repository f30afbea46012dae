"""Facts of the checks. They do not themselves set off another judgement."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FindingAppeared(Fact):
    finding_id: UUID
    code: str
    severity: str
    owner_role: str


@dataclass(frozen=True, kw_only=True)
class FindingMended(Fact):
    finding_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingEscalated(Fact):
    finding_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingClaimed(Fact):
    finding_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingWaived(Fact):
    finding_id: UUID
    code: str
    expires_on: str


@dataclass(frozen=True, kw_only=True)
class WaiverRevoked(Fact):
    finding_id: UUID
    code: str


OWN_KINDS = tuple(
    fact.kind()
    for fact in (FindingAppeared, FindingMended, FindingEscalated, FindingClaimed, FindingWaived, WaiverRevoked)
)
