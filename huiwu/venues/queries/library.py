"""Venues as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BigIntegerField, Count, F, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from huiwu.accounts.models import Membership
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.rules.naming import search_key
from huiwu.venues.models import Picture, Room, Venue, VenueCertificate
from huiwu.venues.schema import ROOM_FACTS, VENUE_FACTS, FactGroup, FactSpec

WARN_DAYS = 60
"""Certificates that expire within these days are marked."""


@dataclass(frozen=True, slots=True)
class VenueFilter:
    """What the address of the library asks for; empty means all. Sizes in people and square metres."""

    text: str = ""
    city: str = ""
    kind: str = ""
    area: int = 0
    height_mm: int = 0
    designated: bool = False
    retired: bool = False

    @property
    def is_open(self) -> bool:
        return not (self.text or self.city or self.kind or self.area or self.height_mm or self.designated)


def venues_of(actor: Actor) -> QuerySet[Venue]:
    """The venues of the actor's organisations, retired ones too."""
    if actor.kind == "system":
        return Venue.objects.all()
    if not actor.is_signed_in or actor.id is None:
        return Venue.objects.none()
    return Venue.objects.filter(org_id__in=Membership.objects.filter(user_id=actor.id).values("org_id"))


def venue_for(actor: Actor, venue_id: UUID, permission: str = "venues.view") -> Venue:
    """The venue, for an actor who may. One who may not even view it is told it does not exist."""
    found = Venue.objects.select_related("saved_by").filter(pk=venue_id).first()
    if found is None or not can(actor, "venues.view", found.org_id):
        raise NotFound
    require(actor, permission, found.org_id)
    return found


def room_for(actor: Actor, room_id: UUID, permission: str = "venues.view") -> Room:
    """As `venue_for`, of a room; its venue comes along."""
    found = Room.objects.select_related("venue", "part_of", "saved_by").filter(pk=room_id).first()
    if found is None or not can(actor, "venues.view", found.venue.org_id):
        raise NotFound
    require(actor, permission, found.venue.org_id)
    return found


def matching(text: str) -> Q:
    """Name, city or room as written; pinyin in full or initials."""
    key = search_key(text)
    plain = Q(name__icontains=text.strip()) | Q(rooms__name__icontains=text.strip())
    return plain | Q(search_text__contains=key) if key else plain


def _floor_dm2(path: str = "") -> Coalesce:
    """As `Room.floor_area_dm2`, in the database; 60 m × 60 m is already too much for 32 bits of mm²."""
    sides = Cast(f"{path}length_mm", BigIntegerField()) * Cast(f"{path}width_mm", BigIntegerField()) / 10_000
    return Coalesce(Cast(F(f"{path}area_dm2"), BigIntegerField()), sides)


def found_venues(actor: Actor, asked: VenueFilter) -> QuerySet[Venue]:
    """The library by city and name: number and largest of the rooms in use, first photo."""
    rows = venues_of(actor).filter(is_retired=asked.retired)
    if asked.text:
        rows = rows.filter(pk__in=venues_of(actor).filter(matching(asked.text)).values("pk"))
    if asked.city:
        rows = rows.filter(city=asked.city)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.designated:
        rows = rows.filter(is_designated=True)
    if asked.area:
        large = Room.objects.annotate(floor_dm2=_floor_dm2()).filter(floor_dm2__gte=asked.area * 100)
        rows = rows.filter(pk__in=large.values("venue"))
    if asked.height_mm:
        rows = rows.filter(pk__in=Room.objects.filter(clear_height_mm__gte=asked.height_mm).values("venue"))
    in_use = Q(rooms__is_retired=False)
    photos = Picture.objects.select_related("thumbnail").order_by("order", "created_at")
    return (
        rows.annotate(
            room_count=Count("rooms", filter=in_use, distinct=True),
            largest_dm2=Max(_floor_dm2("rooms__"), filter=in_use),
            highest_mm=Max("rooms__clear_height_mm", filter=in_use),
        )
        .prefetch_related(Prefetch("pictures", queryset=photos, to_attr="photos"), "certificates")
        .order_by("city", "name", "pk")
    )


def cities_of(actor: Actor) -> list[str]:
    """Cities with venues, for the filter."""
    return list(venues_of(actor).exclude(city="").order_by("city").values_list("city", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as it is shown; `is_known` is False for 未填."""

    spec: FactSpec
    value: object
    is_known: bool


def fact_lines(groups: tuple[FactGroup, ...], facts: dict[str, object]) -> list[tuple[FactGroup, list[FactLine]]]:
    """Every fact of the schema, known or not."""
    return [
        (group, [FactLine(spec, facts.get(spec.key), spec.key in facts) for spec in group.facts]) for group in groups
    ]


def unknown_count(venue: Venue) -> int:
    """How many facts of a venue nobody has filled in."""
    plain = ("star", "address", "parking_coaches", "parking_cars", "unified_code", "invoice_ok", "is_designated")
    empty = sum(getattr(venue, name) in (None, "") for name in plain) + (not venue.distances)
    return empty + sum(spec.key not in venue.facts for group in VENUE_FACTS for spec in group.facts)


ROOM_COLUMNS = (
    "length_mm",
    "width_mm",
    "clear_height_mm",
    "floor_load_kg_m2",
    "lift_width_mm",
    "lift_depth_mm",
    "lift_height_mm",
    "lift_load_kg",
    "power_kw",
    "is_three_phase",
    "uplink_mbps",
    "has_wired_uplink",
    "access_points",
    "wheelchair_spaces",
    "has_step_free_route",
    "has_stage_ramp",
    "has_accessible_toilet",
    "half_day_cents",
    "full_day_cents",
    "overtime_hour_cents",
)
"""What the inspection sheet asks of every room. A fixed stage and points for hanging are not everywhere."""


def unknown_facts_of_room(room: Room) -> int:
    """How many facts of a room nobody has filled in."""
    empty = sum(getattr(room, name) is None for name in ROOM_COLUMNS) + (not room.exits)
    return empty + sum(spec.key not in room.facts for group in ROOM_FACTS for spec in group.facts)


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate on a day: `valid`, `expiring` within WARN_DAYS, `expired`."""

    row: VenueCertificate
    state: str


def certificate_lines(rows: list[VenueCertificate], on: date) -> list[CertificateLine]:
    return [CertificateLine(row, certificate_state(row, on)) for row in rows]


def certificate_state(row: VenueCertificate, on: date) -> str:
    if row.expires_on is None:
        return "valid"
    if row.expires_on < on:
        return "expired"
    return "expiring" if row.expires_on <= on + timedelta(days=WARN_DAYS) else "valid"


def rooms_of(venue: Venue) -> QuerySet[Room]:
    """The rooms of a venue, retired ones last."""
    return venue.rooms.select_related("part_of").order_by("is_retired", "order", "name")
