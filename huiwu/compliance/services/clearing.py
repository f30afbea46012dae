"""Make the checklist a version and sign it: gate G0 (SOP P04)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.compliance.choices import CHECKLIST
from huiwu.compliance.queries.checklist import checklist_of, content_of
from huiwu.documents.models import Signoff, Version
from huiwu.documents.services import open_document, propose_version, save_draft, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.meetings.models import Meeting


@transaction.atomic
def submit_checklist(*, actor: Actor, meeting: Meeting, note: str = "") -> Version:
    """Write the checklist as it stands now into its document and make that a version for 法务合规 to sign.

    Raises Incomplete while an item is undecided or needs work. The same state again returns the waiting version.
    """
    require(actor, "compliance.edit", meeting)
    content = content_of(checklist_of(meeting))
    document = open_document(actor=actor, meeting=meeting, kind=CHECKLIST, title=_("合规检查单"), content=content)
    document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision, note=note)


@transaction.atomic
def clear_checklist(*, actor: Actor, meeting: Meeting, version_id: UUID, seen_hash: str) -> Signoff:
    """Sign exactly the version that was seen. Twice returns the first. Raises VersionSuperseded, NotAllowed."""
    require(actor, "compliance.decide", meeting)
    return sign_version(
        actor=actor, version_id=version_id, seen_hash=seen_hash, person_name=actor.name, person_title=_("法务合规")
    )
