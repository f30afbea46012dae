"""The people of a meeting."""

from __future__ import annotations

import json
from uuid import UUID

from django.db.models import Q, QuerySet

from huiwu.attendees.choices import COMING, NOT_COMING, ParticipationState
from huiwu.attendees.errors import NoSuchAttendee
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.meetings.models import Function, Meeting


def active(meeting: Meeting | UUID) -> QuerySet[Attendee]:
    """The people of the meeting that count: neither merged into another nor erased; by number."""
    key = meeting if isinstance(meeting, UUID) else meeting.pk
    return Attendee.objects.filter(meeting_id=key, merged_into=None, erased_at=None)


def attendee_for(actor: Actor, meeting: Meeting, attendee_id: UUID, permission: str = "attendees.view") -> Attendee:
    """The person, for an actor who may. Raises NoSuchAttendee, NotAllowed."""
    rows = active(meeting).select_related("meeting__org", "delegation", "accompanies", "substitute_for", "photo")
    row = rows.filter(pk=attendee_id).first()
    if row is None or not can(actor, "attendees.view", meeting):
        raise NoSuchAttendee
    require(actor, permission, row if permission == "attendees.change" else meeting)
    return row


def with_role(role: str) -> Q:
    """People who have the role, whatever else they are."""
    return Q(roles__icontains=f'"{role}"')


def with_tag(tag: str) -> Q:
    """People with the tag; SQLite keeps JSON in ASCII, PostgreSQL as written."""
    return Q(tags__icontains=json.dumps(tag)) | Q(tags__icontains=f'"{tag}"')


def coming(meeting: Meeting) -> QuerySet[Attendee]:
    """Those who said yes."""
    return active(meeting).filter(presence__in=COMING)


def taking_part(function: Function) -> QuerySet[Attendee]:
    """应到: who is expected or confirmed in the function and has not said no."""
    states = (ParticipationState.EXPECTED, ParticipationState.CONFIRMED)
    rows = active(function.meeting_id).exclude(presence__in=NOT_COMING)
    return rows.filter(participations__function=function, participations__state__in=states)
