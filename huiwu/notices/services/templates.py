"""The organisation's own texts for notices."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.notices.events import NoticeTemplateSaved
from huiwu.notices.models import NoticeTemplate


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    org_id: UUID,
    values: dict[str, str],
    template_id: UUID | None = None,
    revision: int = 0,
) -> NoticeTemplate:
    """New, or changed at `revision`. `values`: title, batch, channel, subject, text, sms_code. Raises StaleEdit, NotFound."""
    require(actor, "notices.edit_templates", org_id)
    if template_id is None:
        row = NoticeTemplate.objects.create(org_id=org_id, **values)
    else:
        found = NoticeTemplate.objects.filter(pk=template_id, org_id=org_id).first()
        if found is None:
            raise NotFound
        same = NoticeTemplate.objects.filter(pk=found.pk, revision=revision)
        if not same.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            raise StaleEdit(theirs=found, who="")
        row = NoticeTemplate.objects.get(pk=found.pk)
    record(NoticeTemplateSaved(org_id=org_id, template_id=row.pk), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def retire_template(*, actor: Actor, org_id: UUID, template_id: UUID) -> None:
    """No longer offered; notices made from it stay. Twice is once. Raises NotFound for another organisation's."""
    require(actor, "notices.edit_templates", org_id)
    rows = NoticeTemplate.objects.filter(pk=template_id, org_id=org_id)
    if not rows.exists():
        raise NotFound
    if rows.filter(retired_at=None).update(retired_at=clock.now()):
        record(NoticeTemplateSaved(org_id=org_id, template_id=template_id), actor=actor, org_id=org_id)
