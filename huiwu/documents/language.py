"""The language a sheet is set in."""

from __future__ import annotations

from django.utils.translation import get_language

from huiwu.documents.blocks import Language


def readers_language() -> Language:
    """That of the person reading now."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"
