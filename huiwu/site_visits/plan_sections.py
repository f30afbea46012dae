"""Live data for the event plan: the venue and those kept in reserve."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import Column, Table
from huiwu.foundation.registry.plan_sections import plan_section
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.sheets import capacity_text


def compared_venues(meeting: Any) -> list[Any] | None:
    """Chosen venue and alternatives: what they hold, dates, score; None before any is in the running."""
    rows = [row for row in board_of(meeting).running if not row.is_excluded]
    if not rows:
        return None
    columns = (
        Column(_("场地"), 3),
        Column(_("状态"), 1.5),
        Column(_("主会场"), 2),
        Column(_("容量"), 1.5),
        Column(_("档期"), 1.5),
        Column(_("得分"), 1, align="right"),
    )
    lines = [
        (
            row.venue.name,
            str(row.candidate.get_list_display()),
            row.candidate.room.name if row.candidate.room else "",
            capacity_text(row),
            row.date_word,
            row.total or "—",
        )
        for row in rows
    ]
    return [Table(columns, tuple(lines))]


plan_section(
    "place",
    gettext_lazy("候选与备选场地"),
    order=30,
    live=compared_venues,
    url=lambda meeting: reverse("site_visits:index", args=[meeting.slug]),
    fills=False,
)
