"""The figures in force and those that may not be set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from huiwu.engines.capacity.standards import Numbers, problems_with


@cache
def default_numbers() -> Numbers:
    """As they come with the product."""
    return Numbers()


def faulty_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Key → `unknown`, `not_a_number`, `out_of_range` or `unknown_choice`."""
    return problems_with(values)
