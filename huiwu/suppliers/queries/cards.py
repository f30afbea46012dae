"""What the library shows of a supplier at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from huiwu.foundation.actors import Actor
from huiwu.meetings.queries import meetings_of
from huiwu.suppliers.models import MeetingSupplier, Qualification, Supplier, SupplierContact, SupplierRating
from huiwu.suppliers.queries.library import SOON
from huiwu.suppliers.rules.grades import WEIGHTS, average, grade_of, weighted_score


@dataclass(frozen=True, slots=True)
class Card:
    """A supplier with its people, papers and scores as of a day."""

    supplier: Supplier
    contacts: list[SupplierContact]
    papers: list[Qualification]
    scores: list[int]
    today: date

    @property
    def lapsed(self) -> list[Qualification]:
        return [p for p in self.papers if p.expires_on and p.expires_on < self.today]

    @property
    def lapsing(self) -> list[Qualification]:
        """Still valid, for sixty days at most."""
        return [p for p in self.papers if p.expires_on and self.today <= p.expires_on <= self.today + SOON]

    @property
    def on_site(self) -> SupplierContact | None:
        return next((c for c in self.contacts if c.is_on_site and c.phone), None)

    @property
    def first_contact(self) -> SupplierContact | None:
        return self.on_site or (self.contacts[0] if self.contacts else None)

    @property
    def is_reachable(self) -> bool:
        return len(self.contacts) >= 2 and self.on_site is not None

    @property
    def score(self) -> int | None:
        return average(self.scores)

    @property
    def grade(self) -> str:
        return grade_of(self.score) if self.score is not None else ""


def cards(rows: Iterable[Supplier], today: date) -> list[Card]:
    """Of rows that `found_suppliers` fetched."""
    return [
        Card(row, list(row.contacts.all()), row.papers, [score_of(r) for r in row.rated], today)  # type: ignore[attr-defined]  # prefetched
        for row in rows
    ]


def card_of(row: Supplier, today: date) -> Card:
    papers = row.qualifications.filter(meeting=None).select_related("file").order_by("expires_on", "id")
    return Card(row, list(row.contacts.all()), list(papers), [score_of(r) for r in row.ratings.all()], today)


def score_of(rating: SupplierRating) -> int:
    """Of 100."""
    return weighted_score({part: getattr(rating, part) for part in WEIGHTS})


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating with its score and grade."""

    row: SupplierRating

    @property
    def score(self) -> int:
        return score_of(self.row)

    @property
    def grade(self) -> str:
        return grade_of(self.score)

    @property
    def parts(self) -> list[tuple[str, int]]:
        return [(part, getattr(self.row, part)) for part in WEIGHTS]


def engagements_seen_by(actor: Actor, supplier: Supplier) -> QuerySet[MeetingSupplier]:
    """Where the supplier stood, in meetings the actor may see; the latest first."""
    rows = supplier.engagements.filter(meeting__in=meetings_of(actor)).select_related("meeting")
    return rows.order_by("-meeting__start_on", "category")


def ratings_seen_by(actor: Actor, supplier: Supplier) -> list[Rated]:
    """Ratings of every meeting: the library is for those who choose. Meetings themselves stay closed."""
    return [Rated(row) for row in supplier.ratings.select_related("meeting", "rated_by")]
