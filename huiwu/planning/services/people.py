"""Absences and capacities: a person keeps their own, an administrator everybody's."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import Membership
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.planning.choices import AbsenceReason
from huiwu.planning.events import AbsenceRecorded, AbsenceWithdrawn, CapacityChanged
from huiwu.planning.models import Absence, Capacity
from huiwu.planning.services.levelling import queue_repairs


@transaction.atomic
def record_absence(
    *, actor: Actor, org_id: UUID, user_id: UUID, from_on: date, to_on: date, reason: str = AbsenceReason.LEAVE
) -> Absence:
    """Days on which a person does no work. The same again: the first is returned. A
    worker proposes repairs of the plans it hits."""
    _require(actor, org_id, user_id)
    if to_on < from_on:
        raise InvalidInput({"to_on": [_("结束日早于开始日。")]}, detail=_("结束日早于开始日。"))
    if reason not in AbsenceReason.values:
        raise InvalidInput({"reason": [_("请选择原因。")]})
    absence, is_new = Absence.objects.get_or_create(
        org_id=org_id, user_id=user_id, from_on=from_on, to_on=to_on, defaults={"reason": reason}
    )
    if is_new:
        fact = AbsenceRecorded(absence_id=absence.pk, user_id=user_id, from_on=from_on, to_on=to_on)
        record(fact, actor=actor, org_id=org_id)
        queue_repairs(absence)
    return absence


@transaction.atomic
def withdraw_absence(*, actor: Actor, absence_id: UUID) -> None:
    """The person is there after all."""
    absence = Absence.objects.filter(pk=absence_id).first()
    if absence is None or not can(actor, "accounts.view_members", absence.org_id):
        raise NotFound
    _require(actor, absence.org_id, absence.user_id)
    absence.delete()
    record(AbsenceWithdrawn(absence_id=absence_id, user_id=absence.user_id), actor=actor, org_id=absence.org_id)


@transaction.atomic
def set_capacity(*, actor: Actor, org_id: UUID, user_id: UUID, parallel: int) -> Capacity:
    """How many steps and tasks the person carries on one day (1 to 20)."""
    require(actor, "planning.edit_people", org_id)
    _refuse_outsider(org_id, user_id)
    if not 1 <= parallel <= 20:
        raise InvalidInput({"parallel": [_("同时承担的项数应为 1 到 20。")]}, detail=_("同时承担的项数应为 1 到 20。"))
    row, _is_new = Capacity.objects.update_or_create(org_id=org_id, user_id=user_id, defaults={"parallel": parallel})
    record(CapacityChanged(user_id=user_id, parallel=parallel), actor=actor, org_id=org_id)
    return row


def _require(actor: Actor, org_id: UUID, user_id: UUID) -> None:
    if actor.id == user_id:
        require(actor, "accounts.view_members", org_id)
    else:
        require(actor, "planning.edit_people", org_id)
    _refuse_outsider(org_id, user_id)


def _refuse_outsider(org_id: UUID, user_id: UUID) -> None:
    if not Membership.objects.filter(org_id=org_id, user_id=user_id).exists():
        raise NotFound
