"""Facts of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Fact):
    org_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    org_id: UUID
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    org_id: UUID
    user_id: UUID
    role: str

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class OrgRoleChanged(Fact):
    org_id: UUID
    user_id: UUID
    before: str
    after: str

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class PersonRemoved(Fact):
    org_id: UUID
    user_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Fact):
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    token_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    token_id: UUID
    user_id: UUID
