"""Nouns: versions, what is signed, differences."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiwu.documents.choices import IN_FORCE, Decision, VersionStatus
from huiwu.documents.kinds import FieldDifference, kind_of
from huiwu.documents.models import Document, Signoff, Version
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


def latest(meeting: Meeting, kind: str, subject_id: UUID | None = None) -> Document | None:
    """The meeting's document of a kind, if it was opened."""
    return Document.objects.filter(meeting=meeting, kind=kind, subject_id=subject_id).first()


def versions(document: Document) -> QuerySet[Version]:
    """All versions, newest first."""
    return document.versions.order_by("-number")


def current_version(document: Document) -> Version | None:
    """The newest version that is not void: in review if there is one, else the one in force."""
    return document.versions.exclude(status=VersionStatus.VOID).order_by("-number").first()


def signed_version(document: Document) -> Version | None:
    """The version in force: confirmed or frozen, and not replaced."""
    return document.versions.filter(status__in=IN_FORCE).first()


def review_version(document: Document) -> Version | None:
    return document.versions.filter(status=VersionStatus.REVIEW).first()


def confirmation(version: Version) -> Signoff | None:
    """The sign-off that confirmed a version, also after a newer version replaced it."""
    return version.signoffs.filter(decision=Decision.CONFIRMED).first()


def last_signed_before(version: Version) -> Version | None:
    """The newest version below this one that was ever confirmed: what the client compares with."""
    below = version.document.versions.filter(number__lt=version.number, signoffs__decision=Decision.CONFIRMED)
    return below.order_by("-number").first()


def difference(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """Fields whose text differs between two contents of a kind."""
    return list(kind_of(kind).differences(before, after))


def document_for(actor: Actor, document_id: UUID, *, meeting: Meeting | None = None) -> Document:
    """The document, for one who may read its kind. NotFound otherwise: a stranger is not told that it exists."""
    found = Document.objects.select_related("meeting__org", "meeting__client", "edited_by")
    document = found.filter(pk=document_id).first()
    if document is None or (meeting is not None and document.meeting_id != meeting.pk):
        raise NotFound
    if not can(actor, kind_of(document.kind).view, document.meeting):
        raise NotFound
    return document


def facts_of(meeting: Meeting) -> dict[str, str]:
    """The meeting's facts that stand in the head of a sheet, as plain texts."""
    return {
        "name": meeting.name,
        "name_en": meeting.name_en,
        "number": meeting.number,
        "theme": meeting.theme,
        "start_on": meeting.start_on.isoformat(),
        "end_on": meeting.end_on.isoformat(),
        "city": meeting.city,
        "venue_name": meeting.venue_name,
        "client": meeting.client.name if meeting.client else "",
        "org": meeting.org.name,
    }


def meeting_as_of(version: Version) -> Meeting:
    """The meeting with the facts of the version's moment: a signed sheet reads the same after the meeting is renamed.

    A copy for reading; it must not be saved.
    """
    meeting = copy.copy(version.document.meeting)
    facts = version.header.get("meeting", {})
    for name in ("name", "name_en", "number", "theme", "city", "venue_name"):
        setattr(meeting, name, facts.get(name, getattr(meeting, name)))
    for name in ("start_on", "end_on"):
        if facts.get(name):
            setattr(meeting, name, date.fromisoformat(facts[name]))
    if meeting.client is not None and "client" in facts:
        client = copy.copy(meeting.client)
        client.name = facts["client"]
        meeting.client = client
    return meeting


def sheet_of(version: Version) -> Any:
    """The version's `blocks.Sheet`, from its snapshot alone."""
    return kind_of(version.document.kind).sheet(meeting_as_of(version), version.content, version)
