"""The vetoes of a candidate: what the data says, with its words, and what a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiwu.site_visits.choices import DateState, FireAcceptance, Measure, Outcome, Point, Veto
from huiwu.site_visits.models import Candidate, VetoDecision
from huiwu.site_visits.rules.vetoes import Known, Says, applying, says, seal_of
from huiwu.venues.choices import VenueKind

if TYPE_CHECKING:
    from huiwu.site_visits.queries.board import CandidateRow


@dataclass(frozen=True, slots=True)
class VetoRow:
    """One veto. `basis` is what the data says in words; a decision made on another basis is asked for again."""

    item: str
    says: Says
    basis: str
    seal: str
    decision: VetoDecision | None

    @property
    def title(self) -> str:
        return str(Veto(self.item).label)

    @property
    def is_stale(self) -> bool:
        return self.decision is not None and self.decision.seal != self.seal

    @property
    def is_settled(self) -> bool:
        return self.decision is not None and not self.is_stale

    @property
    def is_failed(self) -> bool:
        return self.decision is not None and self.decision.outcome == Outcome.FAIL

    @property
    def mark(self) -> str:
        """State code of the mark on the page."""
        if not self.is_settled:
            return "open"
        return "refused" if self.is_failed else "passed"

    @property
    def word(self) -> str:
        if self.decision is None:
            return _("待判断")
        if self.is_stale:
            return _("依据已变，重新判断")
        return str(Outcome(self.decision.outcome).label)


def known_of(row: CandidateRow) -> Known:
    """The facts the vetoes are judged by."""
    candidate, end_on = row.candidate, row.candidate.meeting.end_on
    valid = [c for c in row.certificates if not c.has_expired(end_on)]
    exits = next((p for p in row.points["safety"] if p.point == Point.EXITS), None)
    return Known(
        capacity=row.capacity,
        needed=row.need.people,
        dates=candidate.date_state,
        fire_papers=tuple(m.value for m in row.measured.get(Measure.FIRE_ACCEPTANCE, ())),
        has_fire_certificate=bool(valid),
        fire_certificate_expired=bool(row.certificates) and not valid,
        exit_scores=exits.scored.scores if exits else (),
        invoice_ok=candidate.venue.invoice_ok,
        is_designated=candidate.venue.is_designated,
        is_own=candidate.venue.kind == VenueKind.OWN,
        is_public_body=candidate.meeting.public_body_mode,
    )


def veto_rows(candidate: Candidate, known: Known, decisions: Mapping[str, VetoDecision]) -> list[VetoRow]:
    return [
        VetoRow(item, says(item, known), _basis(item, candidate, known), seal_of(item, known), decisions.get(item))
        for item in applying(known)
    ]


def _basis(item: str, candidate: Candidate, known: Known) -> str:
    if item == Veto.CAPACITY:
        return _capacity(candidate, known)
    if item == Veto.DATE:
        word = str(DateState(candidate.date_state).label)
        return f"{word} · {candidate.date_note}" if candidate.date_note else word
    if item == Veto.FIRE:
        return _fire(known)
    if item == Veto.INVOICE:
        return _yes_no(known.invoice_ok, _("场地库：可开票"), _("场地库：不能开票"), _("场地库未填能否开票"))
    own = _("单位内部会议场所")
    return (
        own
        if known.is_own
        else _yes_no(known.is_designated, _("场地库：定点场所"), _("场地库：非定点场所"), _("场地库未填是否定点场所"))
    )


def _capacity(candidate: Candidate, known: Known) -> str:
    if candidate.room is None:
        return _("没有选定主会场")
    if known.capacity is None:
        return _("{room} 没有这个台型的容量").format(room=candidate.room.name)
    return _("{room} 可容 {capacity} 人，需要 {needed} 人").format(
        room=candidate.room.name, capacity=known.capacity, needed=known.needed
    )


def _fire(known: Known) -> str:
    parts = [str(FireAcceptance(code).label) for code in dict.fromkeys(known.fire_papers)]
    if known.has_fire_certificate:
        parts.append(_("场地库有在会期内有效的消防证明"))
    elif known.fire_certificate_expired:
        parts.append(_("场地库的消防证明在会期内已过期"))
    if 0 in known.exit_scores:
        parts.append(_("疏散出口被评为 0 分"))
    return _("；").join(parts) or _("没有消防证明，现场也没有记录")


def _yes_no(value: bool | None, yes: str, no: str, unsaid: str) -> str:
    return unsaid if value is None else yes if value else no
