"""What the library says beside what was measured on site."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.site_visits.choices import Measure
from huiwu.site_visits.queries.board import CandidateRow, Measured
from huiwu.site_visits.queries.words import measure_text

ROOM_COLUMNS = {
    Measure.CLEAR_HEIGHT.value: "clear_height_mm",
    Measure.LENGTH.value: "length_mm",
    Measure.WIDTH.value: "width_mm",
    Measure.POWER.value: "power_kw",
}
"""Measures that the library keeps in a column of the room."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure: the library's value (text, empty when 未填), and each inspector's."""

    measure: Measure
    library: str
    library_text: str
    found: tuple[Measured, ...]
    is_kept: bool

    @property
    def label(self) -> str:
        return str(self.measure.label)

    @property
    def differs(self) -> bool:
        return self.is_kept and any(m.value != self.library for m in self.found)


def compared(row: CandidateRow) -> list[Compared]:
    """Every measure that the library knows or somebody took, in the order of the form."""
    rows = []
    for measure in Measure:
        held = _held(row, measure)
        found = tuple(row.measured.get(measure.value, ()))
        if held or found:
            rows.append(Compared(measure, held, measure_text(measure, held), found, _is_kept(row, measure)))
    return rows


def _is_kept(row: CandidateRow, measure: Measure) -> bool:
    return measure.value in ROOM_COLUMNS and row.candidate.room is not None


def _held(row: CandidateRow, measure: Measure) -> str:
    room = row.candidate.room
    if room is None:
        return ""
    if measure.value in ROOM_COLUMNS:
        value = getattr(room, ROOM_COLUMNS[measure.value])
        return "" if value is None else str(value)
    if measure == Measure.EXIT_COUNT:
        return str(len(room.exits)) if room.exits else ""
    if measure == Measure.FREIGHT_LIFT:
        return _lift(room)
    return ""


def _lift(room: object) -> str:
    sides = [getattr(room, f"lift_{side}_mm") for side in ("width", "depth", "height")]
    load = getattr(room, "lift_load_kg", None)
    size = " × ".join(f"{side / 1000:g}" for side in sides if side) + (" m" if any(sides) else "")
    return " · ".join(filter(None, [size.strip(), f"{load} kg" if load else ""]))
