"""Whom to ring: the day for answering is over and nothing came back, or a letter did not arrive."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.calls.choices import CallWhy, Outcome
from huiwu.calls.models import CallRecord
from huiwu.calls.services import request_call
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.permission import unasked
from huiwu.guests.choices import LetterState
from huiwu.guests.models import Guest, Letter
from huiwu.guests.rules import rsvp
from huiwu.guests.services.holding import advance
from huiwu.guests.services.moving import forget_calls, reply_call_key
from huiwu.kernel import clock
from huiwu.meetings.choices import MeetingStatus

OF_CALL = {
    Outcome.ACCEPTED: rsvp.VERBAL,
    Outcome.DECLINED: rsvp.CANCELLED,
}
"""What a call about the answer makes of it; a substitute is named on the guest's page, where the name is asked for."""


@unasked("the worker looks after deadlines; nobody else calls it")
def ask_for_calls() -> int:
    """Put every guest of a live meeting whose day is over, or whose next follow-up has come, on the callers' list."""
    today = clock.today()
    live = Guest.objects.filter(
        meeting__status=MeetingStatus.ACTIVE,
        meeting__end_on__gte=today,
        attendee__merged_into=None,
        attendee__erased_at=None,
    ).select_related("meeting__org")
    late = live.filter(rsvp_status__in=rsvp.UNANSWERED, rsvp_deadline_on__lt=today)
    unsettled = live.filter(rsvp_status__in=(*rsvp.UNANSWERED, rsvp.VERBAL), contacts__next_on__lte=today)
    made = 0
    for row in [*late, *unsettled.distinct()]:
        made += _ask(row)
    return made


@transaction.atomic
def _ask(row: Guest) -> int:
    """Rung already since the day it was due: not again by itself."""
    key = reply_call_key(row.pk)
    since = datetime.combine(row.rsvp_deadline_on or row.meeting.start_on, time(), UTC)
    rung = CallRecord.objects.filter(attendee_id=row.attendee_id, made_at__gte=since)
    if rung.filter(made_at__gte=clock.now() - timedelta(days=3)).exists():
        return 0
    due_at = datetime.combine(row.meeting.start_on, time(), UTC) - timedelta(days=7)
    request_call(
        actor=SYSTEM,
        meeting=row.meeting,
        attendee_id=row.attendee_id,
        why=CallWhy.REPLY,
        key=key,
        due_at=due_at,
        note=_("请确认是否出席；回执期限 {day}").format(day=row.rsvp_deadline_on or _("未定")),
    )
    return 1


@unasked("follows from a delivery that the worker tried")
@transaction.atomic
def note_delivery(*, letter_id: UUID, arrived: bool, why: str = "") -> None:
    """A letter arrived, or will not: then the guest is rung. Repeating changes nothing."""
    row = Letter.objects.select_related("meeting__org", "guest").filter(pk=letter_id).first()
    if row is None:
        return
    out = Letter.objects.filter(pk=row.pk, state=LetterState.SENT)
    if arrived:
        out.update(state=LetterState.DELIVERED, updated_at=clock.now())
    elif out.update(state=LetterState.FAILED, failed_reason=why[:300], updated_at=clock.now()):
        request_call(
            actor=SYSTEM,
            meeting=row.meeting,
            attendee_id=row.guest.attendee_id,
            why=CallWhy.UNDELIVERED,
            key=f"guest:{row.guest_id}:letter",
            note=_("邀请函 {number} 没有送达，请核对邮箱。").format(number=row.number),
        )


@unasked("follows from a call that its service asked for")
@transaction.atomic
def follow_call(*, actor: Actor, attendee_id: UUID, outcome: str, reason: str = "") -> None:
    """A guest said yes or no on the phone: the ledger follows, as far as it may move so."""
    after = OF_CALL.get(Outcome(outcome))
    rows = Guest.objects.select_for_update(of=("self",)).select_related("meeting__org", "attendee")
    row = rows.filter(attendee_id=attendee_id).first()
    if row is None or after is None or not rsvp.may_move(row.rsvp_status, after, "staff"):
        return
    advance(actor, row, after, source="staff", reason=reason or _("电话答复"))
    forget_calls(row)
