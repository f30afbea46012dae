"""Facts of notifications."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LinkMailed(Fact):
    """Somebody had a link mailed to a person without an account."""

    said = "请系统把链接邮件发给 {message}"
    message_id: UUID
    message_kind: str


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(Fact):
    """The mail server refused it for good, or it was tried as often as it may."""

    said = "发给 {message} 的邮件没有送达"
    message_id: UUID
    delivery_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class DeliveryRepeated(Fact):
    said = "重新发送给 {message} 的邮件"
    message_id: UUID
    delivery_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReminderRulesSet(Fact):
    said = "修改了提醒与逾期升级的天数"
    org_id: UUID
