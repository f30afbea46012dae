"""All candidates of a meeting side by side: scores, ranking, vetoes, differences, what was measured and promised.

One `Board` is read in a constant number of queries and serves every page, sheet and workbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import (
    IN_RUNNING,
    POINTS_OF,
    VISITS_NEEDED,
    DateState,
    Dimension,
    Group,
    ListState,
    Measure,
    Outcome,
    Point,
    Veto,
)
from huiwu.site_visits.models import (
    Candidate,
    DifferenceNote,
    SiteVisit,
    VetoDecision,
    VisitMark,
    VisitPhoto,
    VisitPromise,
)
from huiwu.site_visits.queries.candidates import (
    Need,
    candidate_for,
    candidates_of,
    capacity_figure,
    in_order,
    need_of,
    search_of,
)
from huiwu.site_visits.queries.vetoes import VetoRow, known_of, veto_rows
from huiwu.site_visits.queries.words import measure_text, subject_of
from huiwu.site_visits.rules.scoring import PointScore, Ranked, Rated, group_mean, ranked, shown
from huiwu.venues.choices import CertificateKind
from huiwu.venues.models import VenueCertificate
from huiwu.venues.queries import numbers_of


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point of a candidate as each inspector saw it; `marks` by visit, in the order of the visits."""

    point: Point
    marks: tuple[tuple[SiteVisit, VisitMark], ...]
    settled: DifferenceNote | None

    @property
    def scored(self) -> PointScore:
        return PointScore(tuple(mark.score for _visit, mark in self.marks if mark.score is not None))

    @property
    def mean(self) -> str:
        return shown(self.scored.mean) if self.scored.scores else ""

    @property
    def is_wide(self) -> bool:
        return len(self.scored.scores) > 1 and self.scored.is_wide

    @property
    def seal(self) -> str:
        """Which scores a note about the difference is good for."""
        return ",".join(f"{v.inspector_id}:{m.score}" for v, m in self.marks if m.score is not None)

    @property
    def is_open(self) -> bool:
        """A wide difference nobody has talked over, or whose scores changed since."""
        return self.is_wide and (self.settled is None or self.settled.scores != self.seal)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one inspector measured."""

    measure: Measure
    value: str
    text: str
    note: str
    visit: SiteVisit


@dataclass
class CandidateRow:
    """A candidate with everything that is known of it. `score` is None outside the running."""

    candidate: Candidate
    need: Need
    capacity: int | None = None
    visits: list[SiteVisit] = field(default_factory=list)
    marks: dict[UUID, list[VisitMark]] = field(default_factory=dict)
    photos: list[VisitPhoto] = field(default_factory=list)
    promises: list[VisitPromise] = field(default_factory=list)
    notes: dict[str, DifferenceNote] = field(default_factory=dict)
    decisions: dict[str, VetoDecision] = field(default_factory=dict)
    certificates: list[VenueCertificate] = field(default_factory=list)
    score: Ranked | None = None

    @property
    def venue(self) -> Any:
        return self.candidate.venue

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[SiteVisit, VisitMark]]]:
        found: dict[str, list[tuple[SiteVisit, VisitMark]]] = defaultdict(list)
        for visit in self.visits:
            for mark in self.marks.get(visit.pk, ()):
                found[mark.key].append((visit, mark))
        return found

    @cached_property
    def points(self) -> dict[str, list[PointRow]]:
        """By group, every point that anybody wrote about."""
        return {
            group: [
                PointRow(point, tuple(self._by_key[point.value]), self.notes.get(point.value))
                for point in points
                if point.value in self._by_key
            ]
            for group, points in POINTS_OF.items()
        }

    @cached_property
    def groups(self) -> dict[str, Any]:
        """The mean of each group that was scored, exact."""
        means = {group: group_mean(row.scored for row in rows) for group, rows in self.points.items()}
        return {group: mean for group, mean in means.items() if mean is not None}

    @property
    def differences(self) -> list[PointRow]:
        return [row for rows in self.points.values() for row in rows if row.is_wide]

    @property
    def open_differences(self) -> list[PointRow]:
        return [row for row in self.differences if row.is_open]

    @cached_property
    def measured(self) -> dict[str, list[Measured]]:
        """By measure, what each inspector found."""
        found: dict[str, list[Measured]] = {}
        for measure in Measure:
            rows = [
                Measured(measure, mark.measured, measure_text(measure, mark.measured), mark.note, visit)
                for visit, mark in self._by_key.get(measure.value, ())
                if mark.measured
            ]
            if rows:
                found[measure.value] = rows
        return found

    @cached_property
    def vetoes(self) -> list[VetoRow]:
        return veto_rows(self.candidate, known_of(self), self.decisions)

    @property
    def is_large_enough(self) -> bool:
        return self.capacity is not None and self.capacity >= self.need.people

    @property
    def undecided(self) -> list[VetoRow]:
        return [veto for veto in self.vetoes if not veto.is_settled]

    @property
    def is_excluded(self) -> bool:
        return any(d.outcome == Outcome.FAIL for d in self.decisions.values())

    @property
    def excluded_by(self) -> list[str]:
        return [str(Veto(d.item).label) for d in self.decisions.values() if d.outcome == Outcome.FAIL]

    @property
    def is_inspected(self) -> bool:
        """A finished visit with at least one photo (SOP P08: 《场地考察表》, 照片)."""
        with_photo = {photo.visit_id for photo in self.photos}
        return any(visit.finished_at and visit.pk in with_photo for visit in self.visits)

    @property
    def shots(self) -> list[tuple[VisitPhoto, str]]:
        """Photos with what they show."""
        return [(photo, subject_of(photo.key)) for photo in self.photos]

    @property
    def total(self) -> str:
        return shown(self.score.total) if self.score else ""

    @property
    def rank(self) -> int | None:
        return self.score.rank if self.score else None

    @property
    def part_rows(self) -> list[tuple[str, int, str, str]]:
        """Dimension, weight, mean out of five, points: as people read them."""
        if self.score is None:
            return []
        return [(str(Dimension(p.dimension).label), p.weight, shown(p.mean), shown(p.points)) for p in self.score.parts]

    @property
    def missing_words(self) -> str:
        names = [str(Dimension(name).label) for name in self.score.missing] if self.score else []
        return _("、").join(names)

    @property
    def date_word(self) -> str:
        return str(DateState(self.candidate.date_state).label)


@dataclass(slots=True)
class Board:
    meeting: Meeting
    need: Need
    weights: dict[str, int]
    fewer_reason: str
    rows: list[CandidateRow]

    def of(self, candidate_id: UUID) -> CandidateRow:
        return next(row for row in self.rows if row.candidate.pk == candidate_id)

    def on(self, *lists: str) -> list[CandidateRow]:
        return [row for row in self.rows if row.candidate.list in lists]

    @property
    def running(self) -> list[CandidateRow]:
        """Those compared with each other, best first."""
        rows = self.on(*IN_RUNNING)
        return sorted(rows, key=lambda r: (r.is_excluded, r.rank is None, r.rank or 0, r.venue.name))

    @property
    def recommended(self) -> CandidateRow | None:
        return next(iter(self.on(ListState.RECOMMENDED)), None)

    @property
    def confirmed(self) -> CandidateRow | None:
        return next(iter(self.on(ListState.CONFIRMED)), None)

    @property
    def inspected(self) -> list[CandidateRow]:
        return [row for row in self.rows if row.is_inspected]

    @property
    def is_inspected_enough(self) -> bool:
        """Three venues, or fewer with the reason stated (SOP P08)."""
        count = len(self.inspected)
        return count >= VISITS_NEEDED or (count > 0 and bool(self.fewer_reason))

    @property
    def lowest_cents(self) -> int | None:
        quotes = [r.candidate.quote_cents for r in self.running if r.candidate.quote_cents and not r.is_excluded]
        return min(quotes, default=None)


def board_of(meeting: Meeting) -> Board:
    """Every candidate of the meeting, ranked within the running. The same number of queries, however many there are."""
    search = search_of(meeting)
    need, rows = _rows(meeting, candidates_of(meeting))
    weights = in_order(search.weights)
    _rank(rows, weights)
    return Board(meeting, need, weights, search.fewer_reason, rows)


def row_of(meeting: Meeting, candidate_id: UUID) -> CandidateRow:
    """One candidate alone, not ranked. Raises NotFound."""
    _need, rows = _rows(meeting, [candidate_for(meeting, candidate_id)])
    return rows[0]


def _rows(meeting: Meeting, candidates: Iterable[Candidate]) -> tuple[Need, list[CandidateRow]]:
    need, numbers = need_of(meeting), numbers_of(meeting.org_id)
    rows = [
        CandidateRow(candidate, need, capacity_figure(candidate.room, need.layout, numbers)) for candidate in candidates
    ]
    for row in rows:
        row.candidate.meeting = meeting
    _gather({row.candidate.pk: row for row in rows})
    return need, rows


def _gather(rows: dict[UUID, CandidateRow]) -> None:
    if not rows:
        return
    visits = SiteVisit.objects.filter(candidate__in=rows).select_related("inspector")
    by_visit: dict[UUID, CandidateRow] = {}
    for visit in visits:
        rows[visit.candidate_id].visits.append(visit)
        by_visit[visit.pk] = rows[visit.candidate_id]
    for mark in VisitMark.objects.filter(visit__in=by_visit):
        by_visit[mark.visit_id].marks.setdefault(mark.visit_id, []).append(mark)
    for photo in VisitPhoto.objects.filter(visit__in=by_visit, removed_at=None):
        by_visit[photo.visit_id].photos.append(photo)
    for promise in VisitPromise.objects.filter(visit__in=by_visit, removed_at=None):
        by_visit[promise.visit_id].promises.append(promise)
    for note in DifferenceNote.objects.filter(candidate__in=rows).select_related("settled_by"):
        rows[note.candidate_id].notes[note.key] = note
    for decision in VetoDecision.objects.filter(candidate__in=rows).select_related("decided_by"):
        rows[decision.candidate_id].decisions[decision.item] = decision
    _certificates(rows.values())


def _certificates(rows: Iterable[CandidateRow]) -> None:
    by_venue = {row.candidate.venue_id: row for row in rows}
    found = VenueCertificate.objects.filter(venue_id__in=by_venue, kind=CertificateKind.FIRE_INSPECTION)
    for certificate in found:
        by_venue[certificate.venue_id].certificates.append(certificate)


def _rank(rows: list[CandidateRow], weights: dict[str, int]) -> None:
    running = {str(row.candidate.pk): row for row in rows if row.candidate.list in IN_RUNNING}
    weighed = [
        Rated(
            key, {g: m for g, m in row.groups.items() if g != Group.SAFETY}, row.candidate.quote_cents, row.is_excluded
        )
        for key, row in running.items()
    ]
    for score in ranked(weighed, weights):
        running[score.key].score = score
