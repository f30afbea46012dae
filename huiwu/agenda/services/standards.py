"""An organisation's own least times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.agenda.events import AgendaStandardsSet
from huiwu.agenda.models import AgendaStandards
from huiwu.agenda.rules.standards import STANDARDS, faulty
from huiwu.agenda.services.holding import refuse, stale, verified
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require


@transaction.atomic
def set_standards(
    *,
    actor: Actor,
    org_id: UUID,
    effective_on: date,
    values: Mapping[str, int],
    source: str,
    region: str = "CN",
    revision: int = 0,
) -> AgendaStandards:
    """The figures in force from a day on: those that differ from the product's are kept. Raises InvalidInput, StaleEdit.

    `revision` is that of the set of the same day the form was opened with; 0 makes it.
    """
    require(actor, "agenda.edit_standards", org_id)
    if wrong := faulty(values):
        raise refuse(**dict.fromkeys(wrong, _("超出允许的范围。")))
    if not source.strip():
        raise refuse(source=_("写明依据。"))
    own = {key: value for key, value in values.items() if value != STANDARDS[key].value}
    row = AgendaStandards.objects.select_for_update().filter(org_id=org_id, effective_on=effective_on).first()
    if (row.revision if row else 0) != revision:
        raise stale(row or AgendaStandards())
    row = row or AgendaStandards(org_id=org_id, effective_on=effective_on, revision=0)
    row.values, row.source, row.region, row.saved_by = own, source.strip(), region.strip() or "CN", actor.user
    row.revision += 1
    verified(row, exclude=("org", "values"))
    row.save()
    record(AgendaStandardsSet(effective_on=effective_on.isoformat()), actor=actor, org_id=org_id)
    return row
