"""Small marks: icons, buttons, states, people, links to copy, codes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.components.library import attributes, register

SPRITE = Path(__file__).resolve().parent.parent / "static" / "huiwu" / "icons.svg"

STATES: dict[str, tuple[str, str, Any]] = {
    # code: (family, icon, word). The family decides hue; only four families have one.
    "done": ("done", "circle-check", _("完成")),
    "confirmed": ("done", "badge-check", _("已确认")),
    "signed": ("done", "signature", _("已签认")),
    "passed": ("done", "circle-check", _("已通过")),
    "waiting_client": ("waiting", "hourglass", _("待客户")),
    "late": ("late", "alarm-clock", _("逾期")),
    "blocked": ("blocked", "octagon-x", _("受阻")),
    "refused": ("blocked", "circle-x", _("退回")),
    "failed": ("blocked", "circle-x", _("失败")),
    "open": ("plain", "circle", _("未开始")),
    "doing": ("plain", "circle-dot", _("进行中")),
    "waiting": ("plain", "circle-pause", _("等待")),
    "review": ("plain", "eye", _("审核中")),
    "draft": ("plain", "circle-dashed", _("草稿")),
    "frozen": ("plain", "lock", _("已冻结")),
    "locked": ("plain", "lock", _("未放行")),
    "void": ("faint", "ban", _("作废")),
    "cancelled": ("faint", "ban", _("已取消")),
    "skipped": ("plain", "minus", _("不适用")),
    "not_applicable": ("plain", "minus", _("不适用")),
    "none": ("plain", "x", _("无")),
    "filled": ("plain", "check", _("已填")),
    "unfilled": ("late", "circle-dashed", _("未填")),
}
SEVERITIES: dict[str, tuple[str, str, Any]] = {
    "block": ("blocked", "octagon-alert", _("阻断")),
    "warn": ("late", "triangle-alert", _("警告")),
    "hint": ("plain", "info", _("提示")),
}


@cache
def icon_names() -> frozenset[str]:
    """Every icon of the sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: Any = "") -> SafeString:
    """One icon of the sprite. With a label it is a picture that is read aloud; without, decoration."""
    known = name if name in icon_names() else "circle"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        spoken,
        static("huiwu/icons.svg"),
        known,
    )


@register.simple_tag
def button(
    label: Any, kind: str = "", icon: str = "", type: str = "submit", icon_only: bool = False, **extra: Any
) -> SafeString:
    """A button. `kind`: "" (plain), primary, quiet, danger. `icon_only` keeps the label for screen readers."""
    return format_html(
        '<button type="{}" class="button{}"{}>{}</button>',
        type,
        _classes(kind, icon_only),
        _titled(label, icon_only, extra),
        _face(label, icon, icon_only),
    )


@register.simple_tag
def link_button(
    label: Any, url: Any, kind: str = "", icon: str = "", icon_only: bool = False, **extra: Any
) -> SafeString:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return format_html(
        '<a href="{}" class="button{}"{}>{}</a>',
        url,
        _classes(kind, icon_only),
        _titled(label, icon_only, extra),
        _face(label, icon, icon_only),
    )


def _classes(kind: str, icon_only: bool) -> str:
    return (f" button-{kind}" if kind else "") + (" button-icon" if icon_only else "")


def _titled(label: Any, icon_only: bool, extra: dict[str, Any]) -> SafeString:
    return attributes({"title": label, **extra} if icon_only else extra)


def _face(label: Any, name: str, icon_only: bool) -> SafeString:
    drawn = icon(name) if name else ""
    return format_html('{}<span class="{}">{}</span>', drawn, "unseen" if icon_only else "button-label", label)


@register.simple_tag
def state(code: Any, label: Any = "") -> SafeString:
    """A state as shape, word and hue. `label` replaces the word; unknown codes are drawn plain with their label."""
    family, shape, word = STATES.get(str(code), ("plain", "circle", str(code)))
    return _mark("state", family, shape, label or word)


@register.simple_tag
def severity(code: Any, label: Any = "") -> SafeString:
    """How grave a finding is: block, warn or hint."""
    family, shape, word = SEVERITIES[str(code)]
    return _mark("state", family, shape, label or word)


def _mark(base: str, family: str, shape: str, word: Any) -> SafeString:
    return format_html('<span class="{} {}-{}">{}<span>{}</span></span>', base, base, family, icon(shape), word)


@register.simple_tag
def chip(label: Any, icon_name: str = "", **extra: Any) -> SafeString:
    """A small neutral label: a kind, a tag, a condition."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip"{}>{}{}</span>', attributes(extra), drawn, label)


@register.simple_tag
def person(name: Any, detail: Any = "", phone: str = "") -> SafeString:
    """Somebody: name, what they are, and on phones a number to tap."""
    called = (
        format_html(' <a class="person-phone" href="tel:{}">{}<span>{}</span></a>', phone, icon("phone"), phone)
        if phone
        else ""
    )
    role = format_html(' <span class="person-detail">{}</span>', detail) if detail else ""
    return format_html('<span class="person"><span class="person-name">{}</span>{}{}</span>', name, role, called)


@register.inclusion_tag("foundation/ui/copy_link.html")
def copy_link(url: str, label: Any = "") -> dict[str, Any]:
    """A link in a box that is selected by a tap and copied by a button (script)."""
    return {"url": url, "label": label}


@register.simple_tag
def qr(text: str, label: Any = "", size: int = 160) -> SafeString:
    """A QR code drawn as SVG, `size` pixels wide, medium error correction, with its quiet zone."""
    made = segno.make(str(text), error="m", micro=False)
    drawing = made.svg_inline(scale=1, border=4, omitsize=True, svgclass="qr-code", lineclass=None)
    picture = drawing.replace(
        "<svg ",
        str(format_html('<svg width="{}" height="{}" role="img" aria-label="{}" ', size, size, label or _("二维码"))),
        1,
    )
    return mark_safe(picture)  # noqa: S308 (drawn by segno; the label is escaped above)
