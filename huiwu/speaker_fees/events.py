"""Facts of speakers' fees. Ids only: names, identity numbers and accounts never stand in the history."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeEntered(Fact):
    said = "录入了劳务费 {speaker_fee}"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeChanged(Fact):
    said = "修改了劳务费 {speaker_fee}"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeSubmitted(Fact):
    said = "提交了劳务费 {speaker_fee} 待审批"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeApproved(Fact):
    said = "批准了劳务费 {speaker_fee}"
    speaker_fee_id: UUID
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeRefused(Fact):
    said = "退回了劳务费 {speaker_fee}"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerFeePaid(Fact):
    said = "发放了劳务费 {speaker_fee}"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeCancelled(Fact):
    said = "取消了劳务费 {speaker_fee}"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerFeeSigned(Fact):
    """The receipt with the speaker's signature is kept."""

    said = "留存了劳务费 {speaker_fee} 的签收单"
    speaker_fee_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpeakerTaxDeclared(Fact):
    said = "登记了 {count} 笔劳务费的个税申报"
    count: int


@dataclass(frozen=True, kw_only=True)
class SpeakerSecretSeen(Fact):
    said = "查看了劳务费 {speaker_fee} 的{secret}"
    speaker_fee_id: UUID
    secret: str


@dataclass(frozen=True, kw_only=True)
class SpeakerSecretsExported(Fact):
    said = "导出了 {count} 人的个税申报资料"
    count: int


@dataclass(frozen=True, kw_only=True)
class SpeakerSecretsErased(Fact):
    said = "清除了 {count} 笔劳务费的证件号码与账号"
    count: int
