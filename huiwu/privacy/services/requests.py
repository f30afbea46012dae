"""What a person asks for by their link, and the answer (PIPL art. 44–50)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.privacy import rules
from huiwu.privacy.choices import RequestKind, RequestState
from huiwu.privacy.errors import RequestAnswered
from huiwu.privacy.events import OwnDataExported, SubjectRequestAnswered, SubjectRequestMade
from huiwu.privacy.models import SubjectRequest
from huiwu.privacy.permissions import Subject
from huiwu.privacy.queries.own import OwnSection, own_data


@transaction.atomic
def make_request(*, actor: Actor, meeting: Meeting, subject_id: UUID, kind: str, words: str) -> SubjectRequest:
    """Ask for what the page cannot do by itself. An open request of the same kind takes the new words too.

    Raises InvalidInput, NotAllowed.
    """
    require(actor, "privacy.own", Subject(meeting, subject_id))
    if kind not in RequestKind.values or not words.strip():
        raise InvalidInput(fields={"words": [_("请写明您的请求")]}, detail=_("请写明您的请求。"))
    now = clock.now()
    mine = SubjectRequest.objects.filter(meeting=meeting, subject_id=subject_id, kind=kind, state=RequestState.OPEN)
    row = mine.select_for_update().first()
    if row is not None:
        row.words = f"{row.words}\n{words.strip()}"[:4000]
        row.save(update_fields=["words", "updated_at"])
        return row
    row = SubjectRequest.objects.create(
        meeting=meeting,
        subject_id=subject_id,
        kind=kind,
        words=words.strip()[:4000],
        asked_at=now,
        due_on=clock.today(meeting.time_zone) + timedelta(days=rules.ANSWER_DAYS),
    )
    fact = SubjectRequestMade(
        meeting_id=meeting.pk, subject_request_id=row.pk, attendee_id=subject_id, subject_request_kind=kind
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def answer_request(
    *, actor: Actor, meeting: Meeting, request_id: UUID, is_granted: bool, answer: str
) -> SubjectRequest:
    """Answer a request; a refusal needs its reason (PIPL art. 50). Raises InvalidInput, RequestAnswered, NotFound."""
    require(actor, "privacy.edit", meeting)
    row = SubjectRequest.objects.filter(meeting=meeting, pk=request_id).first()
    if row is None:
        raise NotFound
    if not answer.strip():
        raise InvalidInput(fields={"answer": [_("请写明答复，不办理的写明理由")]}, detail=_("请写明答复。"))
    state = RequestState.DONE if is_granted else RequestState.REFUSED
    waiting = SubjectRequest.objects.filter(pk=row.pk, state=RequestState.OPEN)
    now = clock.now()
    if not waiting.update(
        state=state, answer=answer.strip()[:4000], answered_at=now, answered_by=actor.user, updated_at=now
    ):
        raise RequestAnswered
    fact = SubjectRequestAnswered(
        meeting_id=meeting.pk,
        subject_request_id=row.pk,
        attendee_id=row.subject_id,
        subject_request_kind=row.kind,
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def export_own(*, actor: Actor, meeting: Meeting, subject_id: UUID) -> list[OwnSection]:
    """Everything held about the person, for them alone (PIPL art. 45); that they took it is written down."""
    require(actor, "privacy.own", Subject(meeting, subject_id))
    found = own_data(meeting, subject_id)
    fact = OwnDataExported(meeting_id=meeting.pk, attendee_id=subject_id)
    record(fact, actor=actor, org_id=meeting.org_id)
    return found
