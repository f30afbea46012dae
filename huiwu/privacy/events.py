"""Facts of personal information. People are named by the id of their record, which may be erased."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ConsentsGiven(Fact):
    said = "记录了 {attendee} 的同意：{purposes}"
    attendee_id: UUID
    purposes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """Whoever holds data on this consent alone erases it, or stops using it."""

    said = "撤回了 {attendee} 的同意：{purpose}"
    attendee_id: UUID
    purpose: str


@dataclass(frozen=True, kw_only=True)
class PersonalFieldSeen(Fact):
    """Somebody looked at a masked value in full: the access log."""

    said = "查看了 {attendee} 的{personal_field}"
    attendee_id: UUID
    personal_field: str


@dataclass(frozen=True, kw_only=True)
class PersonalListExported(Fact):
    said = "导出了{export_record}（{count} 人）"
    export_record_id: UUID
    count: int
    audience: str


@dataclass(frozen=True, kw_only=True)
class PersonalListNoted(Fact):
    """A list that left on another way was written down afterwards."""

    said = "登记了外发名单 {export_record}（{count} 人）"
    export_record_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class PurposesChanged(Fact):
    said = "修改了个人信息的处理目的"
    purpose: str


@dataclass(frozen=True, kw_only=True)
class PrivacyNoticeSaved(Fact):
    said = "起草了个人信息处理告知第 {number} 版"
    number: int


@dataclass(frozen=True, kw_only=True)
class PrivacyNoticePublished(Fact):
    said = "公布了个人信息处理告知第 {number} 版"
    number: int
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class RetentionRuleSet(Fact):
    said = "把{field_group}的保存期改为会后 {days_after} 天"
    field_group: str
    days_after: int


@dataclass(frozen=True, kw_only=True)
class EntrustmentSaved(Fact):
    said = "登记了委托处理 {entrusted_processing}"
    entrusted_processing_id: UUID


@dataclass(frozen=True, kw_only=True)
class EntrustmentAgreed(Fact):
    said = "登记了与 {entrusted_processing} 签订的委托处理协议"
    entrusted_processing_id: UUID


@dataclass(frozen=True, kw_only=True)
class EntrustmentReturned(Fact):
    said = "登记了 {entrusted_processing} 的返还或删除确认"
    entrusted_processing_id: UUID


@dataclass(frozen=True, kw_only=True)
class EntrustmentCancelled(Fact):
    said = "登记了没有委托 {entrusted_processing} 处理个人信息"
    entrusted_processing_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImpactAssessed(Fact):
    said = "登记了个人信息保护影响评估 {impact_assessment}"
    impact_assessment_id: UUID


@dataclass(frozen=True, kw_only=True)
class CrossBorderRegistered(Fact):
    said = "登记了向境外提供个人信息（{count} 人）"
    cross_border_transfer_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class BreachReported(Fact):
    said = "登记了个人信息泄露事件 {breach}"
    breach_id: UUID


@dataclass(frozen=True, kw_only=True)
class BreachUpdated(Fact):
    said = "更新了个人信息泄露事件 {breach}"
    breach_id: UUID


@dataclass(frozen=True, kw_only=True)
class BreachEnded(Fact):
    said = "结束了个人信息泄露事件 {breach}"
    breach_id: UUID


@dataclass(frozen=True, kw_only=True)
class SubjectRequestMade(Fact):
    said = "{attendee} 提出了请求：{subject_request_kind}"
    subject_request_id: UUID
    attendee_id: UUID
    subject_request_kind: str


@dataclass(frozen=True, kw_only=True)
class SubjectRequestAnswered(Fact):
    said = "答复了 {attendee} 的请求：{subject_request_kind}"
    subject_request_id: UUID
    attendee_id: UUID
    subject_request_kind: str


@dataclass(frozen=True, kw_only=True)
class OwnDataExported(Fact):
    said = "{attendee} 下载了自己的个人信息"
    attendee_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """Every holder has erased what it held of the person in these groups. Whoever keeps anything more follows."""

    said = "删除了 {attendee} 的个人信息，证明 {erasure}"
    erasure_id: UUID
    attendee_id: UUID
    field_groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonalDataErased(Fact):
    said = "删除了到期的个人信息（{people} 人），证明 {erasure}"
    erasure_id: UUID
    field_groups: tuple[str, ...]
    people: int


@dataclass(frozen=True, kw_only=True)
class ErasureCertified(Fact):
    """The client confirmed that their people's data was given back or erased (G11)."""

    said = "确认了{document}第 {number} 版"
    document_id: UUID
    version_id: UUID
    version_hash: str
    number: int
