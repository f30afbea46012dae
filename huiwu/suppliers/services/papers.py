"""Verbs on qualifications and insurance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import QualificationKind
from huiwu.suppliers.errors import SupplierElsewhere
from huiwu.suppliers.events import QualificationKept, QualificationRemoved
from huiwu.suppliers.models import Qualification, Supplier
from huiwu.suppliers.queries import supplier_for

COLUMNS = ("kind", "title", "number", "issuer", "issued_on", "expires_on")


@transaction.atomic
def add_qualification(
    *,
    actor: Actor,
    supplier: Supplier,
    values: Mapping[str, Any],
    file: StoredFile | None = None,
    meeting: Meeting | None = None,
) -> Qualification:
    """A paper of the library, or one made for a meeting alone (承重计算书). Raises InvalidInput, NotAllowed."""
    _permitted(actor, supplier, meeting)
    kept = _checked(values)
    row = Qualification.objects.create(supplier=supplier, meeting=meeting, file=file, saved_by=actor.user, **kept)
    _tell(actor, row)
    return row


@transaction.atomic
def change_qualification(
    *,
    actor: Actor,
    qualification_id: UUID,
    revision: int,
    values: Mapping[str, Any],
    file: StoredFile | None = None,
) -> Qualification:
    """Correct or renew a paper; without a new file the former one stays. Raises StaleEdit, InvalidInput, NotFound."""
    row = _found(qualification_id)
    _permitted(actor, row.supplier, row.meeting)
    kept = _checked(values) | ({"file": file} if file else {})
    fresh = Qualification.objects.filter(pk=row.pk, revision=revision)
    if not fresh.update(**kept, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        raise StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))
    row.refresh_from_db()
    _tell(actor, row)
    return row


@transaction.atomic
def remove_qualification(*, actor: Actor, qualification_id: UUID) -> None:
    """Take off a paper noted by mistake; its file stays. Raises NotFound."""
    row = _found(qualification_id)
    _permitted(actor, row.supplier, row.meeting)
    Qualification.objects.filter(pk=row.pk).delete()
    org_id = row.supplier.org_id
    fact = QualificationRemoved(
        meeting_id=row.meeting_id,
        supplier_id=row.supplier_id,
        org_id=org_id,
        qualification_id=row.pk,
        qualification_kind=row.kind,
    )
    record(fact, actor=actor, org_id=org_id)


def _found(qualification_id: UUID) -> Qualification:
    rows = Qualification.objects.select_related("supplier", "meeting", "saved_by")
    row = rows.filter(pk=qualification_id).first()
    if row is None:
        raise NotFound
    return row


def _permitted(actor: Actor, supplier: Supplier, meeting: Meeting | None) -> None:
    if meeting is None:
        supplier_for(actor, supplier.pk, "suppliers.edit")
        return
    if supplier.org_id != meeting.org_id:
        raise SupplierElsewhere
    require(actor, "suppliers.engage", meeting)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: v.strip() if isinstance(v, str) else v for key, v in values.items() if key in COLUMNS}
    if kept.get("kind") not in QualificationKind.values:
        raise InvalidInput({"kind": [_("请选择资质种类。")]}, detail=_("请选择资质种类。"))
    issued, expires = kept.get("issued_on"), kept.get("expires_on")
    if issued and expires and expires < issued:
        raise InvalidInput({"expires_on": [_("有效期早于发证日期。")]}, detail=_("有效期早于发证日期。"))
    return kept


def _tell(actor: Actor, row: Qualification) -> None:
    org_id = row.supplier.org_id
    fact = QualificationKept(
        meeting_id=row.meeting_id,
        supplier_id=row.supplier_id,
        org_id=org_id,
        qualification_id=row.pk,
        qualification_kind=row.kind,
    )
    record(fact, actor=actor, org_id=org_id)
