"""Steps by person: what is due, late, open; overload."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from huiwu.foundation.actors import Actor
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.queries import meetings_of
from huiwu.planning.models import OPEN_STATUSES, Step

LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


def open_steps() -> QuerySet[Step]:
    """Open steps and tasks of live meetings, with meeting and owner, without the heavy snapshot."""
    rows = Step.objects.filter(status__in=OPEN_STATUSES, plan__meeting__status__in=LIVE)
    return (
        rows.select_related("plan__meeting", "owner")
        .defer("plan__snapshot", "plan__notes")
        .order_by("finish_on", "order")
    )


def my_open_steps(actor: Actor) -> QuerySet[Step]:
    """Open steps and tasks that the actor owns, in all their meetings, earliest planned finish first."""
    return open_steps().filter(owner_id=actor.id)


def steps_due(actor: Actor, *, until: date, from_on: date | None = None) -> QuerySet[Step]:
    """Open steps in the actor's meetings whose planned finish is by `until` (and from `from_on`)."""
    found = open_steps().filter(plan__meeting__in=meetings_of(actor), finish_on__lte=until)
    return found.filter(finish_on__gte=from_on) if from_on else found


def late_steps(actor: Actor, *, today: date) -> QuerySet[Step]:
    """Open steps in the actor's meetings whose last chance (late finish) has passed."""
    found = open_steps().filter(plan__meeting__in=meetings_of(actor), late_finish_on__lt=today)
    return found.order_by("late_finish_on", "order")


def steps_due_by_person(*, until: date) -> dict[UUID, list[Step]]:
    """Open steps with an owner, planned to finish by `until` or late, by owner: what reminders are written from."""
    found: dict[UUID, list[Step]] = {}
    for step in open_steps().filter(owner__isnull=False, finish_on__lte=until):
        found.setdefault(step.owner_id, []).append(step)  # type: ignore[arg-type]  # filtered
    return found


def dates_of(actor: Actor, *, from_on: date, until: date) -> QuerySet[Step]:
    """Steps of the actor's meetings that touch the span: for the calendar and iCalendar."""
    rows = Step.objects.filter(plan__meeting__in=meetings_of(actor), start_on__lte=until, finish_on__gte=from_on)
    return rows.select_related("plan__meeting", "owner").defer("plan__snapshot").order_by("start_on", "order")
