"""Which categories of supplier a meeting needs, and where that is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiwu.suppliers.rules.words import NO, in_row

BRIEF_FIELDS = {
    "sound": ("av",),
    "lighting": ("av",),
    "projection": ("led",),
    "interpretation": ("interpretation",),
    "live_stream": ("streaming",),
    "recording": ("photography",),
}
"""Fields of the brief's equipment section and the category they call for."""
CONDITIONS = {
    "has_interpretation": "interpretation",
    "has_pickup": "transport",
    "has_shuttles": "transport",
}
"""Conditions of the meeting that cannot be met without the category. Meals and lodging are the venue's contract."""
MATERIALS = {
    "print": "printing",
    "credential": "printing",
    "signage": "printing",
    "backdrop": "build",
    "stationery": "printing",
    "gift": "gifts",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One place that calls for a category: `source` brief, condition or plan; `text` what stands there."""

    category: str
    source: str
    key: str
    text: str


def grounds(
    *, conditions: Iterable[str], brief: Mapping[str, Any] | None, plan: Mapping[str, Any] | None
) -> Iterator[Ground]:
    """Every place in conditions, brief and event plan that calls for a category; contents are four-state fields.

    Equipment that the venue brings or that is our own calls for nobody; so does what is answered with 无 or 不适用.
    """
    for condition in conditions:
        if condition in CONDITIONS:
            yield Ground(CONDITIONS[condition], "condition", condition, "")
    for key, categories in BRIEF_FIELDS.items():
        text = _asked(brief or {}, key)
        for category in categories if text is not None else ():
            yield Ground(category, "brief", key, text or "")
    for row in _rows(plan or {}, "equipment"):
        if row.get("source") == "rental":
            name = str(row.get("name", ""))
            for category in in_row(f"{name} {row.get('model', '')} {row.get('budget_line', '')}"):
                yield Ground(category, "plan", "equipment", name)
    for row in _rows(plan or {}, "materials"):
        made = MATERIALS.get(str(row.get("category", "")))
        if made and not row.get("free"):
            yield Ground(made, "plan", "materials", str(row.get("name", "")))


def _asked(content: Mapping[str, Any], key: str) -> str | None:
    """What a filled field asks for, empty for a plain yes; None when it asks for nothing."""
    field = content.get(key) or {}
    value = field.get("value") if field.get("state") == "filled" else None
    if value is True:
        return ""
    if not isinstance(value, str) or value.strip() in NO:
        return None
    return value.strip()


def _rows(content: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    field = content.get(key) or {}
    value = field.get("value") if field.get("state") == "filled" else None
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
