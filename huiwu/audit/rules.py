"""Sentences with holes, pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

HOLE = re.compile(r"\{(\w+)\}")


def holes(sentence: str) -> list[str]:
    return HOLE.findall(sentence)


def field_of(hole: str, payload: Mapping[str, Any]) -> str | None:
    """The field that fills a hole: of that name, or `<hole>_id`; None when the record has neither."""
    return next((name for name in (hole, f"{hole}_id") if name in payload), None)


def values_in(value: Any) -> list[str]:
    """What a field holds, one by one, as text; nothing for an empty one."""
    rows = value if isinstance(value, list) else [value]
    return [str(row) for row in rows if row is not None and row != ""]


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def without_holes(sentence: str) -> str:
    """For a list of kinds: `把 {user} 移出本单位` → `把 … 移出本单位`."""
    return re.sub(r"(\s*\{\w+\}\s*)+", "…", sentence)
