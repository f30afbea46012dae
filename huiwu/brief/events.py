"""Facts of first contact and of the brief."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class IntakeLinkMade(Fact):
    said = "生成了需求登记链接 {link}"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeRecorded(Fact):
    """A first contact was noted, by staff or by the client through a link."""

    said = "登记了客户来询 {intake}"
    intake_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class IntakeCorrected(Fact):
    said = "更正了客户来询 {intake}"
    intake_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class IntakeAccepted(Fact):
    """A meeting was opened from a first contact."""

    said = "接受了客户来询 {intake}，由此建会"
    intake_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeDeclined(Fact):
    said = "婉拒了客户来询 {intake}"
    intake_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeMerged(Fact):
    said = "把客户来询 {intake} 并入 {into}"
    intake_id: UUID
    into_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeForgotten(Fact):
    """A contact that came to nothing was deleted after its time."""

    said = "按期删除了客户来询的个人信息"
    intake_id: UUID


@dataclass(frozen=True, kw_only=True)
class BriefSigned(Fact):
    """The client has confirmed this version of the brief, recognised by its hash."""

    said = "需求简报生效，计划以它为准"
    document_id: UUID
    version_id: UUID
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class GoalJudged(Fact):
    said = "评定了一项目标：{outcome}"
    result_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DateClashAcknowledged(Fact):
    said = "知悉并接受了日期冲突"
    acknowledgement_id: UUID


@dataclass(frozen=True, kw_only=True)
class CityEventListed(Fact):
    said = "登记了城市活动 {city_event}"
    city_event_id: UUID


@dataclass(frozen=True, kw_only=True)
class CityEventChanged(Fact):
    said = "修改了城市活动 {city_event}"
    city_event_id: UUID


@dataclass(frozen=True, kw_only=True)
class CityEventRemoved(Fact):
    said = "删除了一项城市活动"
    city_event_id: UUID


@dataclass(frozen=True, kw_only=True)
class BriefSectionSaved(Fact):
    """Somebody wrote one section of the draft."""

    said = "填写了需求简报的一节：{section}"
    document_id: UUID
    section: str
