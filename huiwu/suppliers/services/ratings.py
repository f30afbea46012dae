"""供应商评价 (SOP A16)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import ListAction, SupplierStatus
from huiwu.suppliers.errors import SupplierElsewhere
from huiwu.suppliers.events import SupplierRated, SupplierStatusSet
from huiwu.suppliers.models import MeetingSupplier, Supplier, SupplierRating
from huiwu.suppliers.rules.grades import BEST, WEIGHTS, grade_of, weighted_score


@transaction.atomic
def rate_supplier(
    *,
    actor: Actor,
    meeting: Meeting,
    supplier_id: UUID,
    revision: int,
    scores: Mapping[str, int],
    note: str,
    action: str = ListAction.KEEP,
    file: StoredFile | None = None,
) -> SupplierRating:
    """One rating per meeting and supplier; `revision` 0 makes it. `watch` and `stop` move the supplier in the library.

    Evidence is a note or a file; a score below 3 needs the note. Raises InvalidInput, StaleEdit, SupplierElsewhere.
    """
    require(actor, "suppliers.rate", meeting)
    supplier = _engaged_supplier(meeting, supplier_id)
    _refuse_bad(scores, note, action, file is not None or _has_file(meeting, supplier_id))
    values = {part: scores[part] for part in WEIGHTS}
    more = {"note": note.strip(), "action": action, "rated_by": actor.user, "rated_at": clock.now()}
    kept = {**values, **more, **({"file": file} if file else {})}
    if revision == 0:
        row, is_new = SupplierRating.objects.get_or_create(meeting=meeting, supplier=supplier, defaults=kept)
        won = is_new
    else:
        row = SupplierRating.objects.select_related("rated_by").get(meeting=meeting, supplier=supplier)
        fresh = SupplierRating.objects.filter(pk=row.pk, revision=revision)
        won = bool(fresh.update(**kept, revision=F("revision") + 1, updated_at=clock.now()))
    if not won:
        raise StaleEdit(row, who=row.rated_by.name if row.rated_by else _("同事"))
    _move_in_library(actor, supplier, action, grade_of(weighted_score(scores)), meeting)
    record(SupplierRated(meeting_id=meeting.pk, supplier_id=supplier.pk), actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


def _engaged_supplier(meeting: Meeting, supplier_id: UUID) -> Supplier:
    row = MeetingSupplier.objects.filter(meeting=meeting, supplier_id=supplier_id).select_related("supplier").first()
    if row is None:
        raise SupplierElsewhere
    return row.supplier


def _has_file(meeting: Meeting, supplier_id: UUID) -> bool:
    rated = SupplierRating.objects.filter(meeting=meeting, supplier_id=supplier_id)
    return rated.exclude(file=None).exists()


def _refuse_bad(scores: Mapping[str, int], note: str, action: str, has_file: bool) -> None:
    wrong: dict[str, list[str]] = {}
    for part in WEIGHTS:
        if not 1 <= scores.get(part, 0) <= BEST:
            wrong[part] = [_("请打 1 到 5 分。")]
    if action not in ListAction.values:
        wrong["action"] = [_("请选择名录动作。")]
    poor = any(scores.get(part, BEST) < 3 for part in WEIGHTS) or action in (ListAction.WATCH, ListAction.STOP)
    if poor and not note.strip():
        wrong["note"] = [_("低于 3 分，或要观察、停用的，请写明事实依据。")]
    elif not note.strip() and not has_file:
        wrong["note"] = [_("请写明依据，或附上证据文件。")]
    if wrong:
        raise InvalidInput(wrong, detail=" ".join(s for found in wrong.values() for s in found))


def _move_in_library(actor: Actor, supplier: Supplier, action: str, grade: str, meeting: Meeting) -> None:
    status = {ListAction.WATCH: SupplierStatus.WATCH, ListAction.STOP: SupplierStatus.STOPPED}.get(ListAction(action))
    if status is None or supplier.status == status:
        return
    reason = _("{meeting}评价 {grade} 级").format(meeting=meeting.name, grade=grade)[:300]
    Supplier.objects.filter(pk=supplier.pk).update(
        status=status,
        status_reason=reason,
        saved_by=actor.user,
        revision=F("revision") + 1,
        updated_at=clock.now(),
    )
    fact = SupplierStatusSet(supplier_id=supplier.pk, org_id=supplier.org_id, status=status)
    record(fact, actor=actor, org_id=supplier.org_id)
