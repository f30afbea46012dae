"""Venues of the library as the person who looks for one sees them: does it hold the people, does it stand in the city."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from huiwu.foundation.actors import Actor
from huiwu.meetings.models import Meeting
from huiwu.site_visits.models import Candidate
from huiwu.site_visits.queries.candidates import Need, capacity_figure
from huiwu.venues.bridge import Numbers
from huiwu.venues.models import Room, Venue
from huiwu.venues.queries import numbers_of, venues_of
from huiwu.venues.queries.library import matching


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue with its best room for the need: the smallest that holds it, else the largest known."""

    venue: Venue
    room: Room | None
    capacity: int | None
    is_enough: bool
    is_listed: bool


def venue_rows(actor: Actor, meeting: Meeting, need: Need, text: str, *, everywhere: bool) -> list[VenueRow]:
    """Venues of the meeting's organisation, in its city unless `everywhere`; those that hold the people first."""
    found = venues_of(actor).filter(org_id=meeting.org_id, is_retired=False)
    if meeting.city and not everywhere:
        found = found.filter(city=meeting.city)
    if text.strip():
        found = found.filter(matching(text) | Q(address__icontains=text.strip())).distinct()
    rooms = Prefetch("rooms", queryset=Room.objects.filter(is_retired=False))
    listed = set(Candidate.objects.filter(meeting=meeting).values_list("venue_id", flat=True))
    numbers = numbers_of(meeting.org_id)
    rows = [_row(venue, need, numbers, venue.pk in listed) for venue in found.prefetch_related(rooms)]
    return sorted(rows, key=lambda r: (r.is_listed, not r.is_enough, -(r.capacity or 0), r.venue.name))


def _row(venue: Venue, need: Need, numbers: Numbers, is_listed: bool) -> VenueRow:
    known = [(held, room) for room in venue.rooms.all() if (held := capacity_figure(room, need.layout, numbers))]
    enough = [pair for pair in known if pair[0] >= need.people]
    best = min(enough, key=lambda p: p[0]) if enough else max(known, key=lambda p: p[0], default=None)
    if best is None:
        return VenueRow(venue, None, None, False, is_listed)
    return VenueRow(venue, best[1], best[0], bool(enough), is_listed)
