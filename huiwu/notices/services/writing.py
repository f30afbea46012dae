"""Draft a notice, have it approved here and confirmed by the client, take it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from huiwu.documents.models import Version
from huiwu.documents.services import open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.notices.choices import DAYS_BEFORE, NOTICE, RECIPIENT, WAITING, Batch, NoticeState
from huiwu.notices.errors import NoticeBreaksRules, NoticeNotOpen
from huiwu.notices.events import NoticeApproved, NoticeSaved, NoticeWithdrawn
from huiwu.notices.models import Notice, NoticeRecipient
from huiwu.notices.queries.notices import content_of, problems
from huiwu.notices.words import sentence
from huiwu.notifications.services import withdraw_outside

HOUR = time(10)
"""A batch goes out at ten in the morning of its day, unless another time is set."""


@dataclass(frozen=True, slots=True)
class NoticeValues:
    """What is written. Without `send_at`, a batch takes its day from the meeting's first; another goes when told to."""

    title: str
    channel: str
    text: str
    subject: str = ""
    batch: str = Batch.OTHER
    sms_code: str = ""
    about: dict[str, str] = field(default_factory=dict)
    audience: dict[str, Any] = field(default_factory=dict)
    send_at: datetime | None = None


@transaction.atomic
def draft_notice(*, actor: Actor, meeting: Meeting, values: NoticeValues) -> Notice:
    """A new notice under the next number."""
    require(actor, "notices.edit", meeting)
    made = _columns(meeting, values)
    for _attempt in range(5):
        last = Notice.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                notice = Notice.objects.create(meeting=meeting, number=last + 1, drafted_by=actor.user, **made)
            break
        except IntegrityError:  # somebody took the number in between
            continue
    else:
        raise StaleEdit(who="")
    record(NoticeSaved(meeting_id=meeting.pk, notice_id=notice.pk), actor=actor, org_id=meeting.org_id)
    return notice


def _columns(meeting: Meeting, values: NoticeValues) -> dict[str, Any]:
    days = DAYS_BEFORE.get(Batch(values.batch)) if values.send_at is None else None
    return {**asdict(values), "send_at": values.send_at or _batch_time(meeting, days), "days_before": days}


def _batch_time(meeting: Meeting, days: int | None) -> datetime | None:
    if days is None:
        return None
    return datetime.combine(meeting.start_on - timedelta(days=days), HOUR, meeting.zone)


@transaction.atomic
def save_notice(*, actor: Actor, notice_id: UUID, revision: int, values: NoticeValues) -> Notice:
    """New words take the approval back. Raises StaleEdit with theirs, NoticeNotOpen, NotFound."""
    notice = _notice(notice_id)
    require(actor, "notices.edit", notice.meeting)
    made = _columns(notice.meeting, values)
    same = Notice.objects.filter(pk=notice.pk, revision=revision, state__in=WAITING)
    fresh = {"state": NoticeState.DRAFT, "approved_by": None, "approved_at": None, "revision": F("revision") + 1}
    if not same.update(**made, **fresh, waived_by=None, waived_reason="", updated_at=clock.now()):
        notice.refresh_from_db()
        if not notice.is_open:
            raise NoticeNotOpen
        raise StaleEdit(theirs=notice, who=str(notice.drafted_by or ""))
    record(NoticeSaved(meeting_id=notice.meeting_id, notice_id=notice.pk), actor=actor, org_id=notice.meeting.org_id)
    notice.refresh_from_db()
    return notice


def _notice(notice_id: UUID) -> Notice:
    found = Notice.objects.select_related("meeting__org").filter(pk=notice_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def approve_notice(*, actor: Actor, notice_id: UUID, revision: int) -> Notice:
    """Our own approval of these words. Raises NoticeBreaksRules, StaleEdit, NoticeNotOpen. Twice is once."""
    notice = _notice(notice_id)
    require(actor, "notices.approve", notice.meeting)
    if notice.state == NoticeState.APPROVED and notice.revision == revision:
        return notice
    broken = [problem for problem in problems(notice) if problem.is_blocking]
    if broken:
        raise NoticeBreaksRules(problems="；".join(sentence(problem) for problem in broken))
    same = Notice.objects.filter(pk=notice.pk, revision=revision, state=NoticeState.DRAFT)
    if not same.update(state=NoticeState.APPROVED, approved_by=actor.user, approved_at=clock.now()):
        if not notice.is_open:
            raise NoticeNotOpen
        raise StaleEdit(theirs=notice, who="")
    fact = NoticeApproved(meeting_id=notice.meeting_id, notice_id=notice.pk)
    record(fact, actor=actor, org_id=notice.meeting.org_id)
    notice.refresh_from_db()
    return notice


@transaction.atomic
def ask_client(*, actor: Actor, notice_id: UUID) -> Version:
    """The words as they stand become a version for the client to confirm; the link is sent from the version's page.

    Raises Incomplete, NothingChanged (already confirmed), NoticeNotOpen.
    """
    notice = _notice(notice_id)
    require(actor, "notices.invite", notice.meeting)
    if not notice.is_open:
        raise NoticeNotOpen
    content = content_of(notice)
    document = open_document(
        actor=actor, meeting=notice.meeting, kind=NOTICE, title=notice.title, content=content, subject_id=notice.pk
    )
    if document.draft != content:
        document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision)


@transaction.atomic
def withdraw_notice(*, actor: Actor, notice_id: UUID) -> int:
    """It does not go out; of one that is going out, what is still queued stays here. How many were stopped. Twice is once."""
    notice = _notice(notice_id)
    require(actor, "notices.approve", notice.meeting)
    rows = Notice.objects.filter(pk=notice.pk).exclude(state=NoticeState.WITHDRAWN)
    if not rows.update(state=NoticeState.WITHDRAWN, revision=F("revision") + 1):
        return 0
    ids = list(NoticeRecipient.objects.filter(notice=notice).values_list("pk", flat=True))
    stopped = sum(
        withdraw_outside(about_kind=RECIPIENT, about_ids=ids[start : start + 500]) for start in range(0, len(ids), 500)
    )
    fact = NoticeWithdrawn(meeting_id=notice.meeting_id, notice_id=notice.pk)
    record(fact, actor=actor, org_id=notice.meeting.org_id)
    return stopped


@unasked("follows the meeting's dates, which somebody else moved")
@transaction.atomic
def shift_notices(*, meeting_id: UUID) -> int:
    """Batches that have not gone out take their day from the new first day; the client then sees that the day changed."""
    rows = Notice.objects.select_related("meeting").filter(
        meeting_id=meeting_id, state__in=WAITING, days_before__isnull=False
    )
    count = 0
    for notice in rows:
        at = _batch_time(notice.meeting, notice.days_before)
        if at != notice.send_at:
            count += Notice.objects.filter(pk=notice.pk, state__in=WAITING).update(
                send_at=at, revision=F("revision") + 1
            )
    return count
