"""A plan as SVG, one unit a millimetre: the same drawing on the page, where it can be edited, and on paper.

Colours stand as attributes for paper; on the page the classes of `floor_plans.css` go before them, for dark rooms too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiwu.floor_plans.bridge import Box, Mark, item_box
from huiwu.floor_plans.choices import ItemKind, MarkKind
from huiwu.venues.models import Room

MARGIN_MM = 1_200
FAMILY = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
SIGNS = {
    MarkKind.EXIT: "出",
    MarkKind.HYDRANT: "消",
    MarkKind.DISTRIBUTION_BOX: "电",
    MarkKind.AISLE: "走道",
    MarkKind.EXIT_SIGN: "标",
    MarkKind.PILLAR: "",
    MarkKind.KEEP_FREE: "空",
}
"""The short sign of each kind of mark on the drawing; the legend has the words."""


def drawn(
    room: Room,
    marks: Sequence[Mark],
    items: Iterable[dict[str, Any]],
    *,
    label: str,
    background: str = "",
    background_box: Box | None = None,
    edits: str = "items",
) -> SafeString:
    """The room with its marks and what is set up. `background` is the address of the venue's own drawing.

    `edits` says which shapes a page moves: `items` or `marks`.
    """
    width, length = room.width_mm or 0, room.length_mm or 0
    text = max(width, length) // 55
    shapes = [
        _picture(background, background_box),
        _room(width, length),
        *(_clear(mark, width, length) for mark in marks if mark.clear_mm),
        *(_mark(mark, text) for mark in marks),
        *(_item(row, number, text) for number, row in enumerate(items, 1)),
        _scale(width, length, text),
        _stage_side(width, text),
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="floor" viewBox="{} {} {} {}" role="img" aria-label="{}" '
        'font-family="{}" font-size="{}" font-weight="500" data-floor="{}">{}</svg>',
        -MARGIN_MM,
        -MARGIN_MM,
        width + 2 * MARGIN_MM,
        length + 2 * MARGIN_MM + 2 * text,
        label,
        FAMILY,
        text,
        edits,
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _picture(address: str, box: Box | None) -> SafeString:
    if not address or box is None:
        return SafeString("")
    return format_html(
        '<image href="{}" x="{}" y="{}" width="{}" height="{}" opacity="0.45" preserveAspectRatio="none"/>',
        address,
        box.x_mm,
        box.y_mm,
        box.width_mm,
        box.depth_mm,
    )


def _room(width: int, length: int) -> SafeString:
    return format_html(
        '<rect class="floor-room" width="{}" height="{}" fill="none" stroke="#211e1a" stroke-width="80"/>',
        width,
        length,
    )


def _clear(mark: Mark, width: int, length: int) -> SafeString:
    """The floor inside the room that stays free."""
    box = mark.box.widened(mark.clear_mm)
    left, top = max(0, box.x_mm), max(0, box.y_mm)
    return format_html(
        '<rect class="floor-clear" x="{}" y="{}" width="{}" height="{}" fill="#f2efea" stroke="#877f73" '
        'stroke-width="25" stroke-dasharray="120 120"/>',
        left,
        top,
        max(0, min(width, box.right_mm) - left),
        max(0, min(length, box.bottom_mm) - top),
    )


def _mark(mark: Mark, text: int) -> SafeString:
    fill = "#5c564d" if mark.kind == MarkKind.PILLAR else "#ddd7cd"
    return format_html(
        '<g class="floor-mark floor-{}" data-mark="{}"{}><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" fill="{}" '
        'stroke="#211e1a" stroke-width="30"/>{}</g>',
        mark.kind,
        mark.key,
        format_html(' data-shape="{}" tabindex="0"', mark.key) if mark.is_own else "",
        f"{MarkKind(mark.kind).label} {mark.label}".strip(),
        mark.box.x_mm,
        mark.box.y_mm,
        mark.box.width_mm,
        mark.box.depth_mm,
        fill,
        _word(mark.box, SIGNS[MarkKind(mark.kind)], text),
    )


def _item(row: dict[str, Any], number: int, text: int) -> SafeString:
    box, name = item_box(row), f"{ItemKind(row['kind']).label} {row['label'] or number}"
    return format_html(
        '<g class="floor-item floor-{}" data-shape="{}" tabindex="0"><title>{}</title>{}{}</g>',
        row["kind"],
        row["id"],
        name,
        _outline(box),
        _word(box, _caption(row, number), text),
    )


def _outline(box: Box) -> SafeString:
    paint = 'fill="#e4edf0" fill-opacity="0.8" stroke="#1d4a5b" stroke-width="40"'
    if box.is_round:
        x2, y2 = 2 * box.x_mm + box.width_mm, 2 * box.y_mm + box.depth_mm
        pattern = '<circle cx="{}" cy="{}" r="{}" ' + paint + "/>"
        return format_html(pattern, x2 / 2, y2 / 2, box.width_mm / 2)
    pattern = '<rect x="{}" y="{}" width="{}" height="{}" ' + paint + "/>"
    return format_html(pattern, box.x_mm, box.y_mm, box.width_mm, box.depth_mm)


def _caption(row: dict[str, Any], number: int) -> str:
    """What stands on the shape: its label, else its kind; and its places."""
    name = row["label"] or ("" if row["kind"] == ItemKind.ROUND_TABLE else str(ItemKind(row["kind"]).label))
    name = name or str(number)
    return f"{name} · {row['seats']}" if row["seats"] else name


def _word(box: Box, word: str, text: int) -> SafeString:
    """In the middle of its shape, as large as fits; below it where it could not be read inside."""
    if not word:
        return SafeString("")
    fits = min(text, box.width_mm // _ems(word), box.depth_mm * 8 // 10)
    is_inside = fits >= text // 2
    size = fits if is_inside else text * 2 // 3
    y = box.y_mm + box.depth_mm / 2 + size / 3 if is_inside else box.bottom_mm + size * 1.1
    return format_html(
        '<text class="floor-word" x="{}" y="{}" text-anchor="middle" font-size="{}" fill="#211e1a">{}</text>',
        box.x_mm + box.width_mm / 2,
        y,
        size,
        word,
    )


def _ems(word: str) -> int:
    """About how many letter widths a word takes: a Chinese character one, a Latin letter or figure half of one."""
    return max(1, -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in word) // 2))


def _scale(width: int, length: int, text: int) -> SafeString:
    """A bar of whole metres, about a fifth of the room's width."""
    bar = max(1, width // 5_000) * 1_000
    y = length + MARGIN_MM * 3 // 4
    return format_html(
        '<g class="floor-scale"><path d="M0 {0}h{1}m0-150v300m{2}-300v300" fill="none" stroke="#211e1a" stroke-width="40"/>'
        '<text x="{3}" y="{4}" fill="#211e1a">{5} m</text>'
        '<text x="{6}" y="{4}" text-anchor="end" fill="#211e1a">{7} × {8} m</text></g>',
        y,
        bar,
        -bar,
        bar + text // 2,
        y + text // 3,
        bar // 1_000,
        width,
        _metres(width),
        _metres(length),
    )


def _stage_side(width: int, text: int) -> SafeString:
    return format_html(
        '<text class="floor-side" x="{}" y="{}" text-anchor="middle" fill="#5c564d">{}</text>',
        width / 2,
        -MARGIN_MM // 2,
        _("舞台侧"),
    )


def _metres(mm: int) -> str:
    return f"{mm / 1_000:.2f}".rstrip("0").rstrip(".")
