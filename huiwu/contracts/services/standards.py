"""Set the numbers an organisation's contracts start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.errors import LadderInvalid
from huiwu.contracts.events import ContractStandardsSet
from huiwu.contracts.models import ContractStandards
from huiwu.contracts.rules.ladder import Step, ladder_faults
from huiwu.contracts.services.rows import LADDER_WORDS
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit


@transaction.atomic
def set_contract_standards(
    *,
    actor: Actor,
    org_id: UUID,
    revision: int,
    effective_on: date,
    ladder: Sequence[Step],
    exposure_limit_cents: int,
    stop_loss_bp: int,
    expiring_days: int,
    source: str = "",
    region: str = "CN",
) -> ContractStandards:
    """Ladder, exposure limit, stop-loss share and warning days, in force from a day on; drafts made before keep theirs.

    `revision` is that of the row of the same day, 0 for a new day. Raises LadderInvalid, InvalidInput, StaleEdit.
    """
    require(actor, "contracts.standards", org_id)
    if faults := ladder_faults(steps := list(ladder)):
        raise LadderInvalid(detail="".join(LADDER_WORDS[fault]() for fault in faults))
    if not steps or exposure_limit_cents < 0 or not 0 <= stop_loss_bp <= 10_000 or not 0 <= expiring_days <= 400:
        raise InvalidInput(fields={"": [_("请检查填写的数值")]}, detail=_("请检查填写的数值。"))
    values: dict[str, Any] = {
        "ladder": [[step.min_days, step.share_bp] for step in sorted(steps, key=lambda step: -step.min_days)],
        "exposure_limit_cents": exposure_limit_cents,
        "stop_loss_bp": stop_loss_bp,
        "expiring_days": expiring_days,
        "source": source.strip()[:200],
        "region": region.strip()[:80] or "CN",
        "saved_by": actor.user,
    }
    rows = ContractStandards.objects.filter(org=org_id, effective_on=effective_on)
    if not rows.filter(revision=revision).update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        row = rows.select_related("saved_by").first()
        if row is not None:
            raise StaleEdit(theirs=row, who=row.saved_by.name if row.saved_by else _("同事"))
        try:
            with transaction.atomic():
                ContractStandards.objects.create(org_id=org_id, effective_on=effective_on, **values)
        except IntegrityError:
            raise StaleEdit(theirs=rows.first(), who=_("同事")) from None
    record(ContractStandardsSet(org_id=org_id), actor=actor, org_id=org_id)
    return rows.get()
