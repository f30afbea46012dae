"""Functions as agenda, as set-up and as meals: one spine, read three ways."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Block, Cell, Column, Heading, KeyValues, Table
from huiwu.meetings.choices import FunctionKind, SetupField
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import functions_of
from huiwu.meetings.rules.setup_order import CODES, FILLED, NOT_APPLICABLE, entry

BEHIND_THE_SCENES = (FunctionKind.REHEARSAL,)
FEWEST_TO_SHARE = 3
FED = (FunctionKind.MEAL, FunctionKind.COFFEE_BREAK)


def programme(meeting: Meeting) -> list[Block] | None:
    """Every function that takes place, by day and time; rehearsals are no part of a programme."""
    rows = [row for row in _held(meeting) if row.kind not in BEHIND_THE_SCENES]
    if not rows:
        return None
    columns = (
        Column(_("日期"), 1.2),
        Column(_("时间"), 1.5),
        Column(_("环节"), 2.6),
        Column(_("地点"), 1.8),
        Column(_("人数"), 0.8, kind="number"),
    )
    days = [_local(row, row.start_at) for row in rows]
    cells: list[tuple[Cell, ...]] = []
    for number, (row, at) in enumerate(zip(rows, days, strict=True)):
        is_new = number == 0 or days[number - 1].date() != at.date()
        cells.append((_day(at) if is_new else "", _span(row), row.name, _place(row), row.headcount_expected))
    return [Table(columns, tuple(cells))]


def setups(meeting: Meeting) -> list[Block] | None:
    """Space, layout and head-count of each function, then its set-up order as far as it is settled."""
    rows = [row for row in _held(meeting) if row.layout or row.setup_order]
    if not rows:
        return None
    columns = (
        Column(_("功能单元"), 2.2),
        Column(_("场地"), 1.8),
        Column(_("台型"), 1.0),
        Column(_("布置人数"), 1.0, kind="number"),
        Column(_("布置起止"), 2.0),
    )
    blocks: list[Block] = [Table(columns, tuple(_setup_row(row) for row in rows))]
    orders = [(row.name, _order(row)) for row in rows]
    shared = _shared([pairs for _name, pairs in orders])
    if shared:
        blocks += [Heading(3, _("各功能单元通用")), KeyValues(shared)]
    for name, pairs in orders:
        own = tuple(pair for pair in pairs if pair not in shared)
        if own:
            blocks += [Heading(3, name), KeyValues(own)]
    return blocks


def _shared(orders: list[tuple[tuple[str, str], ...]]) -> tuple[tuple[str, str], ...]:
    """What reads the same in every order, told once instead of function after function; with two functions it is not worth it."""
    if len(orders) < FEWEST_TO_SHARE:
        return ()
    return tuple(pair for pair in orders[0] if all(pair in other for other in orders[1:]))


def meals(meeting: Meeting) -> list[Block] | None:
    """Meals and breaks with their head-counts."""
    rows = [row for row in _held(meeting) if row.kind in FED]
    if not rows:
        return None
    columns = (
        Column(_("日期"), 1.2),
        Column(_("时间"), 1.5),
        Column(_("餐次"), 2.0),
        Column(_("地点"), 1.8),
        Column(_("预计人数"), 1.2, kind="number"),
        Column(_("保底人数"), 1.2, kind="number"),
    )
    cells = [
        (_day(_local(r, r.start_at)), _span(r), r.name, _place(r), r.headcount_expected, r.headcount_guaranteed)
        for r in rows
    ]
    return [Table(columns, tuple(cells))]


def _held(meeting: Meeting) -> list[Function]:
    return [row for row in functions_of(meeting) if not row.is_cancelled]


def _setup_row(row: Function) -> tuple[Cell, ...]:
    first, last = _local(row, row.load_in_at or row.start_at), _local(row, row.strike_by_at or row.end_at)
    span = f"{first:%m-%d %H:%M}–" + (f"{last:%H:%M}" if first.date() == last.date() else f"{last:%m-%d %H:%M}")
    people = row.headcount_set if row.headcount_set is not None else row.headcount_expected
    return (row.name, _place(row), str(row.get_layout_display()), people, span)


def _order(row: Function) -> tuple[tuple[str, str], ...]:
    """Settled fields of the set-up order; what does not apply is said once, in one line."""
    told = [(code, entry(row.setup_order, code)) for code in CODES]
    pairs = [(str(SetupField(code).label), text) for code, (state, text) in told if state == FILLED]
    if pairs and (rest := [str(SetupField(code).label) for code, (state, _text) in told if state == NOT_APPLICABLE]):
        pairs.append((_("不适用"), _("、").join(rest)))
    return tuple(pairs)


def _local(row: Function, at: datetime) -> datetime:
    return at.astimezone(row.meeting.zone)


def _day(at: datetime) -> str:
    return f"{at:%m-%d} " + (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[at.weekday()]


def _span(row: Function) -> str:
    start, end = _local(row, row.start_at), _local(row, row.end_at)
    tail = "" if start.date() == end.date() else _("（次日）")
    return f"{start:%H:%M}–{end:%H:%M}{tail}"


def _place(row: Function) -> str:
    if row.space is None:
        return _("待定")
    return f"{row.space.name} {row.space.floor}".strip()
