"""Facts of first contact and of the brief."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class IntakeLinkMade(Fact):
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeRecorded(Fact):
    """A first contact was noted, by staff or by the client through a link."""

    intake_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class IntakeCorrected(Fact):
    intake_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class IntakeAccepted(Fact):
    """A meeting was opened from a first contact."""

    intake_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeDeclined(Fact):
    intake_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeMerged(Fact):
    intake_id: UUID
    into_id: UUID


@dataclass(frozen=True, kw_only=True)
class IntakeForgotten(Fact):
    """A contact that came to nothing was deleted after its time."""

    intake_id: UUID


@dataclass(frozen=True, kw_only=True)
class BriefSigned(Fact):
    """The client has confirmed this version of the brief, recognised by its hash."""

    document_id: UUID
    version_id: UUID
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class GoalJudged(Fact):
    result_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DateClashAcknowledged(Fact):
    acknowledgement_id: UUID


@dataclass(frozen=True, kw_only=True)
class CityEventListed(Fact):
    city_event_id: UUID


@dataclass(frozen=True, kw_only=True)
class CityEventChanged(Fact):
    city_event_id: UUID


@dataclass(frozen=True, kw_only=True)
class CityEventRemoved(Fact):
    city_event_id: UUID


@dataclass(frozen=True, kw_only=True)
class BriefSectionSaved(Fact):
    """Somebody wrote one section of the draft."""

    document_id: UUID
    section: str
