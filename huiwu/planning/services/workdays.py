"""The table of days off and make-up workdays, per organisation and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.planning.bridge import rows
from huiwu.planning.events import WorkdayTableEdited
from huiwu.planning.models import WorkdayTable

REPLAN = "planning.replan_for_calendar"


@transaction.atomic
def edit_workdays(
    *,
    actor: Actor,
    org_id: UUID,
    year: int,
    revision: int,
    state: str,
    source: str,
    holidays: Mapping[str, str],
    workdays: Iterable[str],
) -> WorkdayTable:
    """Replace one year's table (ISO days). `revision` 0 = the shipped table was on screen. Plans already made stay; a
    worker proposes a new one for each live meeting that the change moves. Raises InvalidInput with the day at fault, StaleEdit."""
    require(actor, "planning.edit_workdays", org_id)
    fault = rows.refuse_bad_table(year, holidays, workdays)
    if fault:
        raise InvalidInput({"holidays": [fault]}, detail=fault)
    values = {
        "state": state,
        "source": source.strip()[:200],
        "holidays": dict(sorted(holidays.items())),
        "workdays": sorted(workdays),
    }
    if revision:
        _update(org_id, year, revision, values)
    else:
        _create(org_id, year, values)
    record(WorkdayTableEdited(year=year, state=state), actor=actor, org_id=org_id)
    enqueue(REPLAN, args={"org_id": str(org_id), "year": year}, asked_by=actor.id)
    return WorkdayTable.objects.get(org_id=org_id, year=year)


def _update(org_id: UUID, year: int, revision: int, values: Mapping[str, object]) -> None:
    table = WorkdayTable.objects.filter(org_id=org_id, year=year)
    if not table.filter(revision=revision).update(**values, revision=F("revision") + 1):
        raise StaleEdit(table.first(), who=_("别人"))


def _create(org_id: UUID, year: int, values: Mapping[str, object]) -> None:
    try:
        with transaction.atomic():
            WorkdayTable.objects.create(org_id=org_id, year=year, **values)
    except IntegrityError:
        raise StaleEdit(WorkdayTable.objects.get(org_id=org_id, year=year), who=_("别人")) from None
