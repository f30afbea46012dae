"""What people decide about a candidate: vetoes, differences between inspectors, measured facts for the library."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import Outcome
from huiwu.site_visits.errors import NothingMeasured
from huiwu.site_visits.events import DifferenceSettled, MeasurementTakenOver, VetoDecided
from huiwu.site_visits.models import DifferenceNote, VetoDecision
from huiwu.site_visits.queries.board import row_of
from huiwu.site_visits.queries.library import ROOM_COLUMNS
from huiwu.site_visits.services.candidates import SHORTEST_REASON
from huiwu.venues.models import Room
from huiwu.venues.queries import venue_for
from huiwu.venues.services import change_room


@transaction.atomic
def decide_veto(
    *,
    actor: Actor,
    meeting: Meeting,
    candidate_id: UUID,
    item: str,
    outcome: str,
    seal: str,
    revision: int,
    note: str = "",
) -> VetoDecision:
    """Decide one veto on the facts the page showed (`seal`).

    A decision against what the data says, and every 否决, needs a note. Raises InvalidInput, StaleEdit, NotFound.
    """
    require(actor, "site_visits.edit", meeting)
    candidate = row_of(meeting, candidate_id)
    veto = next((v for v in candidate.vetoes if v.item == item), None)
    if veto is None:
        raise NotFound
    former = veto.decision
    if veto.seal != seal or (former.revision if former else 0) != revision:
        who = former.decided_by.name if former and former.decided_by else _("同事")
        raise StaleEdit(theirs=veto, who=who)
    _veto_is_whole(outcome, note, veto.says)
    values = {
        "outcome": outcome,
        "note": note.strip()[:500],
        "basis": veto.basis[:500],
        "seal": seal,
        "decided_by": actor.user,
        "decided_at": clock.now(),
    }
    row = _write_veto(candidate_id, item, revision, values)
    fact = VetoDecided(meeting_id=meeting.pk, candidate_id=candidate_id, veto=item, outcome=outcome)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _veto_is_whole(outcome: str, note: str, says: str) -> None:
    if outcome not in Outcome.values:
        raise InvalidInput(fields={"outcome": [_("请选择判断结果")]}, detail=_("请选择判断结果。"))
    needs_note = outcome == Outcome.FAIL or says != "pass"
    if needs_note and len(note.strip()) < SHORTEST_REASON:
        raise InvalidInput(
            fields={"note": [_("否决，或资料不能证明时，须写明依据（至少 4 个字）")]}, detail=_("请写明依据。")
        )


def _write_veto(candidate_id: UUID, item: str, revision: int, values: dict[str, object]) -> VetoDecision:
    if revision == 0:
        try:
            with transaction.atomic():
                return VetoDecision.objects.create(candidate_id=candidate_id, item=item, **values)
        except IntegrityError:
            raise StaleEdit(who=_("同事")) from None
    fresh = VetoDecision.objects.filter(candidate_id=candidate_id, item=item, revision=revision)
    if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        raise StaleEdit(who=_("同事"))
    return VetoDecision.objects.get(candidate_id=candidate_id, item=item)


@transaction.atomic
def settle_difference(*, actor: Actor, meeting: Meeting, candidate_id: UUID, key: str, note: str) -> DifferenceNote:
    """The inspectors talked it over, or the difference is accepted: good for the scores as they are now.

    Raises InvalidInput without a note, NotFound where they do not differ.
    """
    require(actor, "site_visits.inspect", meeting)
    row = row_of(meeting, candidate_id)
    point = next((p for p in row.differences if p.point == key), None)
    if point is None:
        raise NotFound
    if len(note.strip()) < SHORTEST_REASON:
        raise InvalidInput(
            fields={"note": [_("请写明商定的结果或差异的原因（至少 4 个字）")]}, detail=_("请写明差异的原因。")
        )
    values = {
        "scores": point.seal[:200],
        "note": note.strip()[:500],
        "settled_by": actor.user,
        "settled_at": clock.now(),
    }
    settled, _is_new = DifferenceNote.objects.update_or_create(candidate_id=candidate_id, key=key, defaults=values)
    fact = DifferenceSettled(meeting_id=meeting.pk, candidate_id=candidate_id, point=key)
    record(fact, actor=actor, org_id=meeting.org_id)
    return settled


@transaction.atomic
def take_over_measurement(
    *, actor: Actor, meeting: Meeting, candidate_id: UUID, visit_id: UUID, measure: str, seen: str
) -> Room:
    """Write what one inspector measured into the library's room, where a person saw both values (`seen`: the library's).

    Raises NothingMeasured, StaleEdit when the library's value changed meanwhile, NotFound.
    """
    require(actor, "site_visits.edit", meeting)
    row = row_of(meeting, candidate_id)
    venue_for(actor, row.candidate.venue_id, "venues.edit")
    found = next((m for m in row.measured.get(measure, ()) if m.visit.pk == visit_id), None)
    room = row.candidate.room
    if found is None or measure not in ROOM_COLUMNS or room is None:
        raise NothingMeasured
    column = ROOM_COLUMNS[measure]
    held = getattr(room, column)
    if str(held if held is not None else "") != seen:
        raise StaleEdit(theirs=room, who=_("同事"))
    changed = change_room(actor=actor, room_id=room.pk, revision=room.revision, values={column: int(found.value)})
    fact = MeasurementTakenOver(meeting_id=meeting.pk, candidate_id=candidate_id, measure=measure)
    record(fact, actor=actor, org_id=meeting.org_id)
    return changed
