"""Permits, spending lines, prizes, and what went out by other ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.compliance.choices import Audience, PermitKind, ReleaseKind, SpendingCategory, Topic
from huiwu.compliance.errors import AlreadyRecorded
from huiwu.compliance.events import (
    PermitChanged,
    PermitRecorded,
    PermitRemoved,
    PrizesChanged,
    ReleaseRecorded,
    ReleaseRemoved,
    SpendingChanged,
)
from huiwu.compliance.models import Permit, Prize, Release, SpendingItem
from huiwu.compliance.queries.facts import facts_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting

PERMIT_COLUMNS = frozenset(
    {"kind", "authority", "number", "deadline_on", "applied_on", "granted_on", "refused_on", "note"}
)
DOUBLE_WITHIN = timedelta(seconds=30)
"""The same line again within this time is a form sent twice."""


@transaction.atomic
def record_permit(
    *, actor: Actor, meeting: Meeting, values: Mapping[str, Any], file: StoredFile | None = None
) -> Permit:
    """Note a permit, applied for or granted. Without a deadline, the rule pack's last day is taken. Raises InvalidInput."""
    require(actor, "compliance.edit", meeting)
    kept = _permit_values(meeting, values)
    _refuse_double(Permit.objects.filter(meeting=meeting, **kept))
    row = Permit.objects.create(meeting=meeting, file=file, saved_by=actor.user, **kept)
    fact = PermitRecorded(meeting_id=meeting.pk, permit_id=row.pk, permit_kind=row.kind)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def change_permit(
    *,
    actor: Actor,
    meeting: Meeting,
    permit_id: UUID,
    revision: int,
    values: Mapping[str, Any],
    file: StoredFile | None = None,
) -> Permit:
    """Correct a permit; without a new file the former one stays. Raises StaleEdit, InvalidInput, NotFound."""
    require(actor, "compliance.edit", meeting)
    row = _of(Permit, meeting, permit_id)
    kept = _permit_values(meeting, values) | ({"file": file} if file else {})
    fresh = Permit.objects.filter(pk=row.pk, revision=revision)
    if not fresh.update(**kept, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        now = Permit.objects.select_related("saved_by").get(pk=row.pk)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))
    fact = PermitChanged(meeting_id=meeting.pk, permit_id=row.pk, permit_kind=kept["kind"])
    record(fact, actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_permit(*, actor: Actor, meeting: Meeting, permit_id: UUID) -> None:
    """Take off a permit noted by mistake; its file stays with the meeting. Raises NotFound."""
    require(actor, "compliance.edit", meeting)
    row = _of(Permit, meeting, permit_id)
    row.delete()
    fact = PermitRemoved(meeting_id=meeting.pk, permit_id=permit_id, permit_kind=row.kind)
    record(fact, actor=actor, org_id=meeting.org_id)


def _permit_values(meeting: Meeting, values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name in PERMIT_COLUMNS}
    if kept.get("kind") not in PermitKind.values:
        raise InvalidInput(fields={"kind": [_("请选择许可种类")]}, detail=_("请选择许可种类。"))
    applied, granted = kept.get("applied_on"), kept.get("granted_on")
    if applied and granted and granted < applied:
        raise InvalidInput(fields={"granted_on": [_("批准日期早于申请日期")]}, detail=_("批准日期早于申请日期。"))
    if granted and kept.get("refused_on"):
        raise InvalidInput(fields={"refused_on": [_("不能既批准又不予许可")]}, detail=_("不能既批准又不予许可。"))
    if not kept.get("deadline_on") and kept["kind"] == PermitKind.MASS_EVENT:
        pack = facts_of(meeting).packs.get(Topic.MASS_EVENT)
        if pack is not None:
            kept["deadline_on"] = meeting.start_on - timedelta(days=pack.at("apply_days_before") or 0)
    return kept


@transaction.atomic
def add_spending_item(
    *, actor: Actor, meeting: Meeting, category: str, name: str, unit_cents: int, people: int, half_days: int
) -> SpendingItem:
    """A line of 住宿, 伙食 or 其他: `unit_cents` per person and day. Raises InvalidInput, AlreadyRecorded."""
    require(actor, "compliance.edit", meeting)
    if category not in SpendingCategory.values or not name.strip():
        raise InvalidInput(fields={"name": [_("请写明名目")]}, detail=_("请写明名目。"))
    if unit_cents <= 0 or people <= 0 or half_days <= 0:
        raise InvalidInput(fields={"unit": [_("单价、人数、天数都须大于 0")]}, detail=_("单价、人数、天数都须大于 0。"))
    values = {
        "category": category,
        "name": name.strip()[:120],
        "unit_cents": unit_cents,
        "people": people,
        "half_days": half_days,
    }
    _refuse_double(SpendingItem.objects.filter(meeting=meeting, **values))
    row = SpendingItem.objects.create(meeting=meeting, added_by=actor.user, **values)
    record(SpendingChanged(meeting_id=meeting.pk, spending_item_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def remove_spending_item(*, actor: Actor, meeting: Meeting, item_id: UUID) -> None:
    """Raises NotFound."""
    require(actor, "compliance.edit", meeting)
    _of(SpendingItem, meeting, item_id).delete()
    record(SpendingChanged(meeting_id=meeting.pk, spending_item_id=item_id), actor=actor, org_id=meeting.org_id)


@transaction.atomic
def add_prize(*, actor: Actor, meeting: Meeting, name: str, value_cents: int, audience: str, count: int = 1) -> Prize:
    """A prize of a draw, its value each in cents. Raises InvalidInput, AlreadyRecorded."""
    require(actor, "compliance.edit", meeting)
    if not name.strip() or audience not in Audience.values or value_cents < 0 or count <= 0:
        raise InvalidInput(
            fields={"name": [_("请写明奖品、价值、份数和对象")]}, detail=_("请写明奖品、价值、份数和对象。")
        )
    values = {"name": name.strip()[:120], "value_cents": value_cents, "audience": audience, "count": count}
    _refuse_double(Prize.objects.filter(meeting=meeting, **values))
    row = Prize.objects.create(meeting=meeting, added_by=actor.user, **values)
    record(PrizesChanged(meeting_id=meeting.pk, prize_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def remove_prize(*, actor: Actor, meeting: Meeting, prize_id: UUID) -> None:
    """Raises NotFound."""
    require(actor, "compliance.edit", meeting)
    _of(Prize, meeting, prize_id).delete()
    record(PrizesChanged(meeting_id=meeting.pk, prize_id=prize_id), actor=actor, org_id=meeting.org_id)


@transaction.atomic
def record_release(
    *, actor: Actor, meeting: Meeting, kind: str, title: str, went_out_at: datetime, place: str = ""
) -> Release:
    """Note what went out by other ways: 已对外发布. Raises InvalidInput, AlreadyRecorded."""
    require(actor, "compliance.edit", meeting)
    if kind not in ReleaseKind.values or not title.strip():
        raise InvalidInput(fields={"title": [_("请写明发布了什么")]}, detail=_("请写明发布了什么。"))
    if went_out_at > clock.now() + timedelta(minutes=5):
        raise InvalidInput(fields={"went_out_at": [_("发布时间不能晚于现在")]}, detail=_("发布时间不能晚于现在。"))
    values = {"kind": kind, "title": title.strip()[:160], "place": place.strip()[:200], "went_out_at": went_out_at}
    _refuse_double(Release.objects.filter(meeting=meeting, **values))
    row = Release.objects.create(meeting=meeting, recorded_by=actor.user, **values)
    record(ReleaseRecorded(meeting_id=meeting.pk, release_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def remove_release(*, actor: Actor, meeting: Meeting, release_id: UUID) -> None:
    """Taken back from the public, or noted by mistake. Raises NotFound."""
    require(actor, "compliance.edit", meeting)
    _of(Release, meeting, release_id).delete()
    record(ReleaseRemoved(meeting_id=meeting.pk, release_id=release_id), actor=actor, org_id=meeting.org_id)


def _of(model: Any, meeting: Meeting, row_id: UUID) -> Any:
    row = model.objects.filter(pk=row_id, meeting=meeting).first()
    if row is None:
        raise NotFound
    return row


def _refuse_double(same: Any) -> None:
    if same.filter(created_at__gte=clock.now() - DOUBLE_WITHIN).exists():
        raise AlreadyRecorded
