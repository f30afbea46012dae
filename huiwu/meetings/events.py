"""What happens to meetings and their functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(Fact):
    """A meeting was opened: by staff, or from a client's first contact."""

    number: str


@dataclass(frozen=True, kw_only=True)
class MeetingTakenOn(Fact):
    """立项: the enquiry became work."""


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Fact):
    """`keys` are the columns whose values differ."""

    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingDatesMoved(Fact):
    """First and last day, before and after. Whatever is not done is dated afresh by those who keep dates."""

    start_before: date
    start_after: date
    end_before: date
    end_after: date
    functions_moved: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Fact):
    """`affected` is how many things rested on it when it was cancelled."""

    affected: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingPostponed(Fact):
    """New dates are not known yet."""

    affected: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingResumed(Fact):
    """A postponed or cancelled meeting goes on, on these days."""

    start_on: date
    end_on: date


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Fact):
    """结项."""


@dataclass(frozen=True, kw_only=True)
class MeetingReopened(Fact):
    """A closed meeting was opened again, to correct it."""


@dataclass(frozen=True, kw_only=True)
class MeetingCloned(Fact):
    """A new edition was made from an earlier one; capabilities add what they carry over."""

    from_meeting: UUID
    days_later: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsSet(Fact):
    """Host, organiser and other bodies were put in order."""


@dataclass(frozen=True, kw_only=True)
class ContactsSet(Fact):
    """The client's contacts were changed."""

    client_id: UUID


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Fact):
    """Somebody joined or left the event team, or changed role or group."""

    user_id: UUID
    role: str
    joined: bool


@dataclass(frozen=True, kw_only=True)
class WorkGroupsSet(Fact):
    """Work groups, their duties or leads were changed."""


@dataclass(frozen=True, kw_only=True)
class SpacesSet(Fact):
    """The meeting's spaces were changed."""


@dataclass(frozen=True, kw_only=True)
class FunctionAdded(Fact):
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FunctionChanged(Fact):
    """`keys` are the columns whose values differ."""

    function_id: UUID
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FunctionCancelled(Fact):
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FunctionReinstated(Fact):
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FunctionsRenumbered(Fact):
    """The functions were put into another order."""


@dataclass(frozen=True, kw_only=True)
class SizeBordersSet(Fact):
    """An organisation's borders between S, M, L and XL were changed."""

    effective_on: date


@dataclass(frozen=True, kw_only=True)
class MeetingExported(Fact):
    """Its archive was taken out. A fact of the organisation, so that the next archive is the same."""

    archived_id: UUID
    records: int
    files: int


@dataclass(frozen=True, kw_only=True)
class MeetingImported(Fact):
    """It came in as an archive. A fact of the organisation: the meeting's own history is that of the archive."""

    archived_id: UUID
    records: int
    files: int
