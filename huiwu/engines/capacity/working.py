"""The working of a result: one line per step, so that a page can print the calculation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """`code` names the sentence, `values` its figures, `result` what comes out in `unit`. `sources` are standards' keys."""

    code: str
    values: Mapping[str, int]
    result: int
    unit: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be seen beside the figure: an unknown measure, a rule that is not met."""

    code: str
    values: Mapping[str, int] = field(default_factory=dict)
    is_fault: bool = False
