"""A set-up plan as a sheet: the drawing to scale, its legend, what is set up, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents import blocks as b
from huiwu.floor_plans.bridge import marks_of
from huiwu.floor_plans.choices import ItemKind, MarkKind
from huiwu.floor_plans.drawing import SIGNS, drawn
from huiwu.floor_plans.models import SetupPlan
from huiwu.floor_plans.queries import faults_of, plan_of_room
from huiwu.kernel import clock

ACROSS_MM, UPRIGHT_MM = (370, 165), (240, 270)
"""Width and height of an A3 sheet's text area, across and upright, less head, legend and table."""


def sheet_of(plan: SetupPlan) -> b.Sheet:
    """A3, across or upright as the room is, for the crew and for the venue's approval."""
    meeting, room = plan.meeting, plan.room
    marks = marks_of(room, plan_of_room(room))
    ratio = (room.width_mm or 1) / (room.length_mm or 1)
    widest, highest = ACROSS_MM if ratio > 1 else UPRIGHT_MM
    picture = drawn(room, marks, plan.items, label=_("布置图"))
    return b.Sheet(
        title=_("{function}布置图").format(function=plan.function.name),
        subtitle=f"{room.venue.name} · {room.name}",
        meeting_name=meeting.name,
        dated_on=clock.today(meeting.time_zone),
        version=_("第 {n} 次修改").format(n=plan.revision),
        language="en" if meeting.language == "en" else "zh-hans",
        orientation="landscape" if ratio > 1 else "portrait",
        paper="a3",
        blocks=(
            b.Drawing(str(picture), width_mm=min(widest, highest * ratio)),
            b.Paragraph(legend()),
            *_warnings(plan),
            counts(plan),
        ),
        numbered=False,
    )


def legend() -> str:
    signs = "；".join(f"{sign} {MarkKind(kind).label}" for kind, sign in SIGNS.items() if sign)
    return _("图例：{signs}；虚线内的地面须保持畅通。消防疏散以审批为准，本图只作提示。").format(signs=signs)


def _warnings(plan: SetupPlan) -> list[b.Block]:
    found = faults_of(plan)
    return [b.Callout("".join(fault.sentence for fault in found), "warning")] if found else []


def counts(plan: SetupPlan) -> b.Table:
    """How many of each kind, and their places."""
    how_many: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    for row in plan.items:
        how_many[row["kind"]] += 1
        seats[row["kind"]] += row["seats"]
    rows: list[tuple[Any, ...]] = [
        (str(ItemKind(kind).label), how_many[kind], seats[kind]) for kind in ItemKind.values if how_many[kind]
    ]
    rows.append((_("合计"), sum(how_many.values()), sum(seats.values())))
    columns = (
        b.Column(_("布置内容"), width=0.6),
        b.Column(_("数量"), width=0.2, kind="number"),
        b.Column(_("座位"), width=0.2, kind="number"),
    )
    return b.Table(columns, tuple(rows), emphasis={len(rows) - 1: "total"})
