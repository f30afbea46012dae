"""Venues, rooms and bookings in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.venues.models import Booking, Room
from huiwu.venues.queries.library import matching, venues_of


@searchable("venue", title=gettext_lazy("场地"))
def find_venues(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By name, city, address, or a room's name; pinyin and initials too."""
    if not text.strip():
        return
    ids = venues_of(actor).filter(matching(text)).values("pk")
    for row in venues_of(actor).filter(pk__in=ids, is_retired=False).order_by("city", "name")[:limit]:
        yield SearchHit(
            kind="venue",
            title=row.name,
            detail=" · ".join(filter(None, [row.city, str(row.get_kind_display()), row.address])),
            url=reverse("venues:venue", args=[row.pk]),
        )


@searchable("room", title=gettext_lazy("会场"))
def find_rooms(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By the room's own name."""
    if not text.strip():
        return
    found = Room.objects.filter(venue__in=venues_of(actor), is_retired=False, name__icontains=text.strip())
    for row in found.select_related("venue").order_by("venue__name", "order", "name")[:limit]:
        yield SearchHit(
            kind="room",
            title=row.name,
            detail=" · ".join(filter(None, [row.venue.name, row.floor])),
            url=reverse("venues:room", args=[row.pk]),
        )


@searchable("booking", title=gettext_lazy("会场预订"))
def find_bookings(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By room, venue, meeting, or the venue's own number."""
    if not text.strip():
        return
    named = (
        Q(reference__icontains=text)
        | Q(room__name__icontains=text)
        | Q(room__venue__name__icontains=text)
        | Q(meeting__name__icontains=text)
    )
    found = Booking.objects.filter(named, meeting__in=meetings_of(actor)).select_related("room__venue", "meeting")
    for row in found.order_by("-from_at", "pk")[:limit]:
        yield SearchHit(
            kind="booking",
            title=f"{row.room.venue.name} {row.room.name}",
            detail=_("{meeting} · {state}").format(meeting=row.meeting.name, state=row.get_state_display()),
            url=reverse("venues:bookings", args=[row.meeting.slug]),
        )
