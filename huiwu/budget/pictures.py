"""Burn-up and variance as drawings for sheets: legible in print, told apart by line and pattern, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, FONT = 640, "Noto Sans CJK SC"
INK, GREY, RULE, FILL = "#1f2328", "#57606a", "#d0d7de", "#9a3b26"


def _text(x: float, y: float, words: str, *, size: int = 12, anchor: str = "start", fill: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{fill}">{escape(words)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 1, dash: str = "") -> str:
    more = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="{width}"{more}/>'


def _svg(height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">'
    ground = f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
    return head + ground + "".join(parts) + "</svg>"


def _ten_thousands(cents: float) -> str:
    """万元, with one decimal."""
    return f"{cents / 1_000_000:.1f}"


def burn_up(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], limit: tuple[str, int], unit: str
) -> str:
    """Lines over days in cents; `limit` is the budget as a level line. Each line ends in its name and figure."""
    left, right, top, base = 56, WIDTH - 150, 26, 220
    most = max([limit[1], 1, *(value for _name, values in series for value in values)]) * 1.08
    across = (right - left) / max(1, len(labels) - 1)

    def at(index: int, cents: float) -> tuple[float, float]:
        return left + index * across, base - (base - top) * cents / most

    parts = [_text(left - 6, 14, unit, size=11, anchor="end", fill=GREY)]
    for step in range(5):
        y = at(0, most * step / 4)[1]
        parts += [
            _line(left, y, right, y),
            _text(left - 6, y + 4, _ten_thousands(most * step / 4), size=11, anchor="end"),
        ]
    every = max(1, -(-len(labels) // 6))
    for index, label in enumerate(labels):
        if index % every == 0:
            parts.append(_text(at(index, 0)[0], base + 18, label, size=11, anchor="middle", fill=GREY))
    y = at(0, limit[1])[1]
    ends = [(y, f"{limit[0]} {_ten_thousands(limit[1])}")]
    parts.append(_line(left, y, right, y, stroke=INK, width=1.5, dash="2 3"))
    for number, (name, values) in enumerate(series):
        points = [at(index, value) for index, value in enumerate(values)]
        if not points:
            continue
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = ("", "7 4", "10 3 2 3")[number % 3]
        colour = (FILL, INK, GREY)[number % 3]
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2"'
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + "/>"
        )
        parts.append(f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3" fill="{colour}"/>')
        ends.append((points[-1][1], f"{name} {_ten_thousands(values[-1])}"))
    parts += [_text(right + 8, y + 4, words) for y, words in _apart(ends)]
    return _svg(base + 30, parts)


def _apart(ends: Sequence[tuple[float, str]], gap: float = 16) -> list[tuple[float, str]]:
    """Labels from top to bottom, none on another."""
    placed: list[tuple[float, str]] = []
    for y, words in sorted(ends):
        placed.append((max(y, placed[-1][0] + gap) if placed else y, words))
    return placed


def bars(rows: Sequence[tuple[str, int, int, int]], names: tuple[str, str, str], unit: str) -> str:
    """One bar for each row: (label, budget, committed, paid) in cents. The frame is the budget, hatched what is
    committed, full what is paid; beyond the frame is beyond the budget."""
    left, right, pitch, top = 132, WIDTH - 110, 30, 34
    most = max([1, *(max(row[1:]) for row in rows)])
    scale = (right - left) / most
    parts = [
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="#ffffff"/><line x1="0" y1="0" x2="0" y2="6" stroke="{FILL}" '
        'stroke-width="2.4"/></pattern></defs>'
    ]
    parts += _legend(names, left, unit)
    for number, (label, budget, committed, paid) in enumerate(rows):
        y = top + number * pitch
        parts.append(_text(left - 8, y + 14, label if len(label) <= 9 else label[:8] + "…", anchor="end"))
        parts.append(_bar(left, y + 3, committed * scale, "url(#hatch)", FILL))
        parts.append(_bar(left, y + 7, paid * scale, FILL, FILL, height=6))
        parts.append(_bar(left, y, budget * scale, "none", INK, height=20))
        end = left + max(budget, committed, paid) * scale + 6
        share = f"{committed * 100 / budget:.0f}%" if budget else "—"
        parts.append(
            _text(
                end, y + 14, f"{_ten_thousands(budget)} · {share}", size=11, fill=INK if committed <= budget else FILL
            )
        )
    return _svg(top + len(rows) * pitch + 8, parts)


def _bar(x: float, y: float, width: float, fill: str, stroke: str, height: float = 14) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1"/>'
    )


def _legend(names: tuple[str, str, str], left: float, unit: str) -> list[str]:
    parts, x = [], left
    for name, fill, stroke in ((names[0], "none", INK), (names[1], "url(#hatch)", FILL), (names[2], FILL, FILL)):
        parts += [_bar(x, 8, 18, fill, stroke, 11), _text(x + 24, 18, name)]
        x += 40 + 13 * len(name)
    return [*parts, _text(WIDTH - 4, 18, unit, size=11, anchor="end", fill=GREY)]
