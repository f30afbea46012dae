"""Make versions, take them back, acknowledge them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from huiwu.documents.choices import VersionStatus, VoidReason
from huiwu.documents.errors import (
    FrozenNeedsChangeOrder,
    Incomplete,
    NothingChanged,
    VersionSuperseded,
    VersionUnsigned,
)
from huiwu.documents.events import VersionAcknowledged, VersionProposed, VersionWithdrawn
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import Acknowledgement, Document, Version
from huiwu.documents.queries import document_for, facts_of, review_version, signed_version
from huiwu.documents.rules import canonical_json, snapshot_hash
from huiwu.documents.services.drafts import document_to_edit, editable, stale
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed, NotFound


@transaction.atomic
def propose_version(*, actor: Actor, document_id: UUID, revision: int, note: str = "") -> Version:
    """Make the draft, as it stands at `revision`, a version that waits for its signer.

    An older version still in review becomes void. Over a version in force, what the changes touch is listed. The same
    draft again returns the version that is already in review. Raises Incomplete, NothingChanged, StaleEdit,
    FrozenNeedsChangeOrder, NotAllowed, NotFound.
    """
    from huiwu.documents.services.impacts import list_impacts_of_version

    document = document_to_edit(actor, document_id)
    if not document.is_open_for_edit:
        raise FrozenNeedsChangeOrder(frozen=timezone.localdate(document.frozen_at).isoformat())
    if not editable(document.pk, revision).update(version_count=F("version_count")):
        raise stale(document.pk)  # the update above holds the row: proposals of one document stand in line
    document.refresh_from_db(fields=["draft", "version_count"])
    _refuse_incomplete(document)
    waiting, in_force = review_version(document), signed_version(document)
    if waiting is not None and _same(document, waiting):
        return waiting
    if in_force is not None and _same(document, in_force):
        raise NothingChanged(version=in_force.number)
    _void_review(document, VoidReason.SUPERSEDED)
    version = _write(document, actor=actor, note=note)
    former = signed_version(document)  # read again: a signature may have come first
    if former is not None:
        list_impacts_of_version(actor=actor, version=version, former=former)
    record(_proposed(version), actor=actor, org_id=document.meeting.org_id)
    return version


@transaction.atomic
def withdraw_version(*, actor: Actor, version_id: UUID) -> Version:
    """Take back a version that still waits; links to it then say so. Raises VersionSuperseded when it no longer waits."""
    version = version_for(actor, version_id)
    document = version.document
    require(actor, kind_of(document.kind).edit, document.meeting)
    if not _void_review(document, VoidReason.WITHDRAWN, version):
        raise VersionSuperseded(version=version.number, why=version.get_status_display())
    fact = VersionWithdrawn(
        meeting_id=document.meeting_id,
        document_id=document.pk,
        doc_kind=document.kind,
        version_id=version.pk,
        number=version.number,
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    version.refresh_from_db()
    return version


@transaction.atomic
def acknowledge_version(*, actor: Actor, version_id: UUID) -> Acknowledgement:
    """已阅: the reader has read a released version. Twice returns the first."""
    version = version_for(actor, version_id)
    if not actor.is_signed_in:
        raise NotAllowed
    if not version.is_in_force:
        raise VersionUnsigned(verb=_("签阅"))
    row, is_new = Acknowledgement.objects.get_or_create(version=version, reader=actor.user)
    if is_new:
        document = version.document
        fact = VersionAcknowledged(
            meeting_id=document.meeting_id,
            document_id=document.pk,
            doc_kind=document.kind,
            version_id=version.pk,
            number=version.number,
        )
        record(fact, actor=actor, org_id=document.meeting.org_id)
    return row


def version_for(actor: Actor, version_id: UUID) -> Version:
    """The version, for one who may read its document's kind."""
    found = Version.objects.filter(pk=version_id).first()
    if found is None:
        raise NotFound
    found.document = document_for(actor, found.document_id)
    return found


def _refuse_incomplete(document: Document) -> None:
    missing = list(kind_of(document.kind).missing(document.draft, document.meeting))
    if missing:
        raise Incomplete(missing=missing)


def _same(document: Document, version: Version) -> bool:
    """Whether the draft says what the version says, under the same facts of the meeting."""
    same_facts = version.header.get("meeting") == facts_of(document.meeting)
    return same_facts and canonical_json(document.draft) == canonical_json(version.content)


def _void_review(document: Document, why: VoidReason, version: Version | None = None) -> int:
    """Conditional: a version signed in the meantime is not touched."""
    waiting = Version.objects.filter(document=document, status=VersionStatus.REVIEW)
    if version is not None:
        waiting = waiting.filter(pk=version.pk)
    return waiting.update(status=VersionStatus.VOID, void_reason=why, voided_at=clock.now(), updated_at=clock.now())


def _write(document: Document, *, actor: Actor, note: str) -> Version:
    document.version_count += 1
    Document.objects.filter(pk=document.pk).update(version_count=document.version_count)
    header: dict[str, Any] = {
        "document": document.number,
        "kind": document.kind,
        "title": document.title,
        "version": document.version_count,
        "prepared_by": actor.name,
        "meeting": facts_of(document.meeting),
    }
    return Version.objects.create(
        document=document,
        number=document.version_count,
        header=header,
        content=document.draft,
        content_hash=snapshot_hash(header, document.draft),
        note=note.strip(),
        proposed_by=actor.user,
    )


def _proposed(version: Version) -> VersionProposed:
    return VersionProposed(
        meeting_id=version.document.meeting_id,
        document_id=version.document_id,
        doc_kind=version.document.kind,
        version_id=version.pk,
        number=version.number,
        version_hash=version.content_hash,
    )
