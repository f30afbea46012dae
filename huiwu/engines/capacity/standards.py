"""The figures the engine reckons with, each with its unit, its source and from when and where it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).resolve().parent / "data" / "standards.json"
Value = int | str
Kind = Literal["default", "law", "option"]
"""`default`: experience, to be changed freely. `law`: a published standard. `option`: customs differ, choose one."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One figure. `least` and `most` bound what may be set; `choices` are the words of an option. `is_pending`: 待核."""

    key: str
    group: str
    unit: str
    value: Value
    kind: Kind
    source: str
    region: str = "CN"
    effective_from: date = date(2000, 1, 1)
    least: int = 0
    most: int = 1_000_000
    choices: tuple[str, ...] = ()
    is_pending: bool = False


@cache
def standards() -> dict[str, Standard]:
    """Every figure by key, in the order in which they are shown."""
    found = {}
    for row in json.loads(DATA.read_text(encoding="utf-8")):
        day = date.fromisoformat(row.pop("effective_from", "2000-01-01"))
        choices = tuple(row.pop("choices", ()))
        found[row["key"]] = Standard(effective_from=day, choices=choices, **row)
    return found


class Numbers(Mapping[str, int]):
    """The figures in force: the product's, with a house's own in their place. Unknown keys are refused."""

    def __init__(self, own: Mapping[str, Value] | None = None) -> None:
        strange = set(own or ()) - standards().keys()
        if strange:
            raise KeyError(", ".join(sorted(strange)))
        self._values: dict[str, Value] = {key: row.value for key, row in standards().items()} | dict(own or {})

    def __getitem__(self, key: str) -> int:
        value = self._values[key]
        if not isinstance(value, int):
            raise KeyError(f"{key} is no number")
        return value

    def word(self, key: str) -> str:
        """The value of an option."""
        return str(self._values[key])

    def value(self, key: str) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def problems_with(values: Mapping[str, object]) -> dict[str, str]:
    """Key → what is wrong with it: `unknown`, `not_a_number`, `out_of_range`, `unknown_choice`."""
    found = {}
    for key, value in values.items():
        known = standards().get(key)
        if known is None:
            found[key] = "unknown"
        elif known.choices:
            if value not in known.choices:
                found[key] = "unknown_choice"
        elif not isinstance(value, int) or isinstance(value, bool):
            found[key] = "not_a_number"
        elif not known.least <= value <= known.most:
            found[key] = "out_of_range"
    return found
