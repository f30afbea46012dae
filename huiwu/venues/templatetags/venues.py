"""`{{ mm|metres }}`, `{{ dm2|square_metres }}`, `{{ line|fact }}`, `{{ flag|known }}`: unknown reads 未填."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiwu.kernel.money import yuan
from huiwu.venues.bridge.wording import hundredths
from huiwu.venues.bridge.wording import metres as metres_text
from huiwu.venues.queries.library import FactLine

register = template.Library()


def unknown() -> str:
    return format_html('<span class="muted">{}</span>', _("未填"))


@register.filter
def metres(mm: int | None) -> str:
    """24500 → 24.5."""
    return unknown() if mm is None else metres_text(mm)


@register.filter
def about(mm: int | None) -> str:
    """To the nearest 0.1 m: 7479 → 7.5."""
    return unknown() if mm is None else metres_text((mm + 50) // 100 * 100)


@register.filter
def above(mm: int | None) -> str:
    """To the next 0.05 m, never less than is needed: 8829 → 8.85."""
    return unknown() if mm is None else metres_text(-(-mm // 50) * 50)


@register.filter
def square_metres(dm2: int | None) -> str:
    return unknown() if dm2 is None else hundredths(dm2)


@register.filter
def cents(value: int | None) -> str:
    return unknown() if value is None else f"¥{yuan(value)}"


@register.filter
def known(value: object) -> str:
    """有, 无 or 未填; other values as they are."""
    if value is None or value == "":
        return unknown()
    if isinstance(value, bool):
        return _("有") if value else _("无")
    return str(value)


@register.filter
def fact(line: FactLine) -> str:
    """A fact with its unit."""
    if not line.is_known:
        return unknown()
    if line.spec.kind == "cents" and isinstance(line.value, int):
        return f"¥{yuan(line.value)}"
    if line.spec.unit and line.spec.kind == "number":
        return f"{line.value} {line.spec.unit}"
    return known(line.value)


@register.filter
def degrees(micro: int | None) -> str:
    return unknown() if micro is None else f"{micro / 1_000_000:.6f}".rstrip("0").rstrip(".")
