"""Pure rules of speakers' fees: which row of a standard a title stands in, what was taught."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from huiwu.compliance.rules.fees import (
    Lesson,
    Limit,
    consultation_limit,
    countable_half_hours,
    lecture_limit,
)
from huiwu.compliance.rules.packs import Pack

LECTURER = {"academician": "academician", "professor": "professor", "associate": "associate", "other": "associate"}
EXPERT = {"academician": "academician", "professor": "senior", "associate": "senior", "other": "other"}
"""副高及以下 teach at one rate; 高级职称 advise at one rate."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What may be paid for so many countable halves; `limit` is None where no rule holds for this host."""

    half_units: int
    limit: Limit | None


def lessons_of(rows: Iterable[Mapping[str, Any]]) -> list[Lesson]:
    return [
        Lesson(date.fromisoformat(row["on"]), time.fromisoformat(row["starts"]), int(row["half_hours"])) for row in rows
    ]


def lecture_standard(pack: Pack | None, *, grade: str, lessons: list[Lesson], half_hours: int) -> Standard:
    """With lessons, the countable hours of them; without, the hours as told."""
    if pack is None:
        return Standard(_taught(lessons) or half_hours, None)
    units = countable_half_hours(pack, lessons) if lessons else half_hours
    return Standard(units, lecture_limit(pack, grade=LECTURER.get(grade, ""), half_hours=units))


def consultation_standard(pack: Pack | None, *, grade: str, half_days: int) -> Standard:
    if pack is None:
        return Standard(half_days, None)
    return Standard(half_days, consultation_limit(pack, grade=EXPERT.get(grade, ""), half_days=half_days))


def _taught(lessons: list[Lesson]) -> int:
    """Classes taught at once count once, whatever the host."""
    at_once: dict[tuple[date, time], int] = {}
    for lesson in lessons:
        key = (lesson.on, lesson.starts)
        at_once[key] = max(at_once.get(key, 0), lesson.half_hours)
    return sum(at_once.values())
