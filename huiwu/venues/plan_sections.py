"""Venue, rooms and what they take, in the event plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import Block, Cell, Column, KeyValues, Table
from huiwu.foundation.registry.plan_sections import plan_section
from huiwu.meetings.choices import Layout
from huiwu.meetings.models import Meeting
from huiwu.venues.bridge import measured
from huiwu.venues.bridge.wording import hundredths, metres
from huiwu.venues.queries.bookings import live_bookings
from huiwu.venues.queries.placed import placement_of
from huiwu.venues.queries.standards import numbers_of


def rooms(meeting: Meeting) -> list[Block] | None:
    """Booked rooms with size and height, under the venue's name and address."""
    found = live_bookings(meeting)
    if not found:
        return None
    venues = list(dict.fromkeys(row.room.venue for row in found))
    heads = KeyValues(tuple((venue.name, venue.address or _("地址未填")) for venue in venues))
    columns = (
        Column(_("会场"), 2.0),
        Column(_("楼层"), 0.8),
        Column(_("长 × 宽 × 净高（m）"), 1.8),
        Column(_("面积（m²）"), 1.0, align="right"),
        Column(_("用作"), 1.6),
        Column(_("预订"), 1.0),
    )
    cells: list[tuple[Cell, ...]] = []
    for row in found:
        room = row.room
        sides = [metres(mm) if mm else "—" for mm in (room.length_mm, room.width_mm, room.clear_height_mm)]
        area = hundredths(room.floor_area_dm2) if room.floor_area_dm2 else "—"
        used = row.space.name if row.space else ""
        cells.append((room.name, room.floor, " × ".join(sides), area, used, str(row.get_state_display())))
    return [heads, Table(columns, tuple(dict.fromkeys(cells)))]


def capacities(meeting: Meeting) -> list[Block] | None:
    """Each function against the recommended and the most its room takes."""
    numbers = numbers_of(meeting.org_id)
    rows = [row for row in placement_of(meeting).placed if row.room and row.function.layout]
    if not rows:
        return None
    columns = (
        Column(_("功能单元"), 2.4),
        Column(_("会场"), 1.8),
        Column(_("台型"), 1.0),
        Column(_("人数"), 0.8, kind="number"),
        Column(_("推荐"), 0.8, kind="number"),
        Column(_("最大"), 0.8, kind="number"),
    )
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        assert row.room is not None
        found = measured(row.room, row.function.layout, numbers).capacity
        label = str(Layout(row.function.layout).label)
        cells.append((row.function.name, row.room.name, label, row.people, found.recommended, found.maximum))
    return [Table(columns, tuple(cells), caption=_("容量按面积法、排布法、疏散与合同核算；疏散数只作提示。"))]


def _url(meeting: Meeting) -> str:
    return reverse("venues:bookings", args=[meeting.slug])


plan_section("place", gettext_lazy("场地与会场"), order=20, live=rooms, url=_url, fills=False)
plan_section("setup", gettext_lazy("会场容量"), order=20, live=capacities, url=_url, fills=False)
