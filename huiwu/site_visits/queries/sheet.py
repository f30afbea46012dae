"""One inspector's sheet as the form shows it: every point and measure, filled in or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from huiwu.site_visits.choices import (
    ESSENTIAL_MEASURES,
    MEASURE_UNITS,
    POINTS_OF,
    WHOLE_MEASURES,
    FireAcceptance,
    Group,
    Measure,
    Point,
)
from huiwu.site_visits.models import SiteVisit, VisitMark, VisitPhoto, VisitPromise
from huiwu.site_visits.queries.words import measure_text

SCORES = (5, 4, 3, 2, 1, 0)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A point to score or a fact to measure, with what stands in it."""

    key: str
    label: str
    kind: str
    score: int | None = None
    measured: str = ""
    measured_text: str = ""
    note: str = ""
    photos: tuple[VisitPhoto, ...] = ()
    unit: str = ""
    is_whole: bool = False
    is_essential: bool = False
    choices: tuple[tuple[str, Any], ...] = ()

    @property
    def element(self) -> str:
        """For ids of elements."""
        return self.key.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """Groups of points, then what is measured; photos of the whole (key empty), promises."""

    groups: tuple[tuple[str, str, tuple[FormRow, ...]], ...]
    measures: tuple[FormRow, ...]
    photos: tuple[VisitPhoto, ...]
    promises: tuple[VisitPromise, ...]

    @property
    def rows(self) -> Iterable[FormRow]:
        for _code, _title, rows in self.groups:
            yield from rows
        yield from self.measures

    @property
    def scored(self) -> int:
        return sum(1 for row in self.rows if row.score is not None)

    @property
    def point_count(self) -> int:
        return len(Point)

    @property
    def missing_essentials(self) -> list[str]:
        return [row.label for row in self.measures if row.is_essential and not row.measured]


def sheet_of(visit: SiteVisit) -> VisitSheet:
    """The sheet in three queries."""
    marks = {mark.key: mark for mark in visit.marks.all()}
    photos: dict[str, list[VisitPhoto]] = {}
    for photo in visit.photos.filter(removed_at=None):
        photos.setdefault(photo.key, []).append(photo)
    groups = tuple(
        (group, str(Group(group).label), tuple(_point(point, marks, photos) for point in points))
        for group, points in POINTS_OF.items()
    )
    return VisitSheet(
        groups,
        tuple(_measure(measure, marks, photos) for measure in Measure),
        tuple(photos.get("", ())),
        tuple(visit.promises.filter(removed_at=None)),
    )


def _point(point: Point, marks: dict[str, VisitMark], photos: dict[str, list[VisitPhoto]]) -> FormRow:
    mark = marks.get(point.value)
    return FormRow(
        point.value,
        str(point.label),
        "score",
        score=mark.score if mark else None,
        note=mark.note if mark else "",
        photos=tuple(photos.get(point.value, ())),
    )


def _measure(measure: Measure, marks: dict[str, VisitMark], photos: dict[str, list[VisitPhoto]]) -> FormRow:
    mark = marks.get(measure.value)
    return FormRow(
        measure.value,
        str(measure.label),
        "measure",
        measured=mark.measured if mark else "",
        measured_text=measure_text(measure, mark.measured) if mark else "",
        note=mark.note if mark else "",
        photos=tuple(photos.get(measure.value, ())),
        unit=MEASURE_UNITS.get(measure, ""),
        is_whole=measure in WHOLE_MEASURES,
        is_essential=measure in ESSENTIAL_MEASURES,
        choices=tuple(FireAcceptance.choices) if measure == Measure.FIRE_ACCEPTANCE else (),
    )
