"""Put venues on the list, keep their terms, move them between the lists (SOP P08)."""

from __future__ import annotations

from typing import Any
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
from huiwu.site_visits.choices import DateState, ListState
from huiwu.site_visits.errors import AlreadyCandidate, ListChanged, NotReady, OneRecommended
from huiwu.site_visits.events import CandidateAdded, CandidateMoved, CandidateTermsSaved
from huiwu.site_visits.models import Candidate
from huiwu.site_visits.queries.board import CandidateRow, board_of
from huiwu.site_visits.queries.candidates import candidate_for, need_of
from huiwu.site_visits.rules.moves import DECLINABLE, MOVES
from huiwu.venues.models import Room, Venue
from huiwu.venues.services import add_room, add_venue

SHORTEST_REASON = 4


@transaction.atomic
def add_candidate(
    *, actor: Actor, meeting: Meeting, venue: Venue, room_id: UUID | None = None, note: str = ""
) -> Candidate:
    """Put a venue of the library on the long list. Raises AlreadyCandidate, NotFound (a venue or room of others)."""
    require(actor, "site_visits.edit", meeting)
    if venue.org_id != meeting.org_id:
        raise NotFound
    room = _room(venue, room_id)
    try:
        with transaction.atomic():
            row = Candidate.objects.create(
                meeting=meeting, venue=venue, room=room, note=note.strip()[:500], saved_by=actor.user
            )
    except IntegrityError:
        raise AlreadyCandidate(venue=venue.name) from None
    record(CandidateAdded(meeting_id=meeting.pk, candidate_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def add_new_venue(
    *,
    actor: Actor,
    meeting: Meeting,
    name: str,
    kind: str,
    city: str = "",
    address: str = "",
    room: str = "",
    capacity: int | None = None,
) -> Candidate:
    """A venue the library lacks: written down there with its main room, and put on the long list at once.

    `capacity` is what the house says of the room in the layout that is needed. Raises what `add_venue` and `add_room` raise.
    """
    require(actor, "site_visits.edit", meeting)
    venue = add_venue(actor=actor, org_id=meeting.org_id, name=name, kind=kind, city=city, address=address)
    made = None
    if room.strip():
        stated = {need_of(meeting).layout: capacity} if capacity else {}
        made = add_room(actor=actor, venue_id=venue.pk, name=room.strip(), stated_capacities=stated)
    return add_candidate(actor=actor, meeting=meeting, venue=venue, room_id=made.pk if made else None)


@transaction.atomic
def save_terms(
    *,
    actor: Actor,
    meeting: Meeting,
    candidate_id: UUID,
    revision: int,
    quote_cents: int | None,
    quote_note: str = "",
    date_state: str = DateState.UNKNOWN,
    date_note: str = "",
    room_id: UUID | None = None,
    note: str = "",
) -> Candidate:
    """Quote (with tax, for the whole meeting), dates and main room. Raises StaleEdit, InvalidInput, NotFound."""
    require(actor, "site_visits.edit", meeting)
    row = candidate_for(meeting, candidate_id)
    if date_state not in DateState.values:
        raise InvalidInput(fields={"date_state": [_("请选择档期")]}, detail=_("请选择档期。"))
    if quote_cents is not None and quote_cents <= 0:
        raise InvalidInput(fields={"quote": [_("报价须大于 0，没有报价请留空")]}, detail=_("报价须大于 0。"))
    values: dict[str, Any] = {
        "quote_cents": quote_cents,
        "quote_note": quote_note.strip()[:300],
        "date_state": date_state,
        "date_note": date_note.strip()[:300],
        "room": _room(row.venue, room_id),
        "note": note.strip()[:500],
    }
    fresh = Candidate.objects.filter(pk=row.pk, revision=revision)
    if not fresh.update(**values, **_touched(actor)):
        now = candidate_for(meeting, candidate_id)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))
    record(CandidateTermsSaved(meeting_id=meeting.pk, candidate_id=row.pk), actor=actor, org_id=meeting.org_id)
    return candidate_for(meeting, candidate_id)


@transaction.atomic
def move_candidate(*, actor: Actor, meeting: Meeting, candidate_id: UUID, verb: str) -> Candidate:
    """`shortlist`, `return_to_long`, `withdraw` (a recommendation), `reinstate` (a declined one).

    Twice is harmless. Raises ListChanged when the candidate stands elsewhere, NotFound.
    """
    require(actor, "site_visits.recommend" if verb == "withdraw" else "site_visits.edit", meeting)
    if verb not in MOVES or verb == "recommend":
        raise NotFound
    start, end = MOVES[verb]
    row = candidate_for(meeting, candidate_id)
    if row.list == end:
        return row
    return _move(actor, row, (start,), end, reason="")


@transaction.atomic
def decline_candidate(*, actor: Actor, meeting: Meeting, candidate_id: UUID, reason: str) -> Candidate:
    """Take a candidate out, with the reason that is kept. Raises InvalidInput, ListChanged, NotFound."""
    require(actor, "site_visits.edit", meeting)
    row = candidate_for(meeting, candidate_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [_("请写明未选的理由（至少 4 个字）")]}, detail=_("请写明未选的理由。"))
    if row.list == ListState.RECOMMENDED:
        require(actor, "site_visits.recommend", meeting)
    return _move(actor, row, DECLINABLE, ListState.DECLINED, reason=reason.strip()[:1000])


@transaction.atomic
def recommend_candidate(*, actor: Actor, meeting: Meeting, candidate_id: UUID, reason: str) -> Candidate:
    """推荐: one venue of the short list, inspected, ranked, no veto against it, no open difference.

    Raises NotReady naming everything that is missing, InvalidInput without a reason, OneRecommended, ListChanged.
    """
    require(actor, "site_visits.recommend", meeting)
    row = candidate_for(meeting, candidate_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [_("请写明推荐的理由（至少 4 个字）")]}, detail=_("请写明推荐的理由。"))
    if row.list != ListState.SHORT:
        raise _elsewhere(row)
    missing = lacking(board_of(meeting).of(candidate_id))
    if missing:
        raise NotReady(venue=row.venue.name, why=_("；").join(missing))
    try:
        with transaction.atomic():
            return _move(actor, row, (ListState.SHORT,), ListState.RECOMMENDED, reason=reason.strip()[:1000])
    except IntegrityError:
        raise OneRecommended from None


def lacking(row: CandidateRow) -> list[str]:
    """Sentences about what keeps a candidate from being recommended."""
    found = []
    if not row.is_inspected:
        found.append(_("没有一份完成且有照片的考察记录"))
    if row.score is None or row.score.missing:
        found.append(_("还没有评全：{names}").format(names=row.missing_words or _("未进短名单")))
    undecided = [veto.title for veto in row.undecided]
    if undecided:
        found.append(_("否决项待判断：{names}").format(names=_("、").join(undecided)))
    if row.is_excluded:
        found.append(_("已被否决：{names}").format(names=_("、").join(row.excluded_by)))
    if row.open_differences:
        names = _("、").join(str(difference.point.label) for difference in row.open_differences)
        found.append(_("考察人评分差异未说明：{names}").format(names=names))
    return found


def _move(actor: Actor, row: Candidate, starts: tuple[str, ...], end: str, *, reason: str) -> Candidate:
    """Conditional: of two people who move it at once, one does."""
    standing = Candidate.objects.filter(pk=row.pk, list__in=starts)
    if not standing.update(list=end, reason=reason, moved_at=clock.now(), **_touched(actor)):
        raise _elsewhere(candidate_for(row.meeting, row.pk))
    fact = CandidateMoved(meeting_id=row.meeting_id, candidate_id=row.pk, to=end)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return candidate_for(row.meeting, row.pk)


def _elsewhere(row: Candidate) -> ListChanged:
    return ListChanged(venue=row.venue.name, list=str(ListState(row.list).label))


def _touched(actor: Actor) -> dict[str, Any]:
    return {"saved_by": actor.user, "revision": F("revision") + 1, "updated_at": clock.now()}


def _room(venue: Venue, room_id: UUID | None) -> Room | None:
    if room_id is None:
        return None
    found = Room.objects.filter(pk=room_id, venue=venue).first()
    if found is None:
        raise NotFound
    return found
