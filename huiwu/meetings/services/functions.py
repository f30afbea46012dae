"""Verbs on spaces and functions (功能单元)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, F, Max
from django.db.models.functions import Cast

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.choices import HeadcountBasis
from huiwu.meetings.errors import NoSuchFunction, SpaceInUse, refuse
from huiwu.meetings.events import (
    FunctionAdded,
    FunctionCancelled,
    FunctionChanged,
    FunctionReinstated,
    FunctionsRenumbered,
    SpacesSet,
)
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.meetings.queries import spaces_digest
from huiwu.meetings.rules import Problem
from huiwu.meetings.rules.dates import Times
from huiwu.meetings.rules.functions import BASES, problems_with_place_in_meeting, problems_with_times
from huiwu.meetings.rules.setup_order import normalised, problems_with_order
from huiwu.meetings.rules.size import MOST_PEOPLE
from huiwu.meetings.services.holding import OPEN, held

FUNCTION_COLUMNS = (
    "name",
    "kind",
    "space_id",
    "load_in_at",
    "start_at",
    "end_at",
    "strike_by_at",
    "layout",
    "headcount_expected",
    "headcount_guaranteed",
    "headcount_set",
    "headcount_actual",
    "headcount_not_applicable",
    "setup_order",
)
"""Columns that `add_function` and `change_function` accept; instants are aware."""


@transaction.atomic
def add_function(
    *, actor: Actor, meeting: Meeting, name: str, kind: str, start_at: datetime, end_at: datetime, **values: Any
) -> Function:
    """A new function with the next number of its meeting. `values`: further FUNCTION_COLUMNS. Raises InvalidInput."""
    current = held(actor, meeting, "meetings.edit_functions", *OPEN)
    given = {"name": name, "kind": kind, "start_at": start_at, "end_at": end_at, **values}
    wanted = _cleaned(given)
    row = Function(meeting=current, saved_by=actor.user)
    for key, value in wanted.items():
        setattr(row, key, value)
    refuse(_problems(current, wanted, row.times))
    row.number = (current.functions.aggregate(last=Max("number"))["last"] or 0) + 1
    row.save(force_insert=True)
    record(FunctionAdded(meeting_id=current.pk, function_id=row.pk), actor=actor, org_id=current.org_id)
    return row


@transaction.atomic
def change_function(*, actor: Actor, function: Function, revision: int, values: Mapping[str, Any]) -> Function:
    """Save the changed columns over the given revision. Raises StaleEdit (with the current row), InvalidInput."""
    meeting, row = _held_function(actor, function)
    if row.revision != revision:
        raise _stale(row)
    wanted = _cleaned({key: values[key] for key in FUNCTION_COLUMNS if key in values})
    changed = {key: value for key, value in wanted.items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    refuse(_problems(meeting, wanted, row.times))
    if not changed:
        return row
    won = Function.objects.filter(pk=row.pk, revision=revision).update(
        **changed, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now()
    )
    if not won:
        raise _stale(Function.objects.select_related("saved_by").get(pk=row.pk))
    fact = FunctionChanged(meeting_id=meeting.pk, function_id=row.pk, keys=tuple(sorted(changed)))
    record(fact, actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def cancel_function(*, actor: Actor, function: Function, reason: str = "") -> Function:
    """It will not take place; it stays on the list, struck through. Twice is harmless."""
    meeting, row = _held_function(actor, function)
    if row.is_cancelled:
        return row
    if len(reason.strip()) > 300:
        refuse([Problem("reason", "too_long_name", {"most": 300, "count": len(reason.strip())})])
    _mark(row, actor, is_cancelled=True, reason=reason.strip())
    record(FunctionCancelled(meeting_id=meeting.pk, function_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def reinstate_function(*, actor: Actor, function: Function) -> Function:
    """Undo a cancellation. Twice is harmless."""
    meeting, row = _held_function(actor, function)
    if row.is_cancelled:
        _mark(row, actor, is_cancelled=False, reason="")
        record(FunctionReinstated(meeting_id=meeting.pk, function_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def reorder_functions(*, actor: Actor, meeting: Meeting, order: Sequence[UUID] | None = None) -> None:
    """Number the functions anew in `order` (each exactly once), or by time if none is given. Raises InvalidInput."""
    current = held(actor, meeting, "meetings.edit_functions", *OPEN)
    before = list(current.functions.order_by("number").values_list("pk", flat=True))
    wanted = (
        list(order)
        if order is not None
        else list(current.functions.order_by("start_at", "number").values_list("pk", flat=True))
    )
    if sorted(wanted) != sorted(before):
        refuse([Problem("order", "incomplete_order")])
    if wanted == before:
        return
    current.functions.update(number=F("number") + 10_000)  # out of the way: numbers are unique within the meeting
    for number, pk in enumerate(wanted, start=1):
        Function.objects.filter(pk=pk).update(number=number)
    record(FunctionsRenumbered(meeting_id=current.pk), actor=actor, org_id=current.org_id)


def _held_function(actor: Actor, function: Function) -> tuple[Meeting, Function]:
    meeting = held(actor, function.meeting, "meetings.edit_functions", *OPEN)
    row = meeting.functions.select_related("saved_by").filter(pk=function.pk).first()
    if row is None:
        raise NoSuchFunction
    return meeting, row


def _mark(row: Function, actor: Actor, *, is_cancelled: bool, reason: str) -> None:
    row.is_cancelled, row.cancelled_reason, row.saved_by = is_cancelled, reason, actor.user
    row.revision += 1
    row.save(update_fields=["is_cancelled", "cancelled_reason", "saved_by", "revision", "updated_at"])


def _stale(row: Function) -> StaleEdit:
    return StaleEdit(row, who=row.saved_by.name if row.saved_by else "")


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {key: v.strip() if isinstance(v, str) else v for key, v in values.items()}
    if "headcount_not_applicable" in plain:
        asked = set(plain["headcount_not_applicable"])
        plain["headcount_not_applicable"] = [basis for basis in BASES if basis in asked]
    if "setup_order" in plain:
        refuse(problems_with_order(plain["setup_order"]))
        plain["setup_order"] = normalised(plain["setup_order"])
    return plain


def _problems(meeting: Meeting, values: Mapping[str, Any], times: Times) -> Iterable[Problem]:
    yield from problems_with_times(times)
    yield from problems_with_place_in_meeting(times, meeting.start_on, meeting.end_on, meeting.time_zone)
    if "name" in values and not values["name"]:
        yield Problem("name", "required")
    for key in ("name", "kind", "layout"):
        column: Any = Function._meta.get_field(key)
        value = values.get(key)
        if isinstance(value, str) and len(value) > column.max_length:
            yield Problem(key, "too_long_name", {"most": column.max_length, "count": len(value)})
        elif value and column.choices and value not in dict(column.choices):
            yield Problem(key, "unknown_choice", {"value": value})
    if values.get("space_id") and not meeting.spaces.filter(pk=values["space_id"]).exists():
        yield Problem("space", "unknown_space")
    yield from _problems_with_headcounts(values)


def _problems_with_headcounts(values: Mapping[str, Any]) -> Iterable[Problem]:
    absent = values.get("headcount_not_applicable", ())
    for basis in HeadcountBasis.values:
        count = values.get(f"headcount_{basis}")
        if count is None:
            continue
        if basis in absent:
            yield Problem(f"headcount_{basis}", "headcount_beside_not_applicable")
        if not 0 <= count <= MOST_PEOPLE:
            yield Problem(f"headcount_{basis}", "headcount_too_large", {"most": MOST_PEOPLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceValues:
    """One space as typed in; `id` names the row it replaces."""

    name: str
    floor: str = ""
    id: UUID | None = None


@transaction.atomic
def set_spaces(
    *, actor: Actor, meeting: Meeting, spaces: Sequence[SpaceValues], seen: str | None = None
) -> list[Space]:
    """The places functions use, in order. A space in use is not removed: raises SpaceInUse. `seen`: `spaces_digest`."""
    current = held(actor, meeting, "meetings.edit_functions", *OPEN)
    if seen is not None and seen != spaces_digest(current):
        raise StaleEdit(list(current.spaces.all()))
    refuse(_problems_with_spaces(spaces))
    kept = {row.pk: row for row in current.spaces.all()}
    made = []
    rows = [(kept.pop(values.id, None) if values.id else None, values) for values in spaces]
    for gone in kept.values():
        if used := gone.functions.count():
            raise SpaceInUse(space=gone.name, count=used)
        gone.delete()
    current.spaces.update(name=Cast("id", CharField(max_length=36)))  # two spaces may have swapped their names
    for order, (row, values) in enumerate(rows):
        row = row or Space(meeting=current)
        row.name, row.floor, row.order = values.name.strip(), values.floor.strip(), order
        row.save()
        made.append(row)
    record(SpacesSet(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return made


def _problems_with_spaces(spaces: Sequence[SpaceValues]) -> Iterable[Problem]:
    names = [values.name.strip() for values in spaces]
    for nth, (name, values) in enumerate(zip(names, spaces, strict=True)):
        if not name:
            yield Problem(f"spaces-{nth}", "required")
        elif names.index(name) != nth:
            yield Problem(f"spaces-{nth}", "duplicate", {"value": name})
        for text, most in ((name, 120), (values.floor.strip(), 40)):
            if len(text) > most:
                yield Problem(f"spaces-{nth}", "too_long_name", {"most": most, "count": len(text)})
