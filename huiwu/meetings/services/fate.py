"""Verbs on a whole meeting: taken on, moved, postponed, cancelled, resumed, closed.

Each act that others rest on is previewed first (`queries.consequences`); handing the preview's `digest` back as `seen`
guarantees that what was shown is what is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.kernel.facts import Fact
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.errors import ConsequencesChanged, MeetingNotOnHold, MeetingNotOver, refuse
from huiwu.meetings.events import (
    MeetingCancelled,
    MeetingClosed,
    MeetingDatesMoved,
    MeetingPostponed,
    MeetingReopened,
    MeetingResumed,
    MeetingTakenOn,
)
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import Act, Consequences, consequences
from huiwu.meetings.rules import Problem
from huiwu.meetings.rules.dates import problems_with_dates
from huiwu.meetings.services.details import change_meeting
from huiwu.meetings.services.holding import LIVE, OPEN, held


@transaction.atomic
def take_on_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """立项: the enquiry becomes work. Twice is harmless."""
    current = held(actor, meeting, "meetings.decide", *LIVE)
    if current.status == MeetingStatus.ENQUIRY:
        _save(current, actor, status=MeetingStatus.ACTIVE)
        record(MeetingTakenOn(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return current


@transaction.atomic
def move_dates(
    *, actor: Actor, meeting: Meeting, start_on: date, end_on: date, seen: str | None = None
) -> Consequences:
    """The meeting takes place on other days; its functions keep their wall-clock times, day for day.

    The same days again change nothing. Raises InvalidInput, MeetingNotLive, ConsequencesChanged.
    """
    current = held(actor, meeting, "meetings.decide", *LIVE)
    refuse(problems_with_dates(start_on, end_on, clock.today()))
    result = _agreed(current, "move", seen, start_on, end_on)
    if (start_on, end_on) != (current.start_on, current.end_on):
        _move(current, actor, result, start_on, end_on)
    return result


@transaction.atomic
def amend_meeting(*, actor: Actor, meeting: Meeting, revision: int | None, values: Mapping[str, Any]) -> Meeting:
    """Details and days in one act, for programs: `change_meeting` and `move_dates` under one transaction.

    Without a revision, whatever stands now is changed. Raises as the two do.
    """
    current = held(actor, meeting, "meetings.edit", *OPEN)
    wanted = dict(values)
    start_on, end_on = wanted.pop("start_on", current.start_on), wanted.pop("end_on", current.end_on)
    changed = change_meeting(actor=actor, meeting=current, revision=revision or current.revision, values=wanted)
    if (start_on, end_on) != (changed.start_on, changed.end_on):
        move_dates(actor=actor, meeting=changed, start_on=start_on, end_on=end_on)
        changed.refresh_from_db()
    return changed


@transaction.atomic
def postpone_meeting(*, actor: Actor, meeting: Meeting, reason: str, seen: str | None = None) -> Consequences:
    """New days are not known yet. The plan rests until `resume_meeting`. Raises InvalidInput, MeetingNotLive."""
    current = held(actor, meeting, "meetings.decide", *LIVE)
    refuse(_problems_with_reason(reason))
    result = _agreed(current, "postpone", seen)
    _hold(current, actor, MeetingStatus.POSTPONED, reason)
    fact = MeetingPostponed(meeting_id=current.pk, affected=len(result.impacted))
    record(fact, actor=actor, org_id=current.org_id)
    return result


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str, seen: str | None = None) -> Consequences:
    """The meeting will not take place. Everything is kept, so it can be resumed. Raises InvalidInput, MeetingNotLive."""
    current = held(actor, meeting, "meetings.decide", *OPEN)
    refuse(_problems_with_reason(reason))
    result = _agreed(current, "cancel", seen)
    _hold(current, actor, MeetingStatus.CANCELLED, reason)
    fact = MeetingCancelled(meeting_id=current.pk, affected=len(result.impacted))
    record(fact, actor=actor, org_id=current.org_id)
    return result


@transaction.atomic
def resume_meeting(
    *, actor: Actor, meeting: Meeting, start_on: date, end_on: date, seen: str | None = None
) -> Consequences:
    """A postponed or cancelled meeting goes on, on these days, in the status it had. Raises MeetingNotOnHold, InvalidInput."""
    current = held(actor, meeting, "meetings.decide")
    if not current.is_on_hold:
        raise MeetingNotOnHold(status=current.get_status_display())
    refuse(problems_with_dates(start_on, end_on, clock.today()))
    result = _agreed(current, "resume", seen, start_on, end_on)
    _save(current, actor, status=current.held_status or MeetingStatus.ACTIVE, held_status="", status_reason="")
    if (start_on, end_on) != (current.start_on, current.end_on):
        _move(current, actor, result, start_on, end_on)
    fact = MeetingResumed(meeting_id=current.pk, start_on=start_on, end_on=end_on)
    record(fact, actor=actor, org_id=current.org_id)
    return result


@transaction.atomic
def close_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """结项 (A21), after the last day. Twice is harmless. Raises MeetingNotOver, MeetingNotLive."""
    current = held(actor, meeting, "meetings.decide", MeetingStatus.ACTIVE, MeetingStatus.CLOSED)
    if current.status == MeetingStatus.CLOSED:
        return current
    if clock.today(current.time_zone) <= current.end_on:
        raise MeetingNotOver(end=current.end_on)
    _save(current, actor, status=MeetingStatus.CLOSED)
    record(MeetingClosed(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return current


@transaction.atomic
def reopen_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Undo a closing. Twice is harmless."""
    current = held(actor, meeting, "meetings.decide", MeetingStatus.ACTIVE, MeetingStatus.CLOSED)
    if current.status == MeetingStatus.CLOSED:
        _save(current, actor, status=MeetingStatus.ACTIVE)
        record(MeetingReopened(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return current


def _agreed(meeting: Meeting, act: Act, seen: str | None, *days: date) -> Consequences:
    result = consequences(meeting, act, *days)
    if seen is not None and seen != result.digest:
        raise ConsequencesChanged
    return result


def _problems_with_reason(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason", "required")]
    if len(reason.strip()) > 500:
        return [Problem("reason", "too_long_name", {"most": 500, "count": len(reason.strip())})]
    return []


def _hold(meeting: Meeting, actor: Actor, status: str, reason: str) -> None:
    kept = meeting.held_status or meeting.status
    _save(meeting, actor, status=status, held_status=kept, status_reason=reason.strip())


def _move(meeting: Meeting, actor: Actor, result: Consequences, start_on: date, end_on: date) -> Fact:
    """Days of the meeting and of its load-in, and the functions as the consequences say."""
    before = (meeting.start_on, meeting.end_on)
    load_in_on = meeting.load_in_on and meeting.load_in_on + (start_on - meeting.start_on)
    _save(meeting, actor, start_on=start_on, end_on=end_on, load_in_on=load_in_on)
    for moved in result.functions:
        Function.objects.filter(pk=moved.id).update(
            load_in_at=moved.after.load_in_at,
            start_at=moved.after.start_at,
            end_at=moved.after.end_at,
            strike_by_at=moved.after.strike_by_at,
            revision=F("revision") + 1,
            updated_at=clock.now(),
        )
    fact = MeetingDatesMoved(
        meeting_id=meeting.pk,
        start_before=before[0],
        start_after=start_on,
        end_before=before[1],
        end_after=end_on,
        functions_moved=len(result.functions),
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return fact


def _save(meeting: Meeting, actor: Actor, **values: Any) -> None:
    for key, value in values.items():
        setattr(meeting, key, value)
    meeting.revision += 1
    meeting.saved_by = actor.user
    meeting.save(update_fields=[*values, "revision", "saved_by", "updated_at"])
