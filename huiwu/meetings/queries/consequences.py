"""Everything that rests on a whole-meeting act, listed before it is done: the preview and the act read the same list."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.formats import localize
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, impacts
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.dates import Times, shifted
from huiwu.meetings.rules.functions import is_outside_days

Act = Literal["move", "postpone", "cancel", "resume"]
STATUS_AFTER = {"postpone": MeetingStatus.POSTPONED, "cancel": MeetingStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class FunctionMove:
    """A function's instants before and after; `is_outside` when its new day is not one of the meeting's."""

    id: UUID
    label: str
    before: Times
    after: Times
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Consequences:
    """What changes, which functions move, and everything else that rests on it, frozen things first."""

    act: Act
    changes: tuple[Change, ...]
    functions: tuple[FunctionMove, ...]
    impacted: tuple[Impacted, ...]

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """The changes as a person reads them: label, before, after."""
        rows = []
        for change in self.changes:
            before, after = change.before, change.after
            if change.key == "meeting.status":
                before, after = MeetingStatus(before).label, MeetingStatus(after).label
            rows.append((change.label, str(localize(before)), str(localize(after))))
        return rows

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind are touched, the largest first."""
        return dict(Counter(item.kind for item in self.impacted).most_common())

    @property
    def frozen(self) -> list[Impacted]:
        """Confirmed and frozen things, which only a change order alters."""
        return [item for item in self.impacted if item.needs_change_order]

    @property
    def outside(self) -> list[FunctionMove]:
        return [move for move in self.functions if move.is_outside]

    @property
    def digest(self) -> str:
        """Differs as soon as anything in the list does."""
        rows: list[list[str]] = [[self.act]]
        rows += [[c.key, str(c.before), str(c.after)] for c in self.changes]
        rows += [[str(m.id), str(m.before), str(m.after)] for m in self.functions]
        rows += [[i.kind, i.id, i.state] for i in self.impacted]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:32]


def consequences(meeting: Meeting, act: Act, start_on: date | None = None, end_on: date | None = None) -> Consequences:
    """The list for one act; `start_on` and `end_on` are the new days of a move or a resumption."""
    changes = _changes(meeting, act, start_on or meeting.start_on, end_on or meeting.end_on)
    moves = _function_moves(meeting, start_on, end_on) if start_on and end_on else ()
    return Consequences(act, changes, moves, tuple(impacts(meeting, changes)))


def _changes(meeting: Meeting, act: Act, start_on: date, end_on: date) -> tuple[Change, ...]:
    changes = []
    if act != "move":
        after = STATUS_AFTER.get(act) or meeting.held_status or MeetingStatus.ACTIVE
        changes.append(Change("meeting.status", _("状态"), meeting.status, str(after)))
    if start_on != meeting.start_on:
        changes.append(Change("meeting.start_on", _("开始日期"), meeting.start_on, start_on))
    if end_on != meeting.end_on:
        changes.append(Change("meeting.end_on", _("结束日期"), meeting.end_on, end_on))
    return tuple(changes)


def _function_moves(meeting: Meeting, start_on: date, end_on: date) -> tuple[FunctionMove, ...]:
    days = (start_on - meeting.start_on).days
    first = (meeting.load_in_on and meeting.load_in_on + (start_on - meeting.start_on)) or start_on
    moves = []
    for row in meeting.functions.order_by("number"):
        after = shifted(row.times, days, meeting.time_zone)
        outside = not row.is_cancelled and is_outside_days(
            after.start_at, row.kind, min(first, start_on), end_on, meeting.time_zone
        )
        if days or outside:
            moves.append(FunctionMove(row.pk, f"{row.number} {row.name}", row.times, after, outside))
    return tuple(moves)
