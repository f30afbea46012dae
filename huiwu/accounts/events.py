"""Facts of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Fact):
    said = "新建了单位 {org}"
    org_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    said = "修改了单位资料：{keys}"
    org_id: UUID
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    said = "邀请 {user} 加入本单位（{role}）"
    org_id: UUID
    user_id: UUID
    role: str

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class OrgRoleChanged(Fact):
    said = "把 {user} 的单位角色由{before}改为{after}"
    org_id: UUID
    user_id: UUID
    before: str
    after: str

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class PersonRemoved(Fact):
    said = "把 {user} 移出本单位"
    org_id: UUID
    user_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Fact):
    said = "停用了发给 {link} 的链接"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    said = "为 {user} 生成了接口令牌 {token}"
    token_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    said = "撤销了 {user} 的接口令牌 {token}"
    token_id: UUID
    user_id: UUID
