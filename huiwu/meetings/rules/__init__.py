"""Pure checks on plain values of meetings: no Django, no clock, no database."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one field of the input. `code` has its sentence in `meetings.errors`, filled with `values`."""

    field: str
    code: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
