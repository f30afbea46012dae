"""What a function asks of its room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.meetings.errors import NoSuchFunction
from huiwu.meetings.models import Function
from huiwu.meetings.services.holding import OPEN, held
from huiwu.venues.events import RoomDemandSet
from huiwu.venues.models import FunctionDemand, PowerLoad
from huiwu.venues.services.checking import saved_over, stale, verified

COLUMNS = (
    "viewing",
    "screen_height_mm",
    "relay_screens",
    "structure_height_mm",
    "stage_height_mm",
    "streams_1080p",
    "streams_4k",
    "needs_wired_uplink",
    "wheelchair_spaces",
    "wheelchair_users",
    "has_wheelchair_on_stage",
    "has_stage_ramp",
)


@transaction.atomic
def set_room_demand(
    *,
    actor: Actor,
    function: Function,
    revision: int,
    values: Mapping[str, Any],
    loads: Sequence[Mapping[str, Any]] | None = None,
) -> FunctionDemand:
    """Screen, stage, network and places for wheelchairs; `loads` (name, watts, quantity) replace the list of equipment.

    `revision` 0 makes it. Raises InvalidInput, StaleEdit.
    """
    meeting = held(actor, function.meeting, "venues.edit_demands", *OPEN)
    if not meeting.functions.filter(pk=function.pk).exists():
        raise NoSuchFunction
    wanted = {key: values[key] for key in COLUMNS if key in values}
    row = FunctionDemand.objects.select_related("saved_by").filter(function=function).first()
    if row is None and revision == 0:
        row = FunctionDemand(function=function, saved_by=actor.user, **wanted)
        verified(row)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # a colleague made it in between
            raise stale(FunctionDemand.objects.select_related("saved_by").get(function=function)) from None
    elif row is None:
        raise stale(FunctionDemand(function=function))
    else:
        saved_over(row, actor, revision, wanted)
    if loads is not None:
        _set_loads(function, loads)
    record(RoomDemandSet(meeting_id=meeting.pk, function_id=function.pk), actor=actor, org_id=meeting.org_id)
    return row


def _set_loads(function: Function, loads: Sequence[Mapping[str, Any]]) -> None:
    function.power_loads.all().delete()
    for order, values in enumerate(loads):
        row = PowerLoad(function=function, order=order, **values)
        verified(row)
        row.save(force_insert=True)
