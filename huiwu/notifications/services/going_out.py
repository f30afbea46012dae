"""Take queued messages outside, each by one worker at a time, and write down what came of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.models import Job
from huiwu.foundation.outbox import bump, record
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import OutsideChannel, OutsideState, OutsideWhy
from huiwu.notifications.events import OutsideDelivered
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.outside.answers import Answer
from huiwu.notifications.outside.packing import secrets_of
from huiwu.notifications.outside.suppressing import suppressed, why_of
from huiwu.notifications.outside.ways import Ways
from huiwu.notifications.outside.wording import filled
from huiwu.notifications.rules import OUTSIDE_STRANDED_AFTER, next_try_at
from huiwu.notifications.services.outside import SEND_OUTSIDE, record_failure

WORKER = "the worker sends what was queued; nobody else calls it"
MOST_AT_ONCE, LONGEST_SECONDS = 200, 15
"""One turn of a worker; then other work gets its turn."""


@unasked(WORKER)
def send_due(*, delivery_id: UUID | None = None) -> int:
    """Send this one, or a turn's worth of all that are due; how many were handled. Asks for another turn if some are left.

    What a worker that was killed left in hand is due again once it is stranded: e-mail goes out under the same Message-ID,
    a text message only after the provider was asked whether it has it.
    """
    began = time.monotonic()
    count = 0
    with Ways() as ways:
        for pk, channel in _due(delivery_id):
            if time.monotonic() - began > LONGEST_SECONDS:
                break
            if channel == OutsideChannel.BOT:
                count += _send_to_bot(pk, ways)
            else:
                count += _send_one(pk, ways)
    if delivery_id is None and count and _due(None):
        enqueue(SEND_OUTSIDE, args={})
    return count


def _due(delivery_id: UUID | None) -> list[tuple[UUID, str]]:
    rows = _free_now(clock.now())
    if delivery_id is not None:
        rows = rows.filter(pk=delivery_id)
    return list(rows.order_by("not_before_at", "created_at").values_list("pk", "channel")[:MOST_AT_ONCE])


def _free_now(now: datetime) -> QuerySet[OutsideDelivery]:
    """What may be taken in hand: queued and due, or left by a worker that died."""
    queued = Q(state=OutsideState.QUEUED, not_before_at__lte=now)
    stranded = Q(state=OutsideState.SENDING, claimed_at__lt=now - OUTSIDE_STRANDED_AFTER)
    return OutsideDelivery.objects.filter(queued | stranded)


def _send_one(pk: UUID, ways: Ways) -> int:
    row = _claim([pk], ways)
    if not row:
        return 0
    delivery, is_again = row[0]
    way = ways.to(delivery)
    body = filled(delivery.body, secrets_of(delivery))
    in_doubt = delivery.channel == OutsideChannel.SMS and (is_again or delivery.attempts > 1)
    answer = way.found(delivery) if in_doubt else None
    _conclude([delivery], answer or way.send(delivery, body), way.provider)
    return 1


def _send_to_bot(pk: UUID, ways: Ways) -> int:
    """Everything due for the same chat goes as one message, as far as the chat's size allows: a digest, not a flood."""
    bot_id = OutsideDelivery.objects.filter(pk=pk).values_list("to", flat=True).first()
    waiting = _free_now(clock.now()).filter(channel=OutsideChannel.BOT, to=bot_id).order_by("created_at")
    taken = [row for row, _again in _claim(list(waiting.values_list("pk", flat=True)[:100]), ways)]
    if not taken:
        return 0
    way = ways.to(taken[0])
    fitting = way.fitting([(row.subject, filled(row.body, secrets_of(row))) for row in taken])
    _conclude(taken[: fitting.count], way.send_all(taken[: fitting.count], fitting), way.provider)
    _put_back(taken[fitting.count :], clock.now())
    return len(taken)


def _claim(ids: Sequence[UUID], ways: Ways) -> list[tuple[OutsideDelivery, bool]]:
    """Take these in hand, each unless another worker has it; with whether it had been in hand before. The unwanted are let go."""
    now = clock.now()
    taken = []
    with transaction.atomic():
        for pk in ids:
            was = OutsideDelivery.objects.filter(pk=pk).values_list("state", flat=True).first()
            free = _free_now(now).filter(pk=pk, state=was)
            if free.update(state=OutsideState.SENDING, claimed_at=now, attempts=F("attempts") + 1):
                taken.append((pk, was == OutsideState.SENDING))
    rows = OutsideDelivery.objects.select_related("org", "meeting").in_bulk([pk for pk, _again in taken])
    found = [(rows[pk], again) for pk, again in taken]
    return [(row, again) for row, again in found if not _let_go(row, ways)]


def _let_go(row: OutsideDelivery, ways: Ways) -> bool:
    why = _unwanted(row) or ways.missing(row)
    if why:
        end = OutsideState.FAILED if why == OutsideWhy.NO_TEMPLATE else OutsideState.SUPPRESSED
        with transaction.atomic():
            _end([row], end, why, "")
    return bool(why)


def _unwanted(row: OutsideDelivery) -> str:
    """What has happened since it was queued that makes it unwelcome."""
    if row.is_essential:
        return ""
    if row.meeting is not None and not row.meeting.is_live:
        return OutsideWhy.MEETING_STOPPED
    reason = suppressed(row.org_id, row.channel, [row.to]).get(row.to)
    return why_of(reason) if reason else ""


def _mine(rows: Sequence[OutsideDelivery]) -> QuerySet[OutsideDelivery]:
    """Still in this worker's hand; its claim is known by the moment it was taken."""
    return OutsideDelivery.objects.filter(
        pk__in=[row.pk for row in rows], state=OutsideState.SENDING, claimed_at=rows[0].claimed_at
    )


@transaction.atomic
def _conclude(rows: Sequence[OutsideDelivery], answer: Answer, provider: str) -> None:
    now = clock.now()
    first = rows[0]
    if answer.state == "sent":
        values = {"provider": provider, "provider_id": answer.receipt[:120], "answer": answer.words[:1000]}
        _mine(rows).update(state=OutsideState.SENT, sent_at=now, sealed="", why="", **values)
        return _show(first)
    if answer.state == "busy":
        return _put_back(rows, now + (answer.wait or timedelta(seconds=5)))
    again_at = next_try_at(now, first.attempts) if answer.state == "temporary" else None
    if again_at is not None:
        at = max(again_at, now + answer.wait) if answer.wait else again_at
        _mine(rows).update(state=OutsideState.QUEUED, not_before_at=at, answer=answer.words[:1000], provider=provider)
        for row in rows:
            enqueue(SEND_OUTSIDE, args={"delivery_id": str(row.pk)}, meeting_id=row.meeting_id, run_after=at)
        return _show(first)
    why = OutsideWhy.GIVEN_UP if answer.state == "temporary" else answer.why
    _end(rows, OutsideState.FAILED, why, answer.words, provider)


def _put_back(rows: Sequence[OutsideDelivery], at: datetime) -> None:
    """Held back by a limit of ours: no attempt was made."""
    if rows:
        _mine(rows).update(state=OutsideState.QUEUED, not_before_at=at, attempts=F("attempts") - 1)


def _end(rows: Sequence[OutsideDelivery], state: str, why: str, words: str, provider: str = "") -> None:
    ended = _mine(rows).update(state=state, why=why, answer=words[:1000], sealed="", provider=provider)
    if ended:
        for row in rows:
            record_failure(row=row, why=why)


def _show(row: OutsideDelivery) -> None:
    if row.meeting_id:
        bump(f"meeting:{row.meeting_id}")


@unasked("a provider's report or the reader's own opening of the link")
@transaction.atomic
def mark_delivered(*, delivery_id: UUID, at: datetime | None = None) -> bool:
    """The reader's device has it. Twice, or after it was read: nothing more. A late report corrects an earlier failure."""
    open_states = [OutsideState.SENDING, OutsideState.SENT, OutsideState.FAILED]
    rows = OutsideDelivery.objects.filter(pk=delivery_id, state__in=open_states)
    if not rows.update(state=OutsideState.DELIVERED, delivered_at=at or clock.now(), why="", sealed=""):
        return False
    row = OutsideDelivery.objects.get(pk=delivery_id)
    fact = OutsideDelivered(
        meeting_id=row.meeting_id,
        delivery_id=row.pk,
        channel=row.channel,
        about_kind=row.about_kind,
        about_id=row.about_id,
    )
    record(fact, actor=SYSTEM, org_id=row.org_id)
    return True


@unasked("a provider's report")
@transaction.atomic
def mark_undelivered(*, delivery_id: UUID, words: str, why: str = OutsideWhy.UNDELIVERED) -> bool:
    """The provider took it, but it did not arrive. Not for what was delivered or read."""
    rows = OutsideDelivery.objects.filter(pk=delivery_id, state__in=[OutsideState.SENDING, OutsideState.SENT])
    if not rows.update(state=OutsideState.FAILED, why=why, answer=words[:1000], sealed=""):
        return False
    record_failure(row=OutsideDelivery.objects.get(pk=delivery_id), why=why)
    return True


@unasked("the page behind the reader's own link says so")
@transaction.atomic
def mark_read(*, about_kind: str, about_id: UUID) -> int:
    """The reader opened the link these messages carried: all that went out about this are read. How many."""
    went = [OutsideState.SENT, OutsideState.DELIVERED]
    rows = OutsideDelivery.objects.filter(about_kind=about_kind, about_id=about_id, state__in=went)
    return rows.update(state=OutsideState.READ, read_at=clock.now())


@unasked("whoever queued it takes it back; the calling service asked for permission")
@transaction.atomic
def withdraw_outside(*, about_kind: str, about_ids: Sequence[UUID]) -> int:
    """What is still queued about these is not sent; how many. What is in hand or gone stays as it is."""
    rows = OutsideDelivery.objects.filter(about_kind=about_kind, about_id__in=about_ids, state=OutsideState.QUEUED)
    return rows.update(state=OutsideState.SUPPRESSED, why=OutsideWhy.WITHDRAWN, sealed="")


@unasked("the capability whose person was erased asks; it asked for permission")
@transaction.atomic
def erase_outside(
    *, meeting: Meeting, addresses: Sequence[str] = (), about_kind: str = "", about_ids: Sequence[UUID] = ()
) -> int:
    """Take the words, names and addresses out of these messages of the meeting; that they were sent stays countable."""
    rows = OutsideDelivery.objects.filter(meeting=meeting, erased_at=None)
    parts = [Q(to__in=addresses[start : start + 500]) for start in range(0, len(addresses), 500)]
    parts += [Q(about_kind=about_kind, about_id__in=about_ids)] if about_kind else []
    now, count = clock.now(), 0
    blank = {"to": "", "name": "", "subject": "", "body": "", "variables": [], "sealed": "", "attachments": []}
    for theirs in parts:
        found = rows.filter(theirs)
        found.filter(state=OutsideState.QUEUED).update(state=OutsideState.SUPPRESSED, why=OutsideWhy.ERASED)
        count += found.update(**blank, answer="", erased_at=now)
    return count


@unasked(WORKER)
def keep_sending() -> None:
    """When something is due and no turn is asked for (its job was lost, or a worker died), ask for one."""
    if not _free_now(clock.now()).exists():
        return
    waiting = Job.objects.filter(work=SEND_OUTSIDE, args={}, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    if not waiting.exists():
        enqueue(SEND_OUTSIDE, args={})
