"""Web input of lists to clean values."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID


def choices_in(posted: Mapping[str, str]) -> dict[UUID, str]:
    """`row-<id>` → the choice made for that row."""
    found: dict[UUID, str] = {}
    for name, value in posted.items():
        if name.startswith("row-") and value:
            try:
                found[UUID(name.removeprefix("row-"))] = value
            except ValueError:
                continue
    return found
