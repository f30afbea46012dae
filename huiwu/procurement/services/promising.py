"""What was promised beside the prices: free items, rebates. Contracts read them (OM-050)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import PromiseKind
from huiwu.procurement.events import PromiseRecorded, PromiseRemoved
from huiwu.procurement.models import Promise
from huiwu.procurement.services.quoting import quotation_of


@transaction.atomic
def record_promise(
    *,
    actor: Actor,
    meeting: Meeting,
    quotation_id: UUID,
    kind: str,
    text: str,
    value_cents: int | None = None,
    promised_by: str = "",
    promised_on: date | None = None,
    file: StoredFile | None = None,
) -> Promise:
    """Note a promise; the same text again returns the first. Raises InvalidInput, NotFound."""
    require(actor, "procurement.edit", meeting)
    quotation = quotation_of(quotation_id, meeting)
    if kind not in PromiseKind.values or not text.strip():
        raise InvalidInput(fields={"text": [_("请写明承诺了什么")]}, detail=_("请写明承诺了什么。"))
    values = {
        "value_cents": value_cents,
        "promised_by": promised_by.strip()[:80],
        "promised_on": promised_on,
        "file": file,
        "saved_by": actor.user,
    }
    row, is_new = Promise.objects.get_or_create(
        quotation=quotation, kind=kind, text=text.strip()[:300], defaults=values
    )
    if is_new:
        fact = PromiseRecorded(meeting_id=meeting.pk, quotation_id=quotation.pk, promise_id=row.pk)
        record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def remove_promise(*, actor: Actor, meeting: Meeting, promise_id: UUID) -> None:
    """Noted by mistake. Twice is harmless."""
    require(actor, "procurement.edit", meeting)
    row = Promise.objects.filter(pk=promise_id, quotation__rfq__meeting=meeting).first()
    if row is None:
        return
    row.delete()
    fact = PromiseRemoved(meeting_id=meeting.pk, quotation_id=row.quotation_id, promise_id=promise_id)
    record(fact, actor=actor, org_id=meeting.org_id)
