"""Places are taken and given back here alone, by updates that hold their own condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from huiwu.foundation.permission import unasked
from huiwu.registration.models import Quota
from huiwu.registration.rules.places import Outcome, outcome

WHY = "part of the services that register, decide and cancel, which ask for their own permission"
HAS_PLACE = Q(limit=None) | Q(taken__lt=F("limit"))
FOR_NEWCOMERS = Q(limit=None) | Q(taken__lt=F("limit"), waiting=0)
"""Nobody who comes now passes those who wait."""
TRIES = 5


class _Outrun(Exception):
    """Another transaction took the last place between reading and writing."""


@unasked(WHY)
def take_places(meeting_id: UUID, keys: Sequence[str], *, waits: bool) -> tuple[Outcome, list[Quota], Quota | None]:
    """Take one place of every limit among `keys`, all or none, in the caller's transaction.

    Gives the outcome, the limits concerned (`confirmed`: those taken; `waitlisted`: those waited for, counted so), and
    the one that decided. Rows are locked in the order of their ids, so that two people never wait for each other; the
    update asks again for `taken < limit`, so that a database without row locks cannot give a place twice either.
    """
    for _ in range(TRIES):
        found = Quota.objects.select_for_update().filter(meeting_id=meeting_id, key__in=keys)
        rows = sorted(found.order_by("pk"), key=lambda row: row.pk)
        result, full = outcome([row.place for row in rows], waits=waits)
        deciding = next((row for row in rows if full is not None and row.key == full.key), None)
        if result == "full":
            return result, [], deciding
        if result == "waitlisted":
            waited = [row for row in rows if row.place.is_full_for_newcomers]
            _count(waited, waiting=1)
            return result, waited, deciding
        if _taken(rows, FOR_NEWCOMERS):
            return result, rows, None
    return "full", [], None


@unasked(WHY)
def take_for_waiting(meeting_id: UUID, keys: Sequence[str]) -> tuple[list[Quota] | None, list[Quota]]:
    """As `take_places`, for somebody whose turn it is: those who wait are not in their way.

    The limits taken, or None with the limits that are full.
    """
    for _ in range(TRIES):
        found = Quota.objects.select_for_update().filter(meeting_id=meeting_id, key__in=keys)
        rows = list(found.order_by("pk"))
        full = [row for row in rows if row.limit is not None and row.taken >= row.limit]
        if full:
            return None, full
        if _taken(rows, HAS_PLACE):
            return rows, []
    return None, []


@unasked(WHY)
def give_back(ids: Iterable[str], *, waiting: bool = False) -> None:
    """Give back one place of each limit; `waiting`: one turn in the line. Ids of limits removed since are passed over."""
    column = "waiting" if waiting else "taken"
    wanted = list(ids)
    if not wanted:
        return
    locked = Quota.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    ids_now = [row.pk for row in locked]
    Quota.objects.filter(pk__in=ids_now, **{f"{column}__gt": 0}).update(**{column: F(column) - 1})


def _taken(rows: Sequence[Quota], condition: Q) -> bool:
    """One update for all; when one limit no longer has a place, none is taken."""
    if not rows:
        return True
    try:
        with transaction.atomic():
            ids = [row.pk for row in rows]
            if Quota.objects.filter(condition, pk__in=ids).update(taken=F("taken") + 1) != len(rows):
                raise _Outrun
    except _Outrun:
        return False
    return True


def _count(rows: Sequence[Quota], *, waiting: int) -> None:
    Quota.objects.filter(pk__in=[row.pk for row in rows]).update(waiting=F("waiting") + waiting)
