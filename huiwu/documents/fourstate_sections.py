"""A four-state draft that several people write at once, section by section."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from huiwu.documents.fourstate import Schema, unfilled
from huiwu.documents.rules import content_hash


def section_of(schema: Schema, content: Mapping[str, Any], section: str) -> dict[str, Any]:
    """The fields of one section, unfilled where the content lacks them."""
    return {s.key: content.get(s.key) or unfilled() for s in schema.fields if s.section == section}


def section_seal(schema: Schema, content: Mapping[str, Any], section: str) -> str:
    """A short mark of what stands in a section: equal while nobody changes it."""
    return content_hash(section_of(schema, content, section))[:20]


def answered(fields: Mapping[str, Mapping[str, Any]], among: Collection[str] | None = None) -> int:
    """How many of the fields are answered; 无 and 不适用 are answers."""
    return sum(held["state"] != "unfilled" for key, held in fields.items() if among is None or key in among)
