"""A07: the final settlement with the client, and the papers that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.documents.models import Document, Version
from huiwu.documents.services import open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.settlement.choices import FINAL, PaperKind
from huiwu.settlement.events import SettlementPaperKept, SettlementPaperRemoved
from huiwu.settlement.models import SettlementPaper
from huiwu.settlement.queries.final import final_content, final_document


@transaction.atomic
def save_final(
    *, actor: Actor, meeting: Meeting, revision: int, reasons: Mapping[str, str], conclusion: str
) -> Document:
    """Keep the typed reasons with today's figures; `revision` 0 begins the settlement. Raises NoBudget, StaleEdit."""
    require(actor, "settlement.edit", meeting)
    content = final_content(meeting, {key: text.strip() for key, text in reasons.items()}, conclusion.strip())
    document = final_document(meeting)
    if document is None:
        return open_document(actor=actor, meeting=meeting, kind=FINAL, title=_("决算表"), content=content)
    return save_draft(actor=actor, document_id=document.pk, revision=revision, content=content)


@transaction.atomic
def propose_final(*, actor: Actor, meeting: Meeting, note: str = "") -> Version:
    """Reckon everything once more and make that a version for the client.

    Raises Incomplete while suppliers, reasons, signatures or papers are missing (OM-146).
    """
    require(actor, "settlement.edit", meeting)
    document = final_document(meeting)
    if document is None:
        raise NotFound
    typed = document.draft
    reasons = {line["key"]: line["reason"] for line in typed["lines"]}
    content = final_content(meeting, reasons, typed["conclusion"])
    document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision, note=note)


@transaction.atomic
def keep_paper(*, actor: Actor, meeting: Meeting, kind: str, file: StoredFile, note: str = "") -> SettlementPaper:
    """Keep one of the five papers. Raises InvalidInput for a kind that does not exist."""
    require(actor, "settlement.edit", meeting)
    if kind not in PaperKind.values:
        raise InvalidInput({"kind": [_("请选择附件的种类。")]})
    row = SettlementPaper.objects.create(meeting=meeting, kind=kind, file=file, note=note.strip(), kept_by=actor.user)
    fact = SettlementPaperKept(meeting_id=meeting.pk, paper_id=row.pk, paper_kind=kind)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def remove_paper(*, actor: Actor, meeting: Meeting, paper_id: UUID) -> None:
    """Take a paper out of the list; the file itself stays kept. Raises NotFound."""
    require(actor, "settlement.edit", meeting)
    row = SettlementPaper.objects.filter(meeting=meeting, pk=paper_id).first()
    if row is None:
        raise NotFound
    fact = SettlementPaperRemoved(meeting_id=meeting.pk, paper_id=row.pk, paper_kind=row.kind)
    row.delete()
    record(fact, actor=actor, org_id=meeting.org_id)
