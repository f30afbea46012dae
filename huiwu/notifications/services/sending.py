"""Hand queued deliveries to their channel, each by one worker at a time, and write down what came of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import bump, record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.notifications.channels import ADAPTERS, Outcome, outgoing_of
from huiwu.notifications.choices import DeliveryState, Group, Why
from huiwu.notifications.errors import NothingToRepeat
from huiwu.notifications.events import DeliveryFailed, DeliveryRepeated
from huiwu.notifications.models import Delivery, Message
from huiwu.notifications.rules import STRANDED_AFTER, next_try_at
from huiwu.notifications.services.writing import queue_delivery, write_message

ABOUT_LIVE_MEETINGS = (Group.REMINDER, Group.ESCALATION, Group.FINDING)


@unasked("the worker sends what was written; nobody else calls it")
def deliver(*, delivery_id: UUID) -> Delivery | None:
    """Send one delivery if it is due and nobody else is sending it; None otherwise.

    At least once: a worker that dies between the server's acceptance and our note leaves `sending`, and it is sent again
    under the same Message-ID.
    """
    claimed = _claim(delivery_id)
    if claimed is None:
        return None
    outcome = ADAPTERS[claimed.channel].send(outgoing_of(claimed))
    with transaction.atomic():
        _conclude(claimed, outcome)
    claimed.refresh_from_db()
    return claimed


@transaction.atomic
def _claim(delivery_id: UUID) -> Delivery | None:
    now = clock.now()
    queued = Q(state=DeliveryState.QUEUED, not_before_at__lte=now)
    stranded = Q(state=DeliveryState.SENDING, claimed_at__lt=now - STRANDED_AFTER)
    free = Delivery.objects.filter(queued | stranded, pk=delivery_id)
    if not free.update(state=DeliveryState.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        return None
    row = Delivery.objects.select_related("message__user", "message__meeting").get(pk=delivery_id)
    why = _unwanted(row.message)
    if why:
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.SUPPRESSED, why=why)
        return None
    return row


def _unwanted(message: Message) -> str:
    """What has happened since it was written that makes it pointless."""
    if message.user is not None and not message.user.is_active:
        return Why.PERSON_GONE
    stopped = message.meeting is not None and not message.meeting.is_live
    return Why.MEETING_STOPPED if stopped and message.group in ABOUT_LIVE_MEETINGS else ""


def _conclude(delivery: Delivery, outcome: Outcome) -> None:
    now = clock.now()
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)
    if outcome.state == "sent":
        if mine.update(state=DeliveryState.SENT, sent_at=now, answer=""):
            Message.objects.filter(pk=delivery.message_id).exclude(secret_url="").update(secret_url="")
        return _show(delivery)
    again_at = next_try_at(now, delivery.attempts) if outcome.state == "temporary" else None
    if again_at is not None:
        if mine.update(state=DeliveryState.QUEUED, not_before_at=again_at, answer=outcome.answer):
            delivery.not_before_at = again_at
            queue_delivery(delivery)
        return _show(delivery)
    ended = DeliveryState.GIVEN_UP if outcome.state == "temporary" else DeliveryState.FAILED
    if mine.update(state=ended, answer=outcome.answer):
        _tell_sender(delivery, ended, outcome)


def _show(delivery: Delivery) -> None:
    if delivery.message.meeting_id:
        bump(f"meeting:{delivery.message.meeting_id}")


def _tell_sender(delivery: Delivery, ended: DeliveryState, outcome: Outcome) -> None:
    message = delivery.message
    fact = DeliveryFailed(
        meeting_id=message.meeting_id, message_id=message.pk, delivery_id=delivery.pk, state=str(ended)
    )
    record(fact, actor=SYSTEM, org_id=message.org_id)
    if message.asked_by is not None:
        write_message(
            actor=SYSTEM,
            kind="notifications.not_delivered",
            key=f"not_delivered:{delivery.pk}:{delivery.attempts}",
            user=message.asked_by,
            meeting=message.meeting,
            values={"reader": message.reader_name, "subject": message.subject, "answer": outcome.answer},
            url=f"/m/{message.meeting.slug}/messages/" if message.meeting else "",
        )


@unasked("the worker looks after what dead workers left; nobody else calls it")
def send_stranded() -> int:
    """Queue anew what was left in `sending`, and what is due but has lost its job. Returns how many."""
    now = clock.now()
    left = Q(state=DeliveryState.SENDING, claimed_at__lt=now - STRANDED_AFTER)
    lost = Q(state=DeliveryState.QUEUED, not_before_at__lt=now - STRANDED_AFTER)
    ids = list(Delivery.objects.filter(left | lost).values_list("pk", flat=True)[:500])
    return sum(deliver(delivery_id=pk) is not None for pk in ids)


@transaction.atomic
def repeat_delivery(*, actor: Actor, delivery_id: UUID) -> Delivery:
    """Send a refused delivery again, after its address or the mail server was put right. Raises NothingToRepeat."""
    row = Delivery.objects.select_related("message__meeting", "message__user").filter(pk=delivery_id).first()
    if row is None or row.message.meeting is None:
        raise NotFound
    require(actor, "notifications.view_sent", row.message.meeting)
    if row.message.has_secret and not row.message.secret_url:
        raise NothingToRepeat
    refused = Delivery.objects.filter(pk=row.pk, state__in=[DeliveryState.FAILED, DeliveryState.GIVEN_UP])
    address = row.message.user.email if row.message.user else row.address
    fresh = {"state": DeliveryState.QUEUED, "attempts": 0, "not_before_at": clock.now(), "address": address}
    if not refused.update(**fresh):
        raise NothingToRepeat
    fact = DeliveryRepeated(meeting_id=row.message.meeting_id, message_id=row.message_id, delivery_id=row.pk)
    record(fact, actor=actor, org_id=row.message.org_id)
    row.refresh_from_db()
    queue_delivery(row)
    return row
