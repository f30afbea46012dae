"""冻结: from here on the document changes by change order only."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.documents.choices import VersionStatus
from huiwu.documents.errors import AlreadyFrozen, DraftAhead, ReviewPending, VersionUnsigned
from huiwu.documents.events import DocumentFrozen
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import document_for, review_version, signed_version
from huiwu.documents.rules import canonical_json
from huiwu.documents.services.drafts import stale
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock


@transaction.atomic
def freeze_document(*, actor: Actor, document_id: UUID) -> Document:
    """Freeze the confirmed version. Raises AlreadyFrozen, VersionUnsigned, ReviewPending, DraftAhead, NotAllowed."""
    document = document_for(actor, document_id)
    require(actor, "documents.freeze", document.meeting)
    in_force, waiting = signed_version(document), review_version(document)
    if document.is_frozen:
        raise AlreadyFrozen
    if waiting is not None:
        raise ReviewPending(version=waiting.number, verb=_("冻结"))
    if in_force is None:
        raise VersionUnsigned(verb=_("冻结"))
    if canonical_json(in_force.content) != canonical_json(document.draft):
        raise DraftAhead
    now = clock.now()
    unchanged = Document.objects.filter(
        pk=document.pk, frozen_at=None, revision=document.revision, version_count=document.version_count
    )
    if not unchanged.update(frozen_at=now, frozen_by=actor.user, updated_at=now):
        raise stale(document.pk)
    Version.objects.filter(pk=in_force.pk, status=VersionStatus.CONFIRMED).update(
        status=VersionStatus.FROZEN, updated_at=now
    )
    fact = DocumentFrozen(
        meeting_id=document.meeting_id,
        document_id=document.pk,
        doc_kind=document.kind,
        version_id=in_force.pk,
        number=in_force.number,
        version_hash=in_force.content_hash,
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    document.refresh_from_db()
    return document
