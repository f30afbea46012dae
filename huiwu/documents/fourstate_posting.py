"""A posted section of a four-state draft: saved, or what the page shows again with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiwu.documents.fourstate import Schema
from huiwu.documents.fourstate_form import BoundSection
from huiwu.documents.fourstate_sections import section_seal
from huiwu.kernel.errors import InvalidInput, Refusal, StaleEdit

Write = Callable[[str, dict[str, Any]], Any]
"""Saves (seal, fields) or raises StaleEdit or InvalidInput."""


@dataclass(slots=True)
class Posted:
    """`status` of the answer, the form to show, the seal it carries; `has_errors` when only some fields were saved."""

    form: list[BoundSection] = field(default_factory=list)
    seal: str = ""
    status: int = 200
    refusal: Refusal | None = None
    has_errors: bool = False
    is_saved: bool = False

    @classmethod
    def opened(cls, schema: Schema, draft: Mapping[str, Any], section: str) -> Posted:
        """The section as it is stored."""
        return cls(schema.form(draft), section_seal(schema, draft, section))


def read_section(
    schema: Schema, draft: Mapping[str, Any], section: str, raw: Mapping[str, Any], write: Write
) -> Posted:
    """Save the fields without fault and say what to show: nothing more, faults, both sides of a stale edit, a grown list."""
    content, errors = schema.clean(raw, before=draft)
    seal = str(raw.get("seal", ""))
    if "add_row" in raw or "remove_row" in raw:
        return Posted(schema.form(draft, raw=raw, errors=errors), seal)
    mine = {spec.key: content[spec.key] for spec in schema.fields if spec.section == section}
    try:
        saved = write(seal, {key: value for key, value in mine.items() if key not in errors})
    except StaleEdit as stale:
        theirs = {**draft, **stale.theirs}
        form = schema.form({**draft, **mine}, raw=raw, theirs=theirs)
        return Posted(form, section_seal(schema, theirs, section), stale.status, stale)
    except InvalidInput as refusal:
        return Posted(schema.form(draft, raw=raw, errors=errors | refusal.fields), seal, refusal.status, refusal)
    if errors:
        form = schema.form(saved.draft, raw=raw, errors=errors)
        return Posted(form, section_seal(schema, saved.draft, section), 422, has_errors=True)
    return Posted(is_saved=True)
