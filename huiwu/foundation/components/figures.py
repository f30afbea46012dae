"""Charts drawn on the server as SVG: readable in print and without colour."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from huiwu.foundation.components.library import drawn, register


@register.simple_tag
def bar_chart(rows: Any, label: Any, unit: Any = "") -> SafeString:
    """Horizontal bars. `rows`: (label, value) or (label, value, planned); planned is a tick on the bar."""
    bars = [{"label": row[0], "value": row[1], "planned": row[2] if len(row) > 2 else None} for row in rows]
    most = max([1, *(bar["value"] for bar in bars), *(bar["planned"] or 0 for bar in bars)])
    for bar in bars:
        bar["width"] = round(1000 * bar["value"] / most)
        bar["tick"] = round(1000 * bar["planned"] / most) if bar["planned"] is not None else None
    return drawn("bar_chart", bars=bars, label=label, unit=unit)


WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 260, 56, 32, 12
DASHES = ("", "6 4", "2 4", "10 3 2 3")


@register.simple_tag
def line_chart(series: Any, labels: Any, label: Any, unit: Any = "", limit: int | None = None) -> SafeString:
    """Lines over shared labels. `series`: (name, values), values may hold None. Lines differ by dash and end label.

    Burn-up: series planned and done. Arrival curve: series expected and arrived. `limit` draws a level line.
    """
    names, marks = list(series), list(labels)
    top = nice_ceiling(max([1, limit or 0, *(value or 0 for _name, values in names for value in values)]))
    across = (WIDTH - LEFT - 90) / max(1, len(marks) - 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return round(LEFT + index * across, 1), round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top), 1)

    lines = []
    for number, (name, values) in enumerate(names):
        points = [place(i, value) for i, value in enumerate(values) if value is not None]
        if points:
            path = " ".join(f"{x},{y}" for x, y in points)
            last = next(value for value in reversed(list(values)) if value is not None)
            lines.append({"name": name, "points": path, "end": points[-1], "dash": DASHES[number % 4], "last": last})
    every = max(1, -(-len(marks) // 8))
    return drawn(
        "line_chart", lines=lines, label=label, unit=unit, width=WIDTH, height=HEIGHT, left=LEFT,
        grid=[(round(top * part / 4), place(0, top * part / 4)[1]) for part in range(5)],
        ticks=[(mark, place(i, 0)[0]) for i, mark in enumerate(marks) if i % every == 0],
        limit=(limit, place(0, limit)[1]) if limit is not None else None, base=HEIGHT - BOTTOM,
        right=WIDTH - 90, table=[(mark, [values[i] for _n, values in names]) for i, mark in enumerate(marks)],
    )  # fmt: skip


def nice_ceiling(value: float) -> int:
    """The next of 4, 8, 12, 20, 40 … that the axis can be divided into quarters by."""
    step = 4
    while True:
        for factor in (1, 2, 3, 5):
            if value <= step * factor:
                return step * factor
        step *= 10
