"""Calendar feeds: what a calendar program sees of one meeting, or of all meetings of one person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiwu.accounts.models import ScopedLink, User
from huiwu.accounts.services import url_of
from huiwu.desk.choices import FEED
from huiwu.documents.render.ics import CalendarEvent, ics
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import MeetingFilter, found_meetings
from huiwu.planning.queries import my_open_steps

PAST = timedelta(days=90)
"""Meetings that ended longer ago are no longer in a person's feed."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
GONE = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)


@dataclass(frozen=True, slots=True)
class Feed:
    """An iCalendar document and the mark by which a program knows that it has not changed."""

    body: bytes
    etag: str


def feeds_of(actor: Actor) -> QuerySet[ScopedLink]:
    """The feeds this person has made and not revoked, newest first."""
    good = ScopedLink.objects.filter(purpose=FEED, made_by_id=actor.id, revoked_at=None, expires_at__gt=clock.now())
    return good.order_by("-created_at")


def feed_of(link: ScopedLink) -> Feed:
    """What the link's feed holds now: with `meeting_id` that meeting, else the meetings and steps of the person.

    The same content gives the same bytes. Raises NotFound when the person may no longer see it.
    """
    person = User.objects.filter(pk=link.subject_id, is_active=True).first() if link.subject_id else None
    if person is None:
        raise NotFound
    actor = Actor.of_user(person)
    meetings = list(_meetings(actor, link))
    if link.meeting_id and not meetings:
        raise NotFound
    steps = [] if link.meeting_id else list(my_open_steps(actor).exclude(finish_on=None))
    with override(person.language):
        name = meetings[0].name if link.meeting_id else _("{person} 的会务日历").format(person=person.name)
        return _feed(name, meetings, steps)


def _meetings(actor: Actor, link: ScopedLink) -> Iterable[Meeting]:
    if link.meeting_id:
        return found_meetings(actor, MeetingFilter()).filter(pk=link.meeting_id)
    return found_meetings(actor, MeetingFilter(mine=True)).filter(end_on__gte=clock.today() - PAST)


def _feed(name: str, meetings: list[Meeting], steps: list[Any]) -> Feed:
    by_id = {meeting.pk: meeting for meeting in meetings}
    functions = Function.objects.filter(meeting__in=by_id).select_related("space").order_by("start_at", "number")
    events = [_meeting(meeting) for meeting in meetings]
    events += [_function(row, by_id[row.meeting_id]) for row in functions]
    events += [_step(step) for step in steps]
    changed = max([row.updated_at for row in (*meetings, *functions, *steps)], default=LONG_AGO)
    zone = ZoneInfo(meetings[0].time_zone if meetings else "Asia/Shanghai")
    body = ics(events, name=name, zone=zone, stamped_at=changed)
    return Feed(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _meeting(meeting: Meeting) -> CalendarEvent:
    return CalendarEvent(
        uid=f"meeting-{meeting.pk}@huiwu",
        title=meeting.name,
        start=meeting.start_on,
        end=meeting.end_on,
        sequence=meeting.revision,
        location=" ".join(filter(None, [meeting.city, meeting.venue_name])),
        url=url_of(reverse("meetings:overview", args=[meeting.slug])),
        cancelled=meeting.status in GONE,
    )


def _function(row: Function, meeting: Meeting) -> CalendarEvent:
    space = f"{row.space.name} {row.space.floor}".strip() if row.space else ""
    return CalendarEvent(
        uid=f"function-{row.pk}@huiwu",
        title=f"{row.name} · {meeting.name}",
        start=row.start_at,
        end=row.end_at,
        sequence=row.revision + meeting.revision,
        location=" ".join(filter(None, [space, meeting.venue_name, meeting.city])),
        description=row.cancelled_reason,
        url=url_of(reverse("meetings:function", args=[meeting.slug, row.number])),
        cancelled=row.is_cancelled or meeting.status in GONE,
    )


def _step(step: Any) -> CalendarEvent:
    meeting = step.plan.meeting
    return CalendarEvent(
        uid=f"step-{step.pk}@huiwu",
        title=_("{step} 应完成 · {meeting}").format(step=step, meeting=meeting.name),
        start=step.finish_on,
        end=step.finish_on,
        sequence=step.revision,
        url=url_of(reverse("planning:step", args=[meeting.slug, step.code])),
    )
