"""Facts of registration: ids only, no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RegistrationFormFact(Fact):
    """Base: what happens to the meeting's form."""

    form_id: UUID


@dataclass(frozen=True, kw_only=True)
class RegistrationFormConfirmed(RegistrationFormFact):
    """The client confirmed text and fields (SOP P16)."""

    said = "客户确认了报名方案第 {number} 版"
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class RegistrationOpened(RegistrationFormFact):
    said = "开放了报名（第 {number} 版）"
    number: int


@dataclass(frozen=True, kw_only=True)
class RegistrationClosed(RegistrationFormFact):
    said = "关闭了报名"


@dataclass(frozen=True, kw_only=True)
class RegistrationSettingsSaved(RegistrationFormFact):
    said = "修改了报名的开放时间与规则"


@dataclass(frozen=True, kw_only=True)
class QuotaSet(Fact):
    """`quota_limit` None: without limit."""

    said = "设置了报名名额 {quota}"
    quota_id: UUID
    quota_limit: int | None


@dataclass(frozen=True, kw_only=True)
class QuotaRemoved(Fact):
    said = "删除了一项报名名额"
    quota_id: UUID


@dataclass(frozen=True, kw_only=True)
class EntryCodesMade(Fact):
    said = "生成了 {count} 个邀请码"
    count: int


@dataclass(frozen=True, kw_only=True)
class EntryCodeRevoked(Fact):
    said = "停用了一个邀请码"
    entry_code_id: UUID


@dataclass(frozen=True, kw_only=True)
class RegistrationFact(Fact):
    """Base: what happens to one person's registration."""

    registration_id: UUID
    attendee_id: UUID


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(RegistrationFact):
    said = "{attendee}报名成功"


@dataclass(frozen=True, kw_only=True)
class RegistrationWaitlisted(RegistrationFact):
    said = "{attendee}报名进入候补"


@dataclass(frozen=True, kw_only=True)
class RegistrationSubmitted(RegistrationFact):
    """It waits for approval."""

    said = "{attendee}提交了报名，等待审核"


@dataclass(frozen=True, kw_only=True)
class RegistrationRefused(RegistrationFact):
    said = "没有通过{attendee}的报名"


@dataclass(frozen=True, kw_only=True)
class RegistrationChanged(RegistrationFact):
    """`keys` are the answers that changed."""

    said = "修改了{attendee}的报名内容"
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(RegistrationFact):
    said = "取消了{attendee}的报名"


@dataclass(frozen=True, kw_only=True)
class PlaceOffered(RegistrationFact):
    said = "给候补的{attendee}留出了名额，等待答复"
    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(RegistrationFact):
    said = "{attendee}放弃了候补名额"
    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(RegistrationFact):
    said = "{attendee}的候补名额逾期作废"
    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionPlaceGiven(RegistrationFact):
    """Somebody who waited for one session of the meeting got a place in it."""

    said = "{attendee}候补进入了场次"
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeeConfirmed(RegistrationFact):
    said = "确认{attendee}已缴报名费"
    payment_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeeRefunded(RegistrationFact):
    said = "登记了{attendee}的退费"
    payment_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeeWaived(RegistrationFact):
    said = "免收了{attendee}的报名费"


@dataclass(frozen=True, kw_only=True)
class GroupRegistered(Fact):
    said = "收到团体报名，{count} 人"
    group_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class ContactCodeSent(Fact):
    said = "发出了一个报名验证码"
    contact_code_id: UUID
