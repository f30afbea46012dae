"""Verbs of the callers' queue: ask for a call, take the next person, write down what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiwu.attendees.models import Attendee
from huiwu.calls.choices import AGAIN, ENDS, HOLD, CallState, CallWhy, Outcome, Priority
from huiwu.calls.errors import CallTaken, NothingToRing
from huiwu.calls.events import CallRecorded, CallRequested, CallsDropped
from huiwu.calls.models import Callee, CallRecord, CallTask
from huiwu.calls.queries import free_callees, held_callee
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting

LOOKED_AT = 20
"""Candidates tried for one request before giving up: as many callers at once are rare."""


@transaction.atomic
def request_call(
    *,
    actor: Actor,
    meeting: Meeting,
    attendee_id: UUID,
    why: str,
    key: str,
    due_at: datetime | None = None,
    note: str = "",
    priority: int = Priority.NORMAL,
    not_before: datetime | None = None,
) -> CallTask:
    """Put a matter on the list. While one of the same `key` is open, that one is returned. Raises NotFound, InvalidInput."""
    require(actor, "calls.request", meeting)
    if why not in CallWhy.values or priority not in Priority.values:
        raise InvalidInput(detail=_("请选择联系事由。"))
    person = Attendee.objects.filter(pk=attendee_id, meeting=meeting, merged_into=None, erased_at=None).first()
    if person is None:
        raise NotFound
    task, is_new = CallTask.objects.get_or_create(
        meeting=meeting,
        key=key,
        state=CallState.OPEN,
        defaults={
            "attendee": person,
            "why": why,
            "note": note.strip()[:300],
            "priority": priority,
            "due_at": due_at,
            "next_at": not_before or clock.now(),
            "asked_by": actor.user,
        },
    )
    if is_new:
        Callee.objects.get_or_create(attendee=person, defaults={"meeting": meeting})
        fact = CallRequested(meeting_id=meeting.pk, call_task_id=task.pk, attendee_id=person.pk, call_why=why)
        record(fact, actor=actor, org_id=meeting.org_id)
    return task


@transaction.atomic
def drop_calls(*, actor: Actor, meeting: Meeting, key: str) -> int:
    """What was to be asked is known now: the matter leaves the list. Twice is once. Returns how many were open."""
    require(actor, "calls.request", meeting)
    rows = CallTask.objects.filter(meeting=meeting, key=key, state=CallState.OPEN)
    count = rows.update(state=CallState.DROPPED, closed_at=clock.now(), updated_at=clock.now())
    if count:
        record(CallsDropped(meeting_id=meeting.pk, count=count), actor=actor, org_id=meeting.org_id)
    return count


@transaction.atomic
def claim_next(*, actor: Actor, meeting: Meeting) -> Callee | None:
    """The next person to ring, who is the caller's for a quarter of an hour; None when nobody waits.

    Whoever has somebody in hand gets the same person again. One conditional update takes a person: of two callers at
    once, one gets the next one on the list.
    """
    require(actor, "calls.ring", meeting)
    now = clock.now()
    if held := held_callee(meeting, actor.user_id, now):
        return held
    for callee in free_callees(meeting, now)[:LOOKED_AT]:
        if _take(callee.pk, actor.user_id, now):
            return Callee.objects.select_related("attendee").get(pk=callee.pk)
    return None


@transaction.atomic
def claim_person(*, actor: Actor, meeting: Meeting, attendee_id: UUID) -> Callee:
    """Take one person out of turn. Raises CallTaken, NotFound."""
    require(actor, "calls.ring", meeting)
    callee = _callee(meeting, attendee_id)
    if not _take(callee.pk, actor.user_id, clock.now()):
        raise _taken(callee)
    return Callee.objects.select_related("attendee").get(pk=callee.pk)


@transaction.atomic
def put_back(*, actor: Actor, meeting: Meeting, attendee_id: UUID) -> None:
    """Give the person back without a call; they keep their place. Nothing happens when another caller has them."""
    require(actor, "calls.ring", meeting)
    held = Callee.objects.filter(meeting=meeting, attendee_id=attendee_id, claimed_by_id=actor.user_id)
    held.update(claimed_by=None, claimed_until=None, updated_at=clock.now())


@transaction.atomic
def record_call(
    *,
    actor: Actor,
    meeting: Meeting,
    attendee_id: UUID,
    outcome: str,
    said: str = "",
    next_at: datetime | None = None,
    number: str = "",
) -> CallRecord:
    """Write down a call about everything that is open with the person, and give them back.

    Reached and settled closes the matters; no answer and busy wait a while, CALL_BACK until `next_at`; WRONG_NUMBER waits
    for another number than `number` (the one that was rung). Raises CallTaken, NothingToRing, InvalidInput, NotFound.
    """
    require(actor, "calls.ring", meeting)
    now = clock.now()
    _must_be_sound(outcome, said, next_at, now)
    callee = _callee(meeting, attendee_id)
    if not _take(callee.pk, actor.user_id, now):
        raise _taken(callee)
    tasks = list(CallTask.objects.filter(attendee=callee.attendee, state=CallState.OPEN))
    if not tasks:
        raise NothingToRing(name=callee.attendee.display_name)
    _move(tasks, outcome, next_at, number or callee.attendee.mobile, now)
    row = CallRecord.objects.create(
        meeting=meeting,
        attendee=callee.attendee,
        tasks=[str(task.pk) for task in tasks],
        outcome=outcome,
        said=said.strip(),
        next_at=next_at,
        made_by=actor.user,
        made_at=now,
    )
    Callee.objects.filter(pk=callee.pk).update(claimed_by=None, claimed_until=None, updated_at=now)
    fact = CallRecorded(
        meeting_id=meeting.pk, call_record_id=row.pk, attendee_id=callee.attendee_id, call_outcome=outcome
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@unasked("follows from a merge, which asks")
@transaction.atomic
def follow_merge(*, actor: Actor, kept_id: UUID, gone_id: UUID, merge_id: UUID) -> int:
    """Move the open matters and the calls of the record that went to the kept one; whoever has them in hand keeps them."""
    gone = Callee.objects.filter(attendee=gone_id).first()
    if gone is None:
        return 0
    now = clock.now()
    kept, _is_new = Callee.objects.get_or_create(attendee_id=kept_id, defaults={"meeting_id": gone.meeting_id})
    if gone.claimed_by_id and not kept.claimed_by_id:
        claim = {"claimed_by": gone.claimed_by_id, "claimed_until": gone.claimed_until}
        Callee.objects.filter(pk=kept.pk, claimed_by=None).update(**claim, updated_at=now)
    Callee.objects.filter(pk=gone.pk).update(claimed_by=None, claimed_until=None, updated_at=now)
    moved = {"attendee": kept_id, "merge_id": merge_id, "updated_at": now}
    CallRecord.objects.filter(attendee=gone_id).update(**moved)
    return CallTask.objects.filter(attendee=gone_id, state=CallState.OPEN).update(**moved)


@unasked("follows from a merge taken back, which asks")
@transaction.atomic
def leave_merge(*, actor: Actor, kept_id: UUID, gone_id: UUID, merge_id: UUID) -> int:
    """What the merge had moved returns; matters that were settled since stay with the kept record."""
    back = {"attendee": gone_id, "merge_id": None, "updated_at": clock.now()}
    CallRecord.objects.filter(attendee=kept_id, merge_id=merge_id).update(**back)
    return CallTask.objects.filter(attendee=kept_id, merge_id=merge_id, state=CallState.OPEN).update(**back)


def _move(tasks: Sequence[CallTask], outcome: str, next_at: datetime | None, number: str, now: datetime) -> None:
    rows = CallTask.objects.filter(pk__in=[task.pk for task in tasks], state=CallState.OPEN)
    if outcome in ENDS:
        rows.update(state=CallState.DONE, closed_at=now, updated_at=now)
    elif outcome == Outcome.WRONG_NUMBER:
        rows.update(blocked_number=number, updated_at=now)
    else:
        rows.update(next_at=next_at or now + AGAIN[Outcome(outcome)], updated_at=now)


def _must_be_sound(outcome: str, said: str, next_at: datetime | None, now: datetime) -> None:
    fields: dict[str, list[str]] = {}
    if outcome not in Outcome.values:
        fields["outcome"] = [_("请选择通话结果")]
    if outcome == Outcome.CALL_BACK and next_at is None:
        fields["next_at"] = [_("请填写约定再打的时间")]
    if next_at is not None and next_at <= now:
        fields["next_at"] = [_("再打的时间须晚于现在")]
    if len(said) > 4000:
        fields["said"] = [_("最多 4000 字")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请补齐后再保存。"))


def _take(callee_id: UUID, caller_id: UUID, now: datetime) -> bool:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by_id=caller_id)
    rows = Callee.objects.filter(free, pk=callee_id)
    return bool(rows.update(claimed_by_id=caller_id, claimed_until=now + HOLD, updated_at=now))


def _callee(meeting: Meeting, attendee_id: UUID) -> Callee:
    rows = Callee.objects.filter(meeting=meeting, attendee_id=attendee_id).select_related("attendee", "claimed_by")
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def _taken(callee: Callee) -> CallTaken:
    callee.refresh_from_db()
    who = callee.claimed_by.name if callee.claimed_by else _("同事")
    return CallTaken(who=who, name=callee.attendee.display_name)
