"""How the rules of venues say what they found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from huiwu.foundation.registry.checks import Hit, Scope, Severity, Subject
from huiwu.meetings.models import Function
from huiwu.venues.models import Booking, Room


def of_function(row: Function) -> Subject:
    return Subject("function", str(row.pk), f"{row.number} {row.name}")


def of_room(row: Room) -> Subject:
    return Subject("room", str(row.pk), f"{row.venue.name} {row.name}")


def of_booking(row: Booking) -> Subject:
    return Subject("booking", str(row.pk), row.room.name)


def hit(
    scope: Scope,
    function: Function,
    detail: str,
    action: str,
    *,
    more: Iterable[Subject] = (),
    url: str = "",
    severity: Severity | None = None,
    owner_role: str = "venue_team",
    root: str = "",
) -> Hit:
    """A finding about a function; it leads to the function's sheet unless told otherwise."""
    subjects = (of_function(function), *more)
    return Hit(
        detail=detail,
        subjects=subjects,
        url=url or reverse("meetings:function", args=[scope.meeting.slug, function.number]),
        action=action,
        root=root or ":".join(subject.id for subject in subjects),
        severity=severity,
        owner_role=owner_role,
    )


def demand_url(scope: Scope, function: Function) -> str:
    return reverse("venues:demand", args=[scope.meeting.slug, function.number])


def local(scope: Scope, at: datetime) -> str:
    return at.astimezone(scope.meeting.zone).strftime("%Y-%m-%d %H:%M")
