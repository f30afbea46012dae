"""The meeting's certificate for the client, whose sign-off opens G11."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.documents.models import Document, Version
from huiwu.documents.services import open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import DOCUMENT
from huiwu.privacy.queries.certificate import certificate_document, certificate_of


@transaction.atomic
def draft_certificate(*, actor: Actor, meeting: Meeting, revision: int, handed_over: str, backups: str) -> Document:
    """Keep what is typed (资料移交清单, backups) with today's erasures and returns; `revision` 0 begins. Raises StaleEdit."""
    require(actor, "privacy.edit", meeting)
    content = certificate_of(meeting, handed_over.strip(), backups.strip())
    document = certificate_document(meeting)
    if document is None:
        title = _("个人信息删除证明")
        return open_document(actor=actor, meeting=meeting, kind=DOCUMENT, title=title, content=content)
    return save_draft(actor=actor, document_id=document.pk, revision=revision, content=content)


@transaction.atomic
def propose_certificate(*, actor: Actor, meeting: Meeting, note: str = "") -> Version:
    """Make a version for the client out of what is erased and returned now.

    Raises Incomplete while a party has not confirmed or data past its day is left (OM-159, OM-160), NotFound.
    """
    require(actor, "privacy.edit", meeting)
    document = certificate_document(meeting)
    if document is None:
        raise NotFound
    typed = document.draft
    content = certificate_of(meeting, typed.get("handed_over", ""), typed.get("backups", ""))
    document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision, note=note)
