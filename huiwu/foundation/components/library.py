"""The one tag library that every module here registers its components with, and how extra attributes are written."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


def attributes(extra: dict[str, Any]) -> SafeString:
    """`{"hx_get": "/x", "disabled": True}` → ` hx-get="/x" disabled`. None and False leave the attribute out."""
    kept = [(name.rstrip("_").replace("_", "-"), value) for name, value in extra.items() if value not in (None, False)]
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in kept
        ),
    )


def drawn(name: str, /, **context: Any) -> SafeString:
    """The component template `foundation/ui/<name>.html` filled with `context`."""
    return SafeString(render_to_string(f"foundation/ui/{name}.html", context))
