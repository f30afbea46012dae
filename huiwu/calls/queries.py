"""Nouns of the callers' queue: who waits, who is with whom, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from huiwu.attendees.models import Attendee
from huiwu.calls.choices import CallState
from huiwu.calls.models import Callee, CallRecord, CallTask
from huiwu.meetings.models import Meeting


def open_tasks(meeting: Meeting) -> QuerySet[CallTask]:
    """Matters of people who are still on the list."""
    rows = CallTask.objects.filter(meeting=meeting, state=CallState.OPEN)
    return rows.filter(attendee__merged_into=None, attendee__erased_at=None).select_related("attendee")


def ringable(meeting: Meeting, at: datetime) -> QuerySet[CallTask]:
    """Matters that may be rung about now: their time has come, and there is a number not known to be wrong."""
    rows = open_tasks(meeting).filter(next_at__lte=at)
    own = ~Q(attendee__mobile="") & ~Q(blocked_number=F("attendee__mobile"))
    secretary = ~Q(attendee__secretary_mobile="") & ~Q(blocked_number=F("attendee__secretary_mobile"))
    return rows.filter(own | secretary)


def without_number(meeting: Meeting) -> QuerySet[CallTask]:
    """Matters that nobody can ring about until the person has another number."""
    rows = open_tasks(meeting)
    no_own = Q(attendee__mobile="") | Q(blocked_number=F("attendee__mobile"))
    no_secretary = Q(attendee__secretary_mobile="") | Q(blocked_number=F("attendee__secretary_mobile"))
    return rows.filter(no_own & no_secretary)


def free_callees(meeting: Meeting, at: datetime) -> QuerySet[Callee]:
    """People to ring whom nobody has now, the next one first: by priority, then by when the answer is needed."""
    tasks = ringable(meeting, at).filter(attendee=OuterRef("attendee")).order_by()
    first = tasks.values("attendee")
    far = Subquery(first.annotate(n=Min("due_at")).values("n"), output_field=DateTimeField())
    rows = Callee.objects.filter(Exists(tasks), meeting=meeting)
    rows = rows.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))
    return rows.annotate(
        rank=Subquery(first.annotate(n=Min("priority")).values("n")),
        due=far,
        since=Subquery(first.annotate(n=Min("next_at")).values("n")),
    ).order_by("rank", F("due").asc(nulls_last=True), "since", "pk")


def held_callee(meeting: Meeting, caller_id: UUID, at: datetime) -> Callee | None:
    """The person this caller has in hand."""
    rows = Callee.objects.filter(meeting=meeting, claimed_by_id=caller_id, claimed_until__gt=at)
    return rows.select_related("attendee").order_by("claimed_until").first()


def tasks_of(attendee: Attendee) -> list[CallTask]:
    return list(CallTask.objects.filter(attendee=attendee, state=CallState.OPEN))


def records_of(attendee: Attendee) -> list[CallRecord]:
    """Every call to the person, the latest first."""
    return list(CallRecord.objects.filter(attendee=attendee).select_related("made_by"))


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """People, not matters: to ring now, later, with somebody now, without a number; calls made today."""

    now: int
    later: int
    held: int
    no_number: int
    overdue: int
    made_today: int


def counts(meeting: Meeting, at: datetime) -> QueueCounts:
    """Six figures for the head of the queue, each one query."""
    open_rows = open_tasks(meeting).order_by()
    ready = ringable(meeting, at).order_by()
    held = Callee.objects.filter(meeting=meeting, claimed_until__gt=at)
    midnight = at.astimezone(meeting.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return QueueCounts(
        now=ready.values("attendee").distinct().count(),
        later=open_rows.filter(next_at__gt=at).values("attendee").distinct().count(),
        held=held.count(),
        no_number=without_number(meeting).order_by().values("attendee").distinct().count(),
        overdue=open_rows.filter(due_at__lt=at).values("attendee").distinct().count(),
        made_today=CallRecord.objects.filter(meeting=meeting, made_at__gte=midnight).count(),
    )


def listed_tasks(meeting: Meeting) -> QuerySet[CallTask]:
    """Open matters in the order in which they are rung, with who has the person."""
    rows = open_tasks(meeting).select_related("attendee__callee__claimed_by")
    return rows.order_by("priority", F("due_at").asc(nulls_last=True), "next_at", "pk")


def calls_made(meeting: Meeting) -> QuerySet[CallRecord]:
    rows = CallRecord.objects.filter(meeting=meeting, attendee__erased_at=None)
    return rows.select_related("attendee", "made_by")
