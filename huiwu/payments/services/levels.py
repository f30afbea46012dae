"""Set an organisation's approval chain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.payments.choices import OWNER
from huiwu.payments.events import ApprovalLevelsSet
from huiwu.payments.models import ApprovalLevel
from huiwu.payments.rules import Level


@transaction.atomic
def set_approval_levels(*, actor: Actor, org_id: UUID, levels: Sequence[tuple[str, int | None]]) -> list[Level]:
    """(role, limit in cents) from the lowest level up; limits grow, and the last has none. Raises InvalidInput.

    Requests under way are judged by the new chain from their next decision on.
    """
    require(actor, "payments.set_levels", org_id)
    _must_be_sound(levels)
    Organisation.objects.select_for_update().get(pk=org_id)
    ApprovalLevel.objects.filter(org_id=org_id).delete()
    rows = [Level(place, role, limit) for place, (role, limit) in enumerate(levels, 1)]
    ApprovalLevel.objects.bulk_create(
        ApprovalLevel(org_id=org_id, position=row.position, role=row.role, limit_cents=row.limit_cents) for row in rows
    )
    record(ApprovalLevelsSet(org_id=org_id), actor=actor, org_id=org_id)
    return rows


def _must_be_sound(levels: Sequence[tuple[str, int | None]]) -> None:
    roles, limits = [role for role, _limit in levels], [limit for _role, limit in levels]
    fault = ""
    if not levels or set(roles) - {OWNER, *Role.values} or len(set(roles)) != len(roles) or Role.CLIENT in roles:
        fault = _("每一级选一个岗位，不能重复")
    elif limits[-1] is not None:
        fault = _("最后一级不设限额，以免大额申请无人可批")
    elif not _grow([limit or 0 for limit in limits[:-1]]):
        fault = _("限额须大于 0，且一级比一级高")
    if fault:
        raise InvalidInput(fields={"levels": [fault]}, detail=fault + "。")


def _grow(limits: Sequence[int]) -> bool:
    return all(low < high for low, high in pairwise([0, *limits]))
