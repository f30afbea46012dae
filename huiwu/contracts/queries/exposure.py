"""敞口: the client's contract against all that we owe (compliance.md §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiwu.contracts.choices import GuaranteeKind, Status
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.contracts import contracts_of
from huiwu.contracts.queries.money import ladder_of, term_due_on, total_cents
from huiwu.contracts.rules.exposure import Point, Side, curve, exposure_on, turning_points, worst
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """What both sides guarantee of one kind: what the client pays for in any case, and what we pay for."""

    kind: str
    label: str
    by_client: int
    by_us: int

    @property
    def gap(self) -> int:
        return max(self.by_us - self.by_client, 0)


@dataclass(frozen=True, slots=True)
class Cash:
    """Money in and out by a day, as the terms have it."""

    day: date
    in_cents: int
    out_cents: int

    @property
    def net_cents(self) -> int:
        return self.in_cents - self.out_cents


@dataclass(frozen=True, slots=True)
class Exposure:
    """`today` as it stands; `points` one a day until the first day; `turns` where the figures change; `worst` of what is ahead."""

    sides: tuple[Side, ...]
    today: Point
    points: list[Point]
    turns: list[Point]
    worst: Point | None
    guaranteed: list[Guaranteed]
    cash: list[Cash]

    @property
    def has_client(self) -> bool:
        return any(side.is_receivable for side in self.sides)


def exposure_of(meeting: Meeting, today: date) -> Exposure:
    """Signed contracts with a ladder, per day from when the last of them was signed to the first day. Five queries."""
    rows = signed_rows(meeting)
    sides = tuple(side_of(row) for row in rows)
    last = max([meeting.start_on, *(side.starts_on for side in sides)])
    stood_on = max((row.signed_on for row in rows if row.signed_on), default=today)
    points = curve(sides, min(today, stood_on, last), last)
    return Exposure(
        sides=sides,
        today=exposure_on(sides, today),
        points=points,
        turns=turning_points(points),
        worst=worst([point for point in points if point.day >= today]),
        guaranteed=_guaranteed(rows),
        cash=_cash(rows),
    )


def signed_rows(meeting: Meeting) -> list[Contract]:
    found = contracts_of(meeting).filter(status=Status.SIGNED)
    return list(found.prefetch_related("ladder", "guarantees", "terms__acceptances", "acceptances"))


def side_of(contract: Contract) -> Side:
    return Side(
        key=str(contract.pk),
        label=contract.party_name,
        amount_cents=total_cents(contract),
        steps=ladder_of(contract),
        starts_on=contract.starts_on,
        is_receivable=contract.is_receivable,
    )


def _guaranteed(rows: list[Contract]) -> list[Guaranteed]:
    """People we guaranteed are the most of any one guarantee, rooms and tables add up."""
    found = []
    for kind, label in GuaranteeKind.choices:
        counts: dict[bool, list[int]] = {True: [], False: []}
        for contract in rows:
            counts[contract.is_receivable] += [g.count for g in contract.guarantees.all() if g.kind == kind]
        join = max if kind == GuaranteeKind.PEOPLE else sum
        theirs, ours = (join(counts[side]) if counts[side] else 0 for side in (True, False))
        if theirs or ours:
            found.append(Guaranteed(kind, str(label), theirs, ours))
    return found


def _cash(rows: list[Contract]) -> list[Cash]:
    """Running totals on each day on which a term with a known day falls due."""
    moves: dict[date, list[int]] = {}
    for contract in rows:
        for term in contract.terms.all():
            day = term_due_on(term, contract)
            if day is not None:
                moves.setdefault(day, [0, 0])[0 if contract.is_receivable else 1] += term.amount_cents
    found, total = [], [0, 0]
    for day in sorted(moves):
        total = [total[0] + moves[day][0], total[1] + moves[day][1]]
        found.append(Cash(day, *total))
    return found
