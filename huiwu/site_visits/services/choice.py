"""The recommended venue goes to the client; their signature confirms it and settles the others (SOP P08, G3b)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.documents.models import Version
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import VENUE_CHOICE, ListState, Measure
from huiwu.site_visits.errors import NothingRecommended, NotReady
from huiwu.site_visits.events import CandidateMoved
from huiwu.site_visits.models import Candidate
from huiwu.site_visits.queries.board import Board, CandidateRow, board_of
from huiwu.site_visits.rules.scoring import shown
from huiwu.site_visits.services.candidates import lacking


@transaction.atomic
def propose_choice(*, actor: Actor, meeting: Meeting, note: str = "") -> Version:
    """Make 《场地选定确认》 of the recommended venue, with the comparison as it is at this instant, a version for the client.

    The same state again returns the waiting version. Raises NothingRecommended, NotReady, Incomplete, NothingChanged.
    """
    require(actor, "site_visits.recommend", meeting)
    board = board_of(meeting)
    chosen = board.recommended or board.confirmed
    if chosen is None:
        raise NothingRecommended
    why = lacking(chosen)
    if why:
        raise NotReady(venue=chosen.venue.name, why=_("；").join(why))
    content = content_of(board, chosen)
    document = open_document(actor=actor, meeting=meeting, kind=VENUE_CHOICE, title=_("场地选定确认"), content=content)
    document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision, note=note)


@transaction.atomic
def send_choice(
    *,
    actor: Actor,
    meeting: Meeting,
    person: str,
    recipient: str = "",
    note: str = "",
    lasts: timedelta = timedelta(days=14),
) -> tuple[Version, ScopedLink, str]:
    """Make a version and a link by which `person` of the client reads and signs it: version, link, token."""
    version = propose_choice(actor=actor, meeting=meeting, note=note)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    return version, link, token


def content_of(board: Board, chosen: CandidateRow) -> dict[str, Any]:
    """What the client is shown: plain texts, cents and whole numbers, so that its hash is the same everywhere."""
    candidate = chosen.candidate
    return {
        "candidate_id": str(candidate.pk),
        "venue": chosen.venue.name,
        "address": " ".join(filter(None, [chosen.venue.city, chosen.venue.address])),
        "room": candidate.room.name if candidate.room else "",
        "need": board.need.words,
        "quote_cents": candidate.quote_cents,
        "quote_note": candidate.quote_note,
        "dates": " · ".join(filter(None, [chosen.date_word, candidate.date_note])),
        "reason": candidate.reason,
        "weights": dict(board.weights),
        "rows": [_row(row) for row in board.running],
        "measures": [
            {
                "label": str(Measure(measure).label),
                "value": found.text,
                "note": found.note,
                "by": found.visit.inspector.name,
            }
            for measure, rows in chosen.measured.items()
            for found in rows
        ],
        "promises": [{"item": p.item, "said_by": p.said_by, "note": p.note} for p in chosen.promises],
        "visits": [
            {
                "venue": row.venue.name,
                "on": visit.visited_on.isoformat(),
                "inspector": visit.inspector.name,
                "photos": sum(1 for photo in row.photos if photo.visit_id == visit.pk),
            }
            for row in board.running
            for visit in row.visits
        ],
    }


def _row(row: CandidateRow) -> dict[str, Any]:
    parts = row.score.parts if row.score else ()
    return {
        "candidate_id": str(row.candidate.pk),
        "venue": row.venue.name,
        "parts": {part.dimension: shown(part.points) for part in parts if part.weight},
        "total": row.total,
        "rank": row.rank,
        "excluded": _("、").join(row.excluded_by),
        "quote_cents": row.candidate.quote_cents,
    }


@unasked("follows from the client's signature, whose service asked")
@transaction.atomic
def settle_choice(*, actor: Actor, meeting_id: UUID, candidate_id: UUID) -> None:
    """The client signed: this venue is confirmed, and every other one in the running or on the long list declined.

    A venue confirmed earlier gives way. Repeating it changes nothing.
    """
    meeting = Meeting.objects.select_related("org", "client").get(pk=meeting_id)
    board = board_of(meeting)
    chosen = next((row for row in board.rows if row.candidate.pk == candidate_id), None)
    if chosen is None or chosen.candidate.list == ListState.CONFIRMED:
        return
    for row in board.rows:
        if row is not chosen and row.candidate.list != ListState.DECLINED:
            _settle(actor, meeting, row, ListState.DECLINED, _why_not(row, chosen))
    _settle(actor, meeting, chosen, ListState.CONFIRMED, chosen.candidate.reason)


def _settle(actor: Actor, meeting: Meeting, row: CandidateRow, to: str, reason: str) -> None:
    now = clock.now()
    Candidate.objects.filter(pk=row.candidate.pk).update(
        list=to, reason=reason[:1000], moved_at=now, updated_at=now, revision=F("revision") + 1
    )
    fact = CandidateMoved(meeting_id=meeting.pk, candidate_id=row.candidate.pk, to=to)
    record(fact, actor=actor, org_id=meeting.org_id)


def _why_not(row: CandidateRow, chosen: CandidateRow) -> str:
    """The reason that the figures give; a person may write another in its place."""
    name = chosen.venue.name
    if row.candidate.list == ListState.CONFIRMED:
        return _("客户改选{name}").format(name=name)
    if row.is_excluded:
        return _("一票否决：{why}").format(why=_("、").join(row.excluded_by))
    if row.rank and chosen.rank:
        return _("综合得分 {total}，第 {rank} 名；客户选定{name}（{best} 分）").format(
            total=row.total, rank=row.rank, name=name, best=chosen.total
        )
    if row.score is not None:
        return _("未评全；客户选定{name}").format(name=name)
    return _("未进短名单；客户选定{name}").format(name=name)
