"""Visits, and what inspectors wrote."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.site_visits.models import SiteVisit, VisitPhoto, VisitPromise


def visit_for(meeting: Meeting, visit_id: UUID) -> SiteVisit:
    """One visit of the meeting with its candidate, venue and inspector. Raises NotFound."""
    known = SiteVisit.objects.select_related("candidate__venue", "candidate__room", "inspector")
    found = known.filter(pk=visit_id, candidate__meeting=meeting).first()
    if found is None:
        raise NotFound
    found.candidate.meeting = meeting
    return found


def promises(meeting: Meeting) -> QuerySet[VisitPromise]:
    """赠送或免费项 promised on site, of all candidates, with `visit.candidate.venue` and inspector (contracts: OM-050)."""
    rows = VisitPromise.objects.filter(visit__candidate__meeting=meeting, removed_at=None)
    return rows.select_related("visit__candidate__venue", "visit__inspector").order_by("written_at")


def photo_for(meeting: Meeting, photo_id: UUID) -> VisitPhoto:
    """One photo of the meeting's visits, also one that was taken off. Raises NotFound."""
    rows = VisitPhoto.objects.select_related("stored", "thumbnail")
    found = rows.filter(pk=photo_id, visit__candidate__meeting=meeting).first()
    if found is None:
        raise NotFound
    return found
