"""Records of the meeting archive. The candidates' venues and rooms go along, as far as the importing house lacks them."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.site_visits.models import (
    Candidate,
    DifferenceNote,
    SiteVisit,
    VenueSearch,
    VetoDecision,
    VisitEntry,
    VisitMark,
    VisitPhoto,
    VisitPromise,
)
from huiwu.venues.models import Room, Venue

archived("candidate_venues", Venue, meeting_path="candidates__meeting", order=50, is_shared=True)
archived(
    "candidate_rooms",
    Room,
    meeting_path="candidates__meeting",
    order=51,
    leave_out=("booking_turn", "part_of"),
    is_shared=True,
)
archived("venue_searches", VenueSearch, order=54)
archived("candidates", Candidate, order=54)
archived("veto_decisions", VetoDecision, meeting_path="candidate__meeting", order=55)
archived("difference_notes", DifferenceNote, meeting_path="candidate__meeting", order=55)
archived("site_visits", SiteVisit, meeting_path="candidate__meeting", order=55)
archived("visit_marks", VisitMark, meeting_path="visit__candidate__meeting", order=56)
archived("visit_entries", VisitEntry, meeting_path="visit__candidate__meeting", order=56)
archived("visit_photos", VisitPhoto, meeting_path="visit__candidate__meeting", order=56)
archived("visit_promises", VisitPromise, meeting_path="visit__candidate__meeting", order=56)
