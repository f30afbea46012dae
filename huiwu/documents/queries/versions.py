"""Versions, what is signed, differences, the sheet of a version."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiwu.documents.blocks import Block, Heading, KeyValues, Sheet
from huiwu.documents.choices import IN_FORCE, Decision, Method, VersionStatus
from huiwu.documents.kinds import FieldDifference, kind_of
from huiwu.documents.language import readers_language
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


def sheet_of(version: Version) -> Sheet:
    """The version's sheet, from its snapshot alone, with the public head filled in and, once decided, its sign-off record."""
    made = kind_of(version.document.kind).sheet(meeting_as_of(version), version.content, version)
    zone = ZoneInfo(version.document.meeting.time_zone)
    return replace(
        made,
        blocks=(*made.blocks, *_record_blocks(version, zone)),
        doc_no=made.doc_no or version.header.get("document", ""),
        version=made.version or str(version.number),
        dated_on=made.dated_on or version.proposed_at.astimezone(zone).date(),
        meeting_name=made.meeting_name or version.header.get("meeting", {}).get("name", ""),
        status_word=made.status_word or str(VersionStatus(version.status).label),
        language=readers_language(),
    )


def _record_blocks(version: Version, zone: ZoneInfo) -> tuple[Block, ...]:
    """确认记录: time, identity, file hash (documents.md §0; 《电子签名法》)."""
    signoff = confirmation(version)
    if signoff is None:
        return ()
    pairs = [
        (_("确认人"), " ".join(filter(None, [signoff.person_name, signoff.person_title]))),
        (_("确认时间"), f"{signoff.signed_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"),
        (_("确认方式"), str(Method(signoff.method).label)),
        (_("来源地址"), signoff.address if signoff.method == Method.LINK else _("见扫描件")),
        (_("内容哈希（SHA-256）"), signoff.version_hash),
    ]
    return (Heading(1, _("确认记录")), KeyValues(tuple(pairs)))
