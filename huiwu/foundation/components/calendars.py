"""Days drawn as pictures: a month, and a plan as a Gantt chart."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiwu.foundation.components.library import drawn, register
from huiwu.foundation.components.times import MONTHS_EN, WEEKDAYS_EN, WEEKDAYS_ZH, _english, day_text
from huiwu.kernel import clock


@register.simple_tag
def month_grid(
    year: int,
    month: int,
    entries: Mapping[date, Any],
    today: date | None = None,
    previous: str = "",
    following: str = "",
) -> SafeString:
    """A month, Monday first. `entries`: day → list of dicts or objects with title, url, state.

    `previous` and `following` are the addresses of the neighbouring months.
    """
    now = today or clock.today()
    heads = WEEKDAYS_EN if _english() else [f"周{name}" for name in WEEKDAYS_ZH]
    weeks = [
        [
            {
                "on": day,
                "weekday": heads[day.weekday()],
                "outside": day.month != month,
                "today": day == now,
                "entries": entries.get(day, []),
            }
            for day in week
        ]
        for week in Calendar(firstweekday=0).monthdatescalendar(year, month)
    ]
    title = f"{MONTHS_EN[month - 1]} {year}" if _english() else f"{year}年{month}月"
    return drawn("month_grid", weeks=weeks, title=title, heads=heads, previous=previous, following=following)


ROW, DAY_WIDTH, LABELS, HEAD = 28, 18, 232, 44


def _get(row: Any, name: str, default: Any = None) -> Any:
    return row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)


@register.simple_tag
def gantt(rows: Any, today: date | None = None, holidays: Any = (), label: Any = "", day_width: int = DAY_WIDTH) -> Any:
    """Bars over days, drawn on the server.

    `rows`: dicts or objects with label, start, end (days, both included) and optionally code, done, critical, late,
    gate (a diamond at `end`), group (a heading row), url, latest (latest finish: a thin line shows the slack).
    Critical bars carry a double edge, done ones a tick, late ones a hatch: nothing is told by colour alone.
    """
    plan = [row for row in rows if _get(row, "start") and _get(row, "end")]
    if not plan:
        return drawn("empty", title=_("还没有排期"), lead="", icon_name="chart-gantt", actions="")
    now = today or clock.today()
    first = min(_get(row, "start") for row in plan) - timedelta(days=2)
    last = max(max(_get(row, "latest") or _get(row, "end"), _get(row, "end")) for row in plan) + timedelta(days=2)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    closed = set(holidays)

    def x(day: date) -> int:
        return (day - first).days * day_width

    drawn_rows, y, group = [], HEAD, None
    for row in plan:
        if _get(row, "group") and _get(row, "group") != group:
            group = _get(row, "group")
            drawn_rows.append({"heading": group, "y": y})
            y += ROW
        drawn_rows.append(_bar(row, x, y, day_width))
        y += ROW
    return drawn(
        "gantt", rows=drawn_rows, label=label or _("排期图"), width=len(days) * day_width, height=y + 8, labels=LABELS,
        head=HEAD, row=ROW, day_width=day_width, today=x(now) + day_width // 2 if first <= now <= last else None,
        shaded=[{"x": x(day)} for day in days if day.weekday() >= 5 or day in closed],
        months=[{"x": x(d), "text": f"{MONTHS_EN[d.month - 1]} {d.year}" if _english() else f"{d.year}年{d.month}月"}
                for d in days if d.day == 1 or (d == first and d.day < 25)],
        ticks=[{"x": x(day), "text": day.day} for day in days if day.weekday() == 0 or day_width >= 22],
    )  # fmt: skip


def _bar(row: Any, x: Any, y: int, day_width: int) -> dict[str, Any]:
    start, end, latest = _get(row, "start"), _get(row, "end"), _get(row, "latest")
    traits = {name: bool(_get(row, name)) for name in ("done", "critical", "late", "gate")}
    words = [
        word
        for name, word in (("done", _("已完成")), ("critical", _("关键路径")), ("late", _("逾期")), ("gate", _("门禁")))
        if traits[name]
    ]
    told = _("{label}：{first}–{last}").format(label=_get(row, "label"), first=day_text(start), last=day_text(end))
    if words:
        told = _("{text}（{words}）").format(text=told, words=_("、").join(words))
    return {
        **traits, "label": _get(row, "label"), "code": _get(row, "code", ""), "url": _get(row, "url", ""), "y": y,
        "x": x(start), "width": x(end) + day_width - x(start), "right": x(end) + day_width,
        "slack": x(latest) + day_width if latest and latest > end else None, "told": told, "mid": x(end) + day_width // 2,
    }  # fmt: skip
