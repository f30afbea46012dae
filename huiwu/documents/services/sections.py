"""Write one section of a four-state draft while others write the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import User
from huiwu.documents.events import SectionSaved
from huiwu.documents.fourstate import Schema
from huiwu.documents.fourstate_sections import section_of, section_seal
from huiwu.documents.models import Document
from huiwu.documents.services.drafts import document_to_edit, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import record
from huiwu.kernel.errors import InvalidInput, StaleEdit

TRIES = 5


@transaction.atomic
def save_section(
    *, actor: Actor, document_id: UUID, schema: Schema, section: str, seal: str, fields: Mapping[str, Any]
) -> Document:
    """Write one section's fields. `seal` is `fourstate_sections.section_seal` of the section the form was opened with.

    Somebody else's change of another section is kept; of the same section raises StaleEdit with the section as it now
    is in `theirs`. The same again is no conflict. Raises InvalidInput, NotFound, NotAllowed, FrozenNeedsChangeOrder,
    ContentTooLarge.
    """
    known = {spec.key for spec in schema.fields if spec.section == section}
    if not known or set(fields) - known:
        raise InvalidInput({key: [_("这一节没有这个字段。")] for key in set(fields) - known}, detail="")
    for _attempt in range(TRIES):
        document = document_to_edit(actor, document_id)
        now = section_of(schema, document.draft, section)
        if all(now[key] == value for key, value in fields.items()):
            return document
        if section_seal(schema, document.draft, section) != seal:
            break
        content = {**document.draft, **fields}
        try:
            with transaction.atomic():
                saved = save_draft(actor=actor, document_id=document_id, revision=document.revision, content=content)
        except StaleEdit:  # another section was saved in between: look again
            continue
        _note(actor, saved, section)
        return saved
    raise StaleEdit(theirs=section_of(schema, document.draft, section), who=_last_editor(document, section))


def _note(actor: Actor, document: Document, section: str) -> None:
    fact = SectionSaved(
        meeting_id=document.meeting_id, document_id=document.pk, doc_kind=document.kind, section=section
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)


def _last_editor(document: Document, section: str) -> str:
    """Who last saved the section; whoever saved the document when the section's own fact is not known."""
    saved = FactRecord.objects.filter(
        kind="section_saved",
        meeting_id=document.meeting_id,
        payload__document_id=str(document.pk),
        payload__section=section,
        actor_kind="user",
    )
    who = saved.order_by("-id").values_list("actor_id", flat=True).first()
    user = User.objects.filter(pk=who).first() if who else document.edited_by
    return user.name if user else _("同事")
