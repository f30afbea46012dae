"""Verbs on the suppliers of a meeting: how far each is, the group with it, who brings what."""

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
from huiwu.suppliers.choices import EngagementState, NeedDecision, SupplierCategory, SupplierStatus
from huiwu.suppliers.errors import EngagementContracted, EngagementMoved, SupplierElsewhere, SupplierStopped
from huiwu.suppliers.events import NeedDecided, SupplierEngaged, SupplierGroupSaved
from huiwu.suppliers.models import CategoryNeed, MeetingSupplier, Supplier
from huiwu.suppliers.queries import engagement_for

ORDER = (
    EngagementState.CONSIDERED,
    EngagementState.INVITED,
    EngagementState.SELECTED,
    EngagementState.CONTRACTED,
)
GROUP_COLUMNS = ("group_name", "group_on", "group_note")


@transaction.atomic
def engage_supplier(
    *, actor: Actor, meeting: Meeting, supplier: Supplier, category: str, state: str, note: str = ""
) -> MeetingSupplier:
    """The supplier is at least as far as `state` in the category: noted if new, moved on if it was behind, never back.

    Called by procurement (invited, selected) and contracts (contracted) inside their transactions. A dropped supplier
    is taken up again. Raises SupplierStopped, SupplierElsewhere, InvalidInput, NotAllowed.
    """
    require(actor, "suppliers.engage", meeting)
    if supplier.org_id != meeting.org_id:
        raise SupplierElsewhere
    if category not in SupplierCategory.values or state not in ORDER:
        raise InvalidInput({"category": [_("请选择品类。")]}, detail=_("请选择品类。"))
    if supplier.status == SupplierStatus.STOPPED and state != EngagementState.CONTRACTED:
        raise SupplierStopped(name=supplier.name, reason=supplier.status_reason)
    values = {"state": state, "note": note[:500], "saved_by": actor.user}
    row, is_new = MeetingSupplier.objects.get_or_create(
        meeting=meeting, supplier=supplier, category=category, defaults=values
    )
    if not is_new and not _moved_on(row, state, note, actor):
        row.refresh_from_db()
        return row
    _tell(actor, meeting, row, state)
    row.refresh_from_db()
    return row


def _moved_on(row: MeetingSupplier, state: str, note: str, actor: Actor) -> bool:
    behind = [EngagementState.DROPPED, *ORDER[: ORDER.index(EngagementState(state))]]
    more = {"note": note[:500]} if note else {}
    found = MeetingSupplier.objects.filter(pk=row.pk, state__in=behind)
    return bool(
        found.update(**more, state=state, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now())
    )


@transaction.atomic
def contract_supplier(
    *, actor: Actor, meeting: Meeting, supplier: Supplier, category: str = ""
) -> list[MeetingSupplier]:
    """The supplier's contract is signed: its selected categories (or the one named) are contracted."""
    require(actor, "suppliers.engage", meeting)
    selected = MeetingSupplier.objects.filter(meeting=meeting, supplier=supplier, state=EngagementState.SELECTED)
    wanted = [category] if category else list(selected.values_list("category", flat=True))
    return [
        engage_supplier(
            actor=actor, meeting=meeting, supplier=supplier, category=code, state=EngagementState.CONTRACTED
        )
        for code in wanted
    ]


@transaction.atomic
def release_supplier(
    *, actor: Actor, meeting: Meeting, supplier: Supplier, category: str = "", reason: str = ""
) -> None:
    """The contract was cancelled: contracted categories (or the one named) go back to selected."""
    require(actor, "suppliers.engage", meeting)
    rows = MeetingSupplier.objects.filter(meeting=meeting, supplier=supplier, state=EngagementState.CONTRACTED)
    for row in rows.filter(category=category) if category else rows:
        _set_state(row, EngagementState.CONTRACTED, EngagementState.SELECTED, reason, actor)
        _tell(actor, meeting, row, EngagementState.SELECTED)


@transaction.atomic
def drop_supplier(*, actor: Actor, meeting: Meeting, engagement_id: UUID, reason: str) -> MeetingSupplier:
    """Not taken, with the reason. Raises EngagementContracted, InvalidInput, NotFound."""
    require(actor, "suppliers.engage", meeting)
    row = _of(meeting, engagement_id)
    if row.state == EngagementState.CONTRACTED:
        raise EngagementContracted(name=row.supplier.name, category=row.get_category_display())
    if not reason.strip():
        raise InvalidInput({"reason": [_("请写明不采用的原因。")]}, detail=_("请写明不采用的原因。"))
    if row.state == EngagementState.DROPPED:
        return row
    if not _set_state(row, row.state, EngagementState.DROPPED, reason, actor):
        row.refresh_from_db()
        raise EngagementMoved(
            name=row.supplier.name, category=row.get_category_display(), state=row.get_state_display()
        )
    _tell(actor, meeting, row, EngagementState.DROPPED)
    row.refresh_from_db()
    return row


def _set_state(row: MeetingSupplier, before: str, after: str, note: str, actor: Actor) -> bool:
    found = MeetingSupplier.objects.filter(pk=row.pk, state=before)
    more = {"note": note.strip()[:500]} if note.strip() else {}
    return bool(
        found.update(**more, state=after, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now())
    )


@transaction.atomic
def save_supplier_group(
    *,
    actor: Actor,
    meeting: Meeting,
    engagement_id: UUID,
    revision: int,
    values: Mapping[str, Any],
    file: StoredFile | None = None,
) -> MeetingSupplier:
    """沟通群: its name, since when, what was agreed there, a screenshot or log. Raises StaleEdit, NotFound."""
    require(actor, "suppliers.engage", meeting)
    row = _of(meeting, engagement_id)
    kept = {key: values[key] for key in GROUP_COLUMNS if key in values}
    fresh = MeetingSupplier.objects.filter(pk=row.pk, revision=revision)
    more = {"group_file": file} if file else {}
    if not fresh.update(**kept, **more, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        raise StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))
    fact = SupplierGroupSaved(meeting_id=meeting.pk, supplier_id=row.supplier_id)
    record(fact, actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def decide_need(*, actor: Actor, meeting: Meeting, category: str, decision: str, reason: str = "") -> CategoryNeed:
    """Who brings a category; anything but a supplier needs a reason. Raises InvalidInput."""
    require(actor, "suppliers.engage", meeting)
    if category not in SupplierCategory.values or decision not in NeedDecision.values:
        raise InvalidInput({"decision": [_("请选择由谁提供。")]}, detail=_("请选择由谁提供。"))
    if decision != NeedDecision.SUPPLIER and not reason.strip():
        raise InvalidInput({"reason": [_("请写明依据，例如场地合同的哪一条。")]}, detail=_("请写明依据。"))
    values = {
        "decision": decision,
        "reason": reason.strip()[:300],
        "decided_by": actor.user,
        "decided_at": clock.now(),
    }
    row, is_new = CategoryNeed.objects.get_or_create(meeting=meeting, category=category, defaults=values)
    if not is_new:
        CategoryNeed.objects.filter(pk=row.pk).update(**values, revision=F("revision") + 1, updated_at=clock.now())
        row.refresh_from_db()
    fact = NeedDecided(meeting_id=meeting.pk, category=category, decision=decision)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _of(meeting: Meeting, engagement_id: UUID) -> MeetingSupplier:
    row = engagement_for(meeting, engagement_id)
    if row is None:
        raise NotFound
    return row


def _tell(actor: Actor, meeting: Meeting, row: MeetingSupplier, state: str) -> None:
    fact = SupplierEngaged(meeting_id=meeting.pk, supplier_id=row.supplier_id, category=row.category, state=str(state))
    record(fact, actor=actor, org_id=meeting.org_id)
