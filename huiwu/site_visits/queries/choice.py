"""The confirmation the client gives: its document, and which venue it names."""

from __future__ import annotations

from uuid import UUID

from huiwu.documents.models import Document, Version
from huiwu.documents.queries import latest, signed_version
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import VENUE_CHOICE
from huiwu.site_visits.models import Candidate


def choice_of(meeting: Meeting) -> Document | None:
    """《场地选定确认》 of the meeting, if it was made."""
    return latest(meeting, VENUE_CHOICE)


def signed_choice(meeting: Meeting) -> Version | None:
    document = choice_of(meeting)
    return signed_version(document) if document else None


def confirmed_venue(meeting: Meeting) -> Candidate | None:
    """The candidate that the client's own signature names, with venue and room; None before it."""
    version = signed_choice(meeting)
    if version is None:
        return None
    named = UUID(version.content["candidate_id"])
    return Candidate.objects.filter(pk=named, meeting=meeting).select_related("venue", "room").first()
