"""OM-029: one room for two functions at once, or too soon after each other; of one meeting and of several.

Two functions in one space of the meeting that overlap are told by GEN-MTG-2; here stand what only the room shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Severity, check
from huiwu.kernel.spans import Span
from huiwu.meetings.choices import Layout
from huiwu.meetings.models import Function
from huiwu.venues.bridge import Numbers, turnover_between
from huiwu.venues.checks.saying import hit, local, of_booking, of_function, of_room
from huiwu.venues.choices import EXCLUSIVE
from huiwu.venues.models import Booking
from huiwu.venues.queries.bookings import clashes
from huiwu.venues.queries.placed import Placed, placement_for
from huiwu.venues.queries.standards import numbers_for


@check(
    "OM-029",
    module="venue",
    severity="block",
    title=gettext_lazy("同一会场时间重叠或来不及翻台"),
    step="P09",
    owner_role="venue_team",
    from_days_before=45,
)
def room_used_twice(scope: Scope) -> Iterator[Hit]:
    """Overlaps across spaces of one room, gaps shorter than the turnover, and other meetings in the same room."""
    numbers = numbers_for(scope)
    placed = placement_for(scope).placed
    yield from _overlaps_across_spaces(scope, placed)
    yield from _short_turnovers(scope, placed, numbers)
    yield from _other_meetings(scope, numbers)


def _overlaps_across_spaces(scope: Scope, placed: list[Placed]) -> Iterator[Hit]:
    for a, b in combinations([row for row in placed if row.room], 2):
        if a.function.space_id == b.function.space_id or not _one_room(a, b):
            continue
        if _span(a.function).overlaps(_span(b.function)):
            assert a.room is not None
            assert b.room is not None
            detail = _("“{a}”（{a_at}，{a_room}）与“{b}”（{b_at}，{b_room}）用的是同一间会场，时间重叠。").format(
                a=a.function.name,
                a_at=local(scope, a.function.start_at),
                a_room=a.room.name,
                b=b.function.name,
                b_at=local(scope, b.function.start_at),
                b_room=b.room.name,
            )
            more = [of_function(b.function), of_room(a.room)]
            yield hit(scope, a.function, detail, _("调整其中一个的时间，或另订一间会场。"), more=more)


def _one_room(a: Placed, b: Placed) -> bool:
    """The same room, or one is part of the other."""
    if a.room is None or b.room is None:
        return False
    return a.room.pk == b.room.pk or a.room.part_of_id == b.room.pk or b.room.part_of_id == a.room.pk


def _span(row: Function) -> Span:
    return Span(row.start_at, row.end_at)


def _short_turnovers(scope: Scope, placed: list[Placed], numbers: Numbers) -> Iterator[Hit]:
    """Functions without a layout use the room as it stands. What follows at once in the same layout goes on: no turnover."""
    by_place: dict[UUID, list[Placed]] = {}
    for row in placed:
        place = row.room.pk if row.room else row.function.space_id
        if place and row.function.layout:
            by_place.setdefault(place, []).append(row)
    for rows in by_place.values():
        for a, b in pairwise(rows):
            gap = int((b.function.start_at - a.function.end_at).total_seconds() // 60)
            is_same = a.function.layout == b.function.layout
            needed = turnover_between(a.function.layout, b.function.layout, numbers)
            if gap < 0 or gap >= needed or (is_same and gap == 0):
                continue
            detail = _(
                "“{a}”（{a_layout}）结束到“{b}”（{b_layout}）开始只有 {gap} 分钟，翻台要 {needed} 分钟。"
            ).format(
                a=a.function.name,
                a_layout=Layout(a.function.layout).label,
                b=b.function.name,
                b_layout=Layout(b.function.layout).label,
                gap=gap,
                needed=needed,
            )
            action = _("错开时间、保持同一台型，或换一间会场。")
            severity: Severity | None = "warn" if is_same else None
            more = [of_function(b.function), *([of_room(a.room)] if a.room else [])]
            yield hit(scope, a.function, detail, action, more=more, severity=severity)


def _other_meetings(scope: Scope, numbers: Numbers) -> Iterator[Hit]:
    for clash in clashes(scope.meeting):
        if clash.is_certain:
            detail = _("“{room}”{at}：本会议的预订（{mine}）与{who}的预订（{other}）时间重叠。")
            yield _clash_hit(scope, clash.mine, clash.other, detail, _("与场地方核对，释放其中一个。"))
        elif clash.other.state in EXCLUSIVE:
            detail = _("“{room}”{at}：本会议还在询位（{mine}），{who}已先{other}。")
            action = _("准备第二选择，或换一间会场。")
            yield _clash_hit(scope, clash.mine, clash.other, detail, action, severity="warn")
    yield from _short_between_meetings(scope, numbers)


def _short_between_meetings(scope: Scope, numbers: Numbers) -> Iterator[Hit]:
    """Another meeting's booking of the same room ends or begins too close to ours."""
    mine = [row for row in placement_for(scope).bookings if row.state in EXCLUSIVE]
    rooms = {row.room_id for row in mine}
    others = Booking.objects.filter(room__in=rooms, state__in=EXCLUSIVE).exclude(meeting=scope.meeting)
    needed = turnover_between("", "", numbers)
    for other in others.select_related("room", "meeting"):
        for row in mine:
            if row.room_id != other.room_id:
                continue
            before, after = (other, row) if other.ends_at <= row.starts_at else (row, other)
            gap = int((after.starts_at - before.ends_at).total_seconds() // 60)
            if 0 <= gap < needed:
                detail = _(
                    "“{room}”{at}：本会议（{mine}）与{who}（{other}）前后只隔 {gap} 分钟，翻台要 {needed} 分钟。"
                )
                action = _("与场地方核对前后场的进撤场时间。")
                yield _clash_hit(scope, row, other, detail, action, gap=gap, needed=needed)


def _clash_hit(
    scope: Scope,
    mine: Booking,
    other: Booking,
    detail: str,
    action: str,
    *,
    severity: Severity | None = None,
    **values: int,
) -> Hit:
    is_own = other.meeting_id == scope.meeting.pk
    said = detail.format(
        room=mine.room.name,
        at=local(scope, mine.starts_at),
        mine=mine.get_state_display(),
        who=_("本会议的另一项") if is_own else _("另一场会议"),
        other=other.get_state_display(),
        **values,
    )
    return Hit(
        detail=said,
        subjects=(of_booking(mine), of_booking(other)),
        url=reverse("venues:bookings", args=[scope.meeting.slug]),
        action=action,
        root=f"{mine.pk}:{other.pk}",
        severity=severity,
        owner_role="venue_team",
    )
