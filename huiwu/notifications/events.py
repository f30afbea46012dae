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


@dataclass(frozen=True, kw_only=True)
class OutsideDelivered(Fact):
    """The reader's device has it, as the provider reports. Ids only: `about_kind` and `about_id` say what it was about."""

    said = "一条外发消息已送达"
    delivery_id: UUID
    channel: str
    about_kind: str = ""
    about_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OutsideFailed(Fact):
    """It will not arrive: refused, given up, unsubscribed, or reported as not delivered (`why` of OutsideWhy)."""

    said = "一条外发消息没有送达"
    delivery_id: UUID
    channel: str
    why: str
    about_kind: str = ""
    about_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AddressSuppressed(Fact):
    """Somebody unsubscribed, or was put on the list; the address itself stands only there, as a hash."""

    said = "一个地址进入了停发名单"
    org_id: UUID
    channel: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddressReleased(Fact):
    said = "一个地址移出了停发名单"
    org_id: UUID
    channel: str


@dataclass(frozen=True, kw_only=True)
class OutsideSettingsSaved(Fact):
    said = "修改了外发渠道设置"
    org_id: UUID
    is_test: bool


@dataclass(frozen=True, kw_only=True)
class SmsTemplateSaved(Fact):
    said = "保存了短信模板"
    org_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class BotSaved(Fact):
    said = "保存了群机器人"
    org_id: UUID
    bot_id: UUID


@dataclass(frozen=True, kw_only=True)
class BotRemoved(Fact):
    said = "删除了群机器人"
    org_id: UUID
