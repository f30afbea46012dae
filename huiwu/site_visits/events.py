"""Facts of site visits."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CandidateAdded(Fact):
    said = "把“{candidate}”列入候选场地"
    candidate_id: UUID


@dataclass(frozen=True, kw_only=True)
class CandidateTermsSaved(Fact):
    """Quote, dates or the room looked at."""

    said = "更新了“{candidate}”的报价与档期"
    candidate_id: UUID


@dataclass(frozen=True, kw_only=True)
class CandidateMoved(Fact):
    said = "把“{candidate}”移到“{to}”"
    candidate_id: UUID
    to: str


@dataclass(frozen=True, kw_only=True)
class SiteVisitBegun(Fact):
    said = "开始考察“{candidate}”"
    candidate_id: UUID
    visit_id: UUID


@dataclass(frozen=True, kw_only=True)
class SiteVisitWritten(Fact):
    """Entries of a device arrived."""

    said = "填写了“{candidate}”的考察记录（{count} 项）"
    candidate_id: UUID
    visit_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class SiteVisitFinished(Fact):
    said = "完成了“{candidate}”的考察"
    candidate_id: UUID
    visit_id: UUID


@dataclass(frozen=True, kw_only=True)
class VisitPhotoKept(Fact):
    said = "上传了“{candidate}”的现场照片"
    candidate_id: UUID
    visit_id: UUID
    photo_id: UUID


@dataclass(frozen=True, kw_only=True)
class VetoDecided(Fact):
    said = "判断了“{candidate}”的否决项：{veto}，{outcome}"
    candidate_id: UUID
    veto: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DifferenceSettled(Fact):
    said = "就“{candidate}”的评分差异作了说明"
    candidate_id: UUID
    point: str


@dataclass(frozen=True, kw_only=True)
class MeasurementTakenOver(Fact):
    said = "把“{candidate}”的实测值写入场地库：{measure}"
    candidate_id: UUID
    measure: str


@dataclass(frozen=True, kw_only=True)
class VenueSearchSet(Fact):
    """The meeting's weights, or why fewer venues are inspected."""

    said = "设置了场地评分权重或考察家数说明"
    search_id: UUID


@dataclass(frozen=True, kw_only=True)
class ScoringSchemeSaved(Fact):
    said = "设置了本单位的场地评分权重"
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class VenueChoiceSigned(Fact):
    """The client confirmed the venue: its contract may be signed (G3b)."""

    said = "客户确认了场地“{candidate}”"
    candidate_id: UUID
    document_id: UUID
    version_id: UUID
    version_hash: str
