"""An organisation's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.venues.bridge import faulty_values, standards
from huiwu.venues.events import VenueStandardsSet
from huiwu.venues.models import VenueStandards
from huiwu.venues.services.checking import refuse, stale, verified


@transaction.atomic
def set_standards(
    *,
    actor: Actor,
    org_id: UUID,
    effective_on: date,
    values: Mapping[str, Any],
    source: str,
    region: str = "CN",
    revision: int = 0,
) -> VenueStandards:
    """The figures in force from a day on: those that differ from the product's are kept. Raises InvalidInput, StaleEdit.

    `revision` is that of the set of the same day the form was opened with; 0 makes it.
    """
    require(actor, "venues.edit_standards", org_id)
    if faults := faulty_values(values):
        raise InvalidInput(
            fields={key: [_("超出允许的范围。")] for key in faults}, detail=_("有的数值超出允许的范围。")
        )
    if not source.strip():
        raise refuse(source=_("写明依据。"))
    own = {key: value for key, value in values.items() if value != standards()[key].value}
    row = VenueStandards.objects.select_for_update().filter(org_id=org_id, effective_on=effective_on).first()
    if (row.revision if row else 0) != revision:
        raise stale(row or VenueStandards())
    row = row or VenueStandards(org_id=org_id, effective_on=effective_on, revision=0)
    row.values, row.source, row.region, row.saved_by = own, source.strip(), region.strip() or "CN", actor.user
    row.revision += 1
    verified(row)
    row.save()
    record(VenueStandardsSet(org_id=org_id, effective_on=effective_on.isoformat()), actor=actor, org_id=org_id)
    return row
