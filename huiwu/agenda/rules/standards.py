"""Least times of an agenda, in minutes, by size of the audience: figures with a source, which an organisation may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SIZES = ("small", "medium", "large")
"""Audiences up to `small_max`, up to `medium_max`, and above."""
LONGEST = 480


@dataclass(frozen=True, slots=True)
class Standard:
    """One figure: minutes, or people for the two borders. `source` says where the default comes from."""

    key: str
    value: int
    unit: str
    source: str
    most: int = LONGEST


def _by_size(name: str, values: tuple[int, int, int], source: str) -> tuple[Standard, ...]:
    return tuple(Standard(f"{name}_{size}", value, "min", source) for size, value in zip(SIZES, values, strict=True))


_NUMBERS = "numbers.md §5"
_SOP = "SOP P11"
STANDARDS: dict[str, Standard] = {
    row.key: row
    for row in (
        Standard("small_max", 100, "person", _NUMBERS, 1_000_000),
        Standard("medium_max", 1000, "person", _NUMBERS, 1_000_000),
        *_by_size("break_length", (15, 30, 45), _NUMBERS),
        *_by_size("photo_length", (10, 15, 20), _SOP),
        *_by_size("before_photo", (5, 5, 10), _SOP),
        *_by_size("before_award", (2, 5, 5), _SOP),
        *_by_size("after_stage", (2, 5, 5), _SOP),
        *_by_size("after_break", (0, 5, 5), _SOP),
        *_by_size("change_room", (5, 10, 15), _SOP),
        Standard("interpreters", 2, "person", "numbers.md §6", 10),
        Standard("interpreter_alone", 30, "min", "numbers.md §6"),
        Standard("meal_straddle", 60, "min", "OM-056"),
    )
}
"""Key → figure. `before_photo` covers photo alone, `before_award` award and signing, `after_stage` all three."""


class Figures:
    """The figures in force: an organisation's own over the product's."""

    def __init__(self, own: Mapping[str, int] | None = None) -> None:
        self._values = {key: row.value for key, row in STANDARDS.items()}
        self._values |= {key: value for key, value in (own or {}).items() if key in self._values}

    def __getitem__(self, key: str) -> int:
        return self._values[key]

    def size(self, people: int | None) -> str:
        """The class an audience of so many belongs to; unknown counts as small, so that nothing is found for lack of data."""
        if people is None or people <= self["small_max"]:
            return "small"
        return "medium" if people <= self["medium_max"] else "large"

    def of(self, name: str, people: int | None) -> int:
        """A figure by size of the audience: `of("break_length", 600)` is 30."""
        return self[f"{name}_{self.size(people)}"]


def faulty(values: Mapping[str, int]) -> list[str]:
    """Keys unknown or out of range, and borders out of order."""
    wrong = [key for key, value in values.items() if key not in STANDARDS or not 0 <= value <= STANDARDS[key].most]
    figures = Figures(values)
    if not wrong and figures["small_max"] >= figures["medium_max"]:
        wrong.append("medium_max")
    return wrong
