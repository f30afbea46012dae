"""Candidates of a meeting, what the meeting needs of a venue, and the weights it goes by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiwu.kernel.errors import NotFound
from huiwu.meetings.choices import FunctionKind, Layout
from huiwu.meetings.models import Meeting
from huiwu.site_visits.models import Candidate, ScoringScheme, VenueSearch
from huiwu.site_visits.rules.scoring import DEFAULT_WEIGHTS
from huiwu.venues.bridge import Numbers
from huiwu.venues.models import Room
from huiwu.venues.queries import capacity_of

MAIN_KINDS = (FunctionKind.OPENING, FunctionKind.PLENARY)


def candidates_of(meeting: Meeting) -> QuerySet[Candidate]:
    """All candidates with venue and room, in the order they came."""
    return Candidate.objects.filter(meeting=meeting).select_related("venue", "room", "saved_by")


def candidate_for(meeting: Meeting, candidate_id: UUID) -> Candidate:
    """One candidate of the meeting. Raises NotFound."""
    found = candidates_of(meeting).filter(pk=candidate_id).first()
    if found is None:
        raise NotFound
    found.meeting = meeting
    return found


@dataclass(frozen=True, slots=True)
class Need:
    """What the main room must hold: head-count, layout, and the function that asks for it."""

    people: int
    layout: str
    function: str

    @property
    def layout_word(self) -> str:
        return str(Layout(self.layout).label)

    @property
    def words(self) -> str:
        asked = _("{people} 人{layout}").format(people=self.people, layout=self.layout_word)
        return f"{self.function} · {asked}" if self.function else asked


def need_of(meeting: Meeting) -> Need:
    """The fullest of openings and plenaries; without one, the expected head-count in theatre style."""
    rows = [
        (f.headcount_expected or meeting.expected_headcount, f.layout or Layout.THEATRE.value, f.name)
        for f in meeting.functions.filter(kind__in=MAIN_KINDS, is_cancelled=False)
    ]
    if not rows:
        return Need(meeting.expected_headcount, Layout.THEATRE.value, "")
    return Need(*max(rows, key=lambda row: row[0]))


def capacity_figure(room: Room | None, layout: str, numbers: Numbers) -> int | None:
    """How many people the room takes in a layout at most: reckoned, else what the house says of itself; None is unknown."""
    if room is None:
        return None
    found = capacity_of(room, layout, numbers=numbers).capacity.maximum
    if found is not None:
        return found
    stated = room.stated_capacities.get(layout)
    return int(stated) if stated else None


def search_of(meeting: Meeting) -> VenueSearch:
    """The meeting's search; an unsaved one with revision 0 before anybody set anything."""
    found = VenueSearch.objects.filter(meeting=meeting).first()
    return found or VenueSearch(meeting=meeting, weights=org_weights(meeting.org_id), revision=0)


def weights_for(meeting: Meeting) -> dict[str, int]:
    """The meeting's own weights, in the order of the form."""
    return in_order(search_of(meeting).weights)


def scheme_of(org_id: UUID) -> ScoringScheme:
    """The organisation's scheme; an unsaved one with the default weights and revision 0 before it has its own."""
    found = ScoringScheme.objects.filter(org_id=org_id).first()
    return found or ScoringScheme(org_id=org_id, weights=dict(DEFAULT_WEIGHTS), revision=0)


def org_weights(org_id: UUID) -> dict[str, int]:
    return in_order(scheme_of(org_id).weights)


def in_order(weights: dict[str, int]) -> dict[str, int]:
    """The weights as the form has them, one for each dimension."""
    return {name: int(weights.get(name, default)) for name, default in DEFAULT_WEIGHTS.items()}
